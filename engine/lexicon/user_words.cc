#include "engine/lexicon/user_words.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/lexicon/lexicon_source.h"
#include "io/error.h"
#include "io/utf8.h"

namespace ciku {

uint64_t WinningCount(const Lexicon& lexicon, std::string_view word) {
  constexpr double kUnknownSymbol = -100;
  std::vector<size_t> starts;  // of the symbols, and the end
  ForEachSymbol(word, [&](char32_t, std::string_view symbol) {
    starts.push_back(static_cast<size_t>(symbol.data() - word.data()));
  });
  const size_t length = starts.size();
  starts.push_back(word.size());
  const auto total = static_cast<double>(std::max<uint64_t>(lexicon.total(), 1));
  std::vector<double> best(length + 1, -std::numeric_limits<double>::infinity());
  best[0] = 0;
  for (size_t begin = 0; begin < length; ++begin) {
    for (size_t end = begin + 1; end <= length; ++end) {
      if (end - begin == length && length > 1) continue;  // the word itself
      const std::string_view part = word.substr(starts[begin], starts[end] - starts[begin]);
      const uint64_t count = length > 1 ? lexicon.Count(part) : 0;
      if (count == 0 && end - begin > 1) continue;
      const double score =
          count == 0 ? kUnknownSymbol : std::log(static_cast<double>(count) / total);
      best[end] = std::max(best[end], best[begin] + score);
    }
  }
  const double least = std::exp(best[length]) * total;
  return static_cast<uint64_t>(std::min(least, 1e15)) + 1;
}

void AddUserWords(const std::vector<UserWord>& words, Lexicon* lexicon) {
  std::vector<std::pair<std::string_view, uint64_t>> counted;
  for (const auto& [word, count] : words) {
    const uint64_t has = lexicon->Count(word);
    if (count.value_or(0) > Lexicon::kMostCounts - has) {
      throw InputError("the counts add up to 2^63 or more");
    }
    counted.emplace_back(word, count ? has + *count : std::max(has, WinningCount(*lexicon, word)));
  }
  for (const auto& [word, count] : counted) {
    lexicon->Set(word, std::max(count, lexicon->Count(word)));
  }
}

void AddUserWords(const std::vector<std::string>& paths, Lexicon* lexicon,
                  std::optional<LexiconFormat> format) {
  std::vector<UserWord> words;
  uint64_t left = Lexicon::kMostCounts - lexicon->total();
  for (const std::string& path : paths) {
    LexiconSource source(path, format);
    for (LexiconEntry entry; source.NextWord(&entry);) {
      if (entry.count.value_or(0) > left) {
        throw InputError(source.Place() + ": the counts add up to 2^63 or more");
      }
      left -= entry.count.value_or(0);
      words.emplace_back(std::move(entry.word), entry.count);
    }
  }
  AddUserWords(words, lexicon);
}

}  // namespace ciku
