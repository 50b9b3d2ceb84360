// The best template of every span of a sentence, each span solved once.
//
// A template matches a span where its words are tokens of the span, in order, and its gaps stand
// for the stretches between them, before the first and after the last: exactly where the template
// has a gap there are tokens, one or more. The score of that is the template's weight, plus the
// scores of the spans in its gaps. Of all templates, and all ways in which they match the span, the
// best is that with
//   1. the larger score, rounded to four decimals (a half of the last one up),
//   2. the more words,
//   3. the larger score, not rounded,
//   4. the words that come first: the first word further to the left, then the second, and so on.
// The best one's score is the span's. A span that no template matches has the null score once for
// each of its tokens but the first. A span that a template does match has a template, however bad.
//
// What follows the first word of a template does not depend on what is before it. So templates are
// matched from every token on to the right, once, those that begin with a gap as well; what is in
// that gap, of all spans that end before the token, is added afterwards. With n tokens, that takes
// O(n^3) for the gaps at the beginning, and for each node of the trie that a stretch of the
// sentence leads to, O(n) times how often its last word comes after the first, of templates with
// distinct words O(n).
#ifndef CIKU_ENGINE_PARSE_CHART_H_
#define CIKU_ENGINE_PARSE_CHART_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/parse/score.h"
#include "engine/parse/template_trie.h"

namespace ciku {

// For one sentence after the other, in memory that is used again. Not safe for use by two threads
// at once.
class Chart {
 public:
  static constexpr uint32_t kNone = TemplateTrie::kNone;

  // About how much memory a sentence of so many tokens takes, with templates of so many words.
  static constexpr size_t Memory(size_t tokens, size_t words) {
    return 32 * tokens * tokens + 4 * words;
  }

  // Solves all spans of a sentence, which is given as numbers of the trie's words. Scores have to
  // stay below 2^62 on either side of 0, whatever is added up.
  void Fill(const TemplateTrie& trie, Score null_score, std::span<const TemplateTrie::Word> words);

  // Of the span [begin, end), which is not empty.
  Score ScoreOf(size_t begin, size_t end) const { return scores_[Cell(begin, end)]; }
  // Its best template; kNone where none matches.
  uint32_t PatternOf(size_t begin, size_t end) const { return patterns_[Cell(begin, end)]; }

 private:
  // Where some prefix of templates, matched from some token on, may end, and its best score.
  struct End {
    uint32_t at;
    Score score;
  };
  // A template that begins with a gap, matched from the first token after that up to some end.
  struct Open {
    Score score;
    uint32_t pattern;
    uint32_t next;  // one more with the same end
  };

  // Where a span is among scores_ and patterns_: beside those with the same end, in the order of
  // their beginnings, for what is before a word is compared more often than anything else.
  static size_t Cell(size_t begin, size_t end) { return end * (end - 1) / 2 + begin; }
  // And among first_opens_, beside those with the same beginning.
  size_t OpenCell(size_t begin, size_t end) const {
    return begin * words_.size() + end - begin - 1;
  }
  void Prepare();
  void Match();
  void MatchFrom(uint32_t node, bool after_gap);
  void Visit(uint32_t node, size_t first);
  void VisitWords(const TemplateTrie::Node& node, size_t first);
  void VisitGap(const TemplateTrie::Node& node, size_t first);
  void VisitAfterGap(uint32_t node, size_t first, size_t last, uint32_t at);
  Score BestGap(size_t first, size_t last, uint32_t end) const;
  void Complete(size_t end, Score score, uint32_t pattern);
  void AddOpen(size_t end, Score score, uint32_t pattern);
  bool Hopeless(size_t end, Score score, uint32_t pattern, const Open& beside) const;
  bool IsFirst(uint32_t pattern, uint32_t other, size_t end) const;
  template <typename Precedes>
  void Offer(size_t end, Score score, uint32_t pattern, const Precedes& precedes);
  void SolveRow();

  const TemplateTrie* trie_ = nullptr;
  std::span<const TemplateTrie::Word> words_;
  Score null_score_ = 0;
  std::vector<Score> scores_;
  std::vector<uint32_t> patterns_;
  // The best so far of the spans that begin at start_, by where they end.
  std::vector<Score> row_scores_;
  std::vector<uint32_t> row_patterns_;
  // For each span, those templates after a gap of which any might be the best of some larger span:
  // the first of a list in opens_, or kNone.
  std::vector<uint32_t> first_opens_;
  std::vector<Open> opens_;
  std::vector<bool> has_opens_;  // by where the spans begin
  // For each token, where the same word is next; the number of tokens where there is none.
  std::vector<uint32_t> next_;
  std::vector<uint32_t> previous_;  // and where it was before; kNone where it was not
  std::vector<uint32_t> first_of_;  // by word, where it is first; kNone where it is not
  // Of the node at hand and those that lead to it: a stack.
  std::vector<End> ends_;
  uint32_t start_ = 0;      // the token from which templates are matched
  bool after_gap_ = false;  // whether these have a gap before it
};

}  // namespace ciku

#endif  // CIKU_ENGINE_PARSE_CHART_H_
