// A simple second implementation of the pair cut, with which tests compare the real one.
#ifndef CIKU_TESTS_NAIVE_PAIR_CUT_H_
#define CIKU_TESTS_NAIVE_PAIR_CUT_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/discover/pair_cut.h"
#include "engine/text/alphabet.h"
#include "io/utf8.h"

namespace ciku {

struct NaiveResult {
  std::vector<std::pair<std::string, uint64_t>> words;
  uint64_t symbols = 0;
  uint64_t pairs = 0;
  uint64_t distinct = 0;
  uint64_t strong = 0;
  uint64_t pieces = 0;
  uint64_t invalid_bytes = 0;
};

// Returns the runs of a text of whole lines, and adds the number of its invalid bytes to
// *invalid_bytes.
inline std::vector<std::u32string> NaiveRuns(std::string_view text, Alphabet alphabet,
                                             uint64_t* invalid_bytes) {
  std::vector<std::u32string> runs(1);
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    const Decoded decoded = DecodeUtf8(at, end);
    const bool line_end = decoded.scalar == U'\r' && (at + 1 == end || at[1] == '\n');
    if (decoded.scalar == kInvalid) ++*invalid_bytes;
    if (decoded.scalar != kInvalid && !line_end && IsSymbol(alphabet, decoded.scalar)) {
      runs.back() += decoded.scalar;
    } else if (!runs.back().empty()) {
      runs.emplace_back();
    }
    at += decoded.size;
  }
  if (runs.back().empty()) runs.pop_back();
  return runs;
}

inline NaiveResult NaivePairCut(const std::vector<std::string>& texts, Alphabet alphabet,
                                const PairCutOptions& options) {
  NaiveResult result;
  std::vector<std::u32string> runs;
  for (std::string_view text : texts) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (std::u32string& run : NaiveRuns(text, alphabet, &result.invalid_bytes)) {
      runs.push_back(std::move(run));
    }
  }
  std::map<char32_t, uint64_t> a;
  std::map<std::pair<char32_t, char32_t>, uint64_t> ab;
  for (const std::u32string& run : runs) {
    for (size_t i = 0; i < run.size(); ++i) {
      ++a[run[i]];
      if (i > 0) ++ab[{run[i - 1], run[i]}];
    }
    result.symbols += run.size();
    result.pairs += run.size() - 1;
  }
  const auto strong = [&](char32_t first, char32_t second) {
    const auto count = static_cast<double>(ab.at({first, second}));
    const double g = options.smoothing;
    return ab.at({first, second}) >= options.min_count &&
           std::log((static_cast<double>(result.pairs) * (count + g)) /
                    ((static_cast<double>(a.at(first)) + g) *
                     (static_cast<double>(a.at(second)) + g))) >= options.min_pmi;
  };
  result.distinct = ab.size();
  for (const auto& [pair, count] : ab) result.strong += strong(pair.first, pair.second) ? 1 : 0;
  std::map<std::string, uint64_t> pieces;
  for (const std::u32string& run : runs) {
    std::string piece;
    for (size_t i = 0; i < run.size(); ++i) {
      AppendUtf8(run[i], &piece);
      if (i + 1 < run.size() && strong(run[i], run[i + 1])) continue;
      ++pieces[std::exchange(piece, {})];
      ++result.pieces;
    }
  }
  for (const auto& [word, count] : pieces) {
    if (count >= options.min_count) result.words.emplace_back(word, count);
  }
  std::stable_sort(result.words.begin(), result.words.end(),
                   [](const auto& x, const auto& y) { return x.second > y.second; });
  return result;
}

}  // namespace ciku

#endif  // CIKU_TESTS_NAIVE_PAIR_CUT_H_
