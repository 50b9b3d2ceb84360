// The best template of every span of a sentence, each span solved once.
//
// A template matches a span if its words are tokens of the span, in order, and its gaps stand for
// all other tokens of the span. A gap is one or more tokens between two words, before the first or
// after the last. The score of a match is the template's weight plus the scores of the spans in its
// gaps. The best of all matches of all templates is the one with
//   1. the larger score, rounded to four decimals (halves are rounded up),
//   2. more words,
//   3. the larger score, not rounded,
//   4. the words that come first: the first word further to the left, then the second, and so on.
// Its score is the score of the span. A span that no template matches has the null score once for
// each of its tokens except the first. If any template matches a span, the span has a template,
// however low the score.
//
// The tokens before the first word of a template do not affect the match after it. So templates are
// matched from every token to the right only once, also those that begin with a gap. For these, the
// scores of all spans that may be in the first gap are added afterwards. With n tokens, the first
// gaps take O(n^3). Each node of the trie that is reached from a token takes O(k n) more, if the
// last word of the node occurs k times after that token; k is 1 if no token occurs twice.
#ifndef CIKU_ENGINE_PARSE_CHART_H_
#define CIKU_ENGINE_PARSE_CHART_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/parse/score.h"
#include "engine/parse/template_trie.h"

namespace ciku {

// Serves one sentence after the other, in the same memory. Not safe for use by two threads at once.
class Chart {
 public:
  static constexpr uint32_t kNone = TemplateTrie::kNone;

  // About how many bytes a sentence of `tokens` tokens takes, if the templates have `words`
  // different words.
  static constexpr size_t Memory(size_t tokens, size_t words) {
    return 32 * tokens * tokens + 4 * words;
  }

  // Finds the best template of all spans of a sentence, which is given as numbers of the trie's
  // words. The absolute value of every sum of scores has to stay below 2^62.
  void Fill(const TemplateTrie& trie, Score null_score, std::span<const TemplateTrie::Word> words);

  // The score of the span [begin, end), which must not be empty.
  Score ScoreOf(size_t begin, size_t end) const { return scores_[Cell(begin, end)]; }
  // The best template of this span; kNone if none matches.
  uint32_t PatternOf(size_t begin, size_t end) const { return patterns_[Cell(begin, end)]; }

 private:
  // A place where a prefix of templates, matched from start_ on, may end, and the best score of it.
  struct End {
    uint32_t at;
    Score score;
  };
  // A template that begins with a gap, matched from the first token after this gap to some end.
  struct Open {
    Score score;
    uint32_t pattern;
    uint32_t next;  // the next one of the same span
  };

  // The place of a span in scores_ and patterns_. Spans with the same end lie together, in the
  // order of their beginnings, because gaps before the same word are compared most often.
  static size_t Cell(size_t begin, size_t end) { return end * (end - 1) / 2 + begin; }
  // The place of a span in first_opens_, where spans with the same beginning lie together.
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
  // For the spans that begin at start_, by their ends: the best score and template so far.
  std::vector<Score> row_scores_;
  std::vector<uint32_t> row_patterns_;
  // For each span, the templates after a gap that may still be the best of a larger span: the first
  // of a list in opens_, or kNone.
  std::vector<uint32_t> first_opens_;
  std::vector<Open> opens_;
  std::vector<bool> has_opens_;  // by the beginnings of the spans
  // For each token, the next place of the same word; the number of tokens if there is none.
  std::vector<uint32_t> next_;
  // For each token, the previous place of the same word; kNone if there is none.
  std::vector<uint32_t> previous_;
  // For each word, its first place; kNone if there is none.
  std::vector<uint32_t> first_of_;
  // A stack: the ends of the current node, on top of the ends of the nodes that lead to it.
  std::vector<End> ends_;
  uint32_t start_ = 0;      // the token from which templates are matched
  bool after_gap_ = false;  // whether the templates have a gap before it
};

}  // namespace ciku

#endif  // CIKU_ENGINE_PARSE_CHART_H_
