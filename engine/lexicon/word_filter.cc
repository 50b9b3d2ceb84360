#include "engine/lexicon/word_filter.h"

#include <fmt/core.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "engine/lexicon/lexicon_source.h"
#include "io/error.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// The memory of a word besides its bytes: a node and its share of the buckets.
constexpr size_t kBytesForEach = 80;

bool IsDigit(char32_t c) { return u_charType(static_cast<UChar32>(c)) == U_DECIMAL_DIGIT_NUMBER; }

bool IsLatin(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &error) == USCRIPT_LATIN;
}

template <typename Is>
bool HasCharacter(std::string_view word, const Is& is) {
  bool has = false;
  ForEachSymbol(word, [&](char32_t symbol, std::string_view) { has = has || is(symbol); });
  return has;
}

}  // namespace

WordFilter::WordFilter(const FilterOptions& options, size_t memory, const Normalizer* normalizer,
                       std::optional<LexiconFormat> format)
    : options_(options) {
  std::vector<std::string> paths = options.excluded;
  paths.insert(paths.end(), options.stop_words.begin(), options.stop_words.end());
  std::string folded;
  for (const std::string& path : paths) {
    LexiconSource reader(path, format);
    for (LexiconEntry entry; reader.Next(&entry);) {
      std::string_view word = entry.word;
      if (normalizer != nullptr) word = normalizer->Apply(word, &folded);
      bytes_ += kBytesForEach + word.size();
      if (bytes_ > memory) {
        throw UsageError(
            fmt::format("{}: the words to be left out do not fit the memory budget; "
                        "raise --memory",
                        reader.Place()));
      }
      excluded_.emplace(word);
    }
  }
}

bool WordFilter::Wants(std::string_view word) const {
  return options_.lengths.Contains(CountSymbols(word)) &&
         !(options_.no_digits && HasCharacter(word, IsDigit)) &&
         !(options_.no_latin && HasCharacter(word, IsLatin)) &&
         excluded_.find(word) == excluded_.end();
}

}  // namespace ciku
