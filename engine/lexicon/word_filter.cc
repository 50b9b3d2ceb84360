#include "engine/lexicon/word_filter.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>

#include "engine/text/utf8.h"
#include "io/error.h"
#include "io/lexicon_file.h"

namespace ciku {
namespace {

// What a word of the set takes besides its bytes: a node, and its share of the buckets.
constexpr size_t kBytesForEach = 80;

bool IsDigit(char32_t c) { return u_charType(static_cast<UChar32>(c)) == U_DECIMAL_DIGIT_NUMBER; }

bool IsLatin(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &error) == USCRIPT_LATIN;
}

template <typename Is>
bool HasCharacter(std::string_view word, const Is& is) {
  const char* const end = word.data() + word.size();
  for (const char* at = word.data(); at < end;) {
    const Decoded decoded = DecodeUtf8(at, end);
    if (is(decoded.scalar)) return true;
    at += decoded.size;
  }
  return false;
}

}  // namespace

size_t WordLength(std::string_view word) {
  return static_cast<size_t>(
      std::count_if(word.begin(), word.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

WordFilter::WordFilter(const FilterOptions& options, size_t memory, const Normalizer* normalizer)
    : options_(options) {
  std::vector<std::string> paths = options.excluded;
  paths.insert(paths.end(), options.stop_words.begin(), options.stop_words.end());
  std::string folded;
  for (const std::string& path : paths) {
    LexiconReader reader(path);
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
  return options_.lengths.Contains(WordLength(word)) &&
         !(options_.no_digits && HasCharacter(word, IsDigit)) &&
         !(options_.no_latin && HasCharacter(word, IsLatin)) &&
         excluded_.find(word) == excluded_.end();
}

}  // namespace ciku
