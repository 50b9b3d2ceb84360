#include "engine/lexicon/evaluation.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

#include "engine/lexicon/lexicon_source.h"
#include "engine/text/white_space.h"
#include "io/error.h"
#include "io/streams/line_reader.h"
#include "io/utf8.h"

namespace ciku {
namespace {

constexpr size_t kLongestRecord = size_t{1} << 30;

// The words of a line, and the end of each in the line without white space, in bytes.
struct Words {
  std::vector<std::string_view> words;
  std::vector<size_t> ends;

  size_t size() const { return words.size(); }
};

Words Split(std::string_view line) {
  Words words;
  const char* begin = line.data();  // of a word
  size_t length = 0;
  const auto end_word = [&](const char* at) {
    if (at == begin) return;
    words.words.emplace_back(begin, static_cast<size_t>(at - begin));
    length += words.words.back().size();
    words.ends.push_back(length);
  };
  ForEachSymbol(line, [&](char32_t symbol, std::string_view bytes) {
    if (!IsWhiteSpace(symbol)) return;
    end_word(bytes.data());
    begin = bytes.data() + bytes.size();
  });
  end_word(line.data() + line.size());
  return words;
}

std::string Join(const Words& words) {
  std::string text;
  for (const std::string_view word : words.words) text += word;
  return text;
}

// The first symbols of the text from offset `at` on, for messages.
std::string_view Beginning(std::string_view text, size_t at) {
  constexpr size_t kShown = 30;  // bytes, about
  size_t end = std::min(text.size(), at + kShown);
  while (end < text.size() && (text[end] & 0xC0) == 0x80) ++end;
  return text.substr(at, end - at);
}

// Throws InputError if the two lines are not the same text.
void CheckSameText(const LineReader& gold_lines, const Words& gold, const LineReader& test_lines,
                   const Words& test) {
  const std::string a = Join(gold);
  const std::string b = Join(test);
  if (a == b) return;
  size_t at = static_cast<size_t>(
      std::mismatch(a.begin(),
                    a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())),
                    b.begin())
          .first -
      a.begin());
  while (at > 0 && at < a.size() && (a[at] & 0xC0) == 0x80) --at;
  throw InputError(fmt::format(
      "{} and {} are not the same text: after {} symbols '{}' stands in "
      "the first, '{}' in the second",
      gold_lines.Place(), test_lines.Place(), CountSymbols(std::string_view(a).substr(0, at)),
      Beginning(a, at), Beginning(b, at)));
}

// Adds a record, whose text must be the same in both.
void AddRecord(const Words& gold, const Words& test, const std::optional<WordSet>& known,
               SegmentationScore* score) {
  const auto is_unknown = [&](std::string_view word) {
    return known && !known->contains(std::string(word));
  };
  ++score->records;
  score->true_words += gold.size();
  score->test_words += test.size();
  for (const std::string_view word : gold.words) score->unknown += is_unknown(word) ? 1 : 0;
  // The words of either segmentation since the last right word.
  uint64_t missed = 0;
  uint64_t wrong = 0;
  const auto end_difference = [&] {
    const uint64_t both = std::min(missed, wrong);
    score->substitutions += both;
    score->deletions += missed - both;
    score->insertions += wrong - both;
    missed = wrong = 0;
  };
  size_t i = 0;
  size_t j = 0;
  while (i < gold.size() && j < test.size()) {
    // The words are the same: they end at the same place and have the same length.
    if (gold.ends[i] == test.ends[j] && gold.words[i].size() == test.words[j].size()) {
      end_difference();
      ++score->right;
      score->unknown_right += is_unknown(gold.words[i]) ? 1 : 0;
      ++i;
      ++j;
      continue;
    }
    const bool gold_first = gold.ends[i] <= test.ends[j];
    const bool test_first = test.ends[j] <= gold.ends[i];
    i += gold_first ? 1 : 0;
    missed += gold_first ? 1 : 0;
    j += test_first ? 1 : 0;
    wrong += test_first ? 1 : 0;
  }
  end_difference();
}

}  // namespace

std::vector<ScoreFigure> ScoreFigures(const SegmentationScore& score, bool has_training_words) {
  std::vector<ScoreFigure> figures = {{"records", score.records},
                                      {"true_words", score.true_words},
                                      {"test_words", score.test_words},
                                      {"right_words", score.right},
                                      {"insertions", score.insertions},
                                      {"deletions", score.deletions},
                                      {"substitutions", score.substitutions},
                                      {"recall", score.Recall()},
                                      {"precision", score.Precision()},
                                      {"f1", score.F1()}};
  if (has_training_words) {
    figures.push_back({"oov_rate", score.UnknownRate()});
    figures.push_back({"oov_recall", score.UnknownRecall()});
    figures.push_back({"iv_recall", score.KnownRecall()});
  }
  return figures;
}

WordSet ReadWords(const std::vector<std::string>& paths, size_t min_length,
                  std::optional<LexiconFormat> format) {
  WordSet words;
  for (const std::string& path : paths) {
    LexiconSource reader(path, format);
    for (LexiconEntry entry; reader.Next(&entry);) {
      if (CountSymbols(entry.word) >= min_length) words.insert(entry.word);
    }
  }
  return words;
}

SegmentationScore Evaluate(const std::string& gold, const std::string& predicted,
                           const std::optional<WordSet>& training_words) {
  LineReader gold_lines(gold, kLongestRecord);
  LineReader test_lines(predicted, kLongestRecord);
  SegmentationScore score;
  for (std::string_view gold_line, test_line;;) {
    const bool has_gold = gold_lines.Next(&gold_line);
    const bool has_test = test_lines.Next(&test_line);
    if (has_gold != has_test) {
      const LineReader& longer = has_gold ? gold_lines : test_lines;
      longer.Fail(fmt::format("is missing in {}: the two are not the same text",
                              Printable(has_gold ? predicted : gold)));
    }
    if (!has_gold) return score;
    const Words gold_words = Split(gold_line);
    const Words test_words = Split(test_line);
    CheckSameText(gold_lines, gold_words, test_lines, test_words);
    AddRecord(gold_words, test_words, training_words, &score);
  }
}

LexiconScore EvaluateLexicon(const std::string& lexicon, const WordSet& known, size_t min_length,
                             std::optional<LexiconFormat> format) {
  LexiconScore score;
  score.all_known = known.size();
  uint64_t step = 100;
  LexiconSource reader(lexicon, format);
  for (LexiconEntry entry; reader.Next(&entry);) {
    if (CountSymbols(entry.word) < min_length) continue;
    ++score.words;
    score.known += known.contains(entry.word) ? 1 : 0;
    if (score.words != step || step > 10'000) continue;
    score.precisions.push_back({step, score.known});
    step *= 10;
  }
  score.precisions.push_back({score.words, score.known});
  return score;
}

}  // namespace ciku
