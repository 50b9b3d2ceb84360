// A simple second implementation of n-gram discovery, with which tests compare the real one.
#ifndef CIKU_TESTS_NAIVE_NGRAM_CUT_H_
#define CIKU_TESTS_NAIVE_NGRAM_CUT_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/discover/ngram_cut.h"
#include "tests/naive_pair_cut.h"

namespace ciku {

inline NaiveResult NaiveNgramCut(const std::vector<std::string>& texts, Alphabet alphabet,
                                 const NgramOptions& options) {
  NaiveResult result;
  std::vector<std::u32string> runs;
  for (std::string_view text : texts) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (std::u32string& run : NaiveRuns(text, alphabet, &result.invalid_bytes)) {
      runs.push_back(std::move(run));
    }
  }
  std::map<std::u32string, uint64_t> n;
  for (const std::u32string& run : runs) {
    result.symbols += run.size();
    for (size_t i = 0; i < run.size(); ++i) {
      for (size_t length = 1; length <= options.order && i + length <= run.size(); ++length) {
        ++n[run.substr(i, length)];
      }
    }
  }
  const auto real = [](uint64_t count) { return static_cast<double>(count); };
  std::set<std::u32string> solid;
  for (const auto& [gram, count] : n) {
    if (gram.size() < 2) continue;
    ++result.distinct;
    if (count < options.min_count) continue;
    double least = INFINITY;
    for (size_t i = 1; i < gram.size(); ++i) {
      const double apart = real(n.at(gram.substr(0, i))) * real(n.at(gram.substr(i)));
      least = std::min(least, real(result.symbols) * real(count) / apart);
    }
    if (std::log(least) >= options.thresholds[gram.size() - 1]) solid.insert(gram);
  }
  result.strong = solid.size();
  std::map<std::u32string, uint64_t> pieces;
  for (const std::u32string& run : runs) {
    std::vector<bool> holds(run.size());  // the joint after each symbol
    for (size_t i = 0; i < run.size(); ++i) {
      for (size_t length = 2; length <= options.order && i + length <= run.size(); ++length) {
        if (!solid.contains(run.substr(i, length))) continue;
        for (size_t joint = i; joint + 1 < i + length; ++joint) holds[joint] = true;
      }
    }
    for (size_t begin = 0, i = 0; i < run.size(); ++i) {
      if (holds[i]) continue;
      ++pieces[run.substr(begin, i + 1 - begin)];
      ++result.pieces;
      begin = i + 1;
    }
  }
  for (const auto& [piece, count] : pieces) {
    bool passes = count >= options.min_count;
    const size_t length = std::min(piece.size(), options.order);
    for (size_t i = 0; piece.size() > 2 && i + length <= piece.size(); ++i) {
      passes = passes && solid.contains(piece.substr(i, length));
    }
    if (!passes) continue;
    std::string word;
    for (const char32_t c : piece) AppendUtf8(c, &word);
    result.words.emplace_back(word, count);
  }
  std::stable_sort(result.words.begin(), result.words.end(),
                   [](const auto& x, const auto& y) { return x.second > y.second; });
  return result;
}

}  // namespace ciku

#endif  // CIKU_TESTS_NAIVE_NGRAM_CUT_H_
