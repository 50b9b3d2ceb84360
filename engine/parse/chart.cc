#include "engine/parse/chart.h"

#include <algorithm>
#include <limits>

#include "engine/parse/placement.h"

namespace ciku {

void Chart::Fill(const TemplateTrie& trie, Score null_score,
                 std::span<const TemplateTrie::Word> words) {
  trie_ = &trie;
  words_ = words;
  null_score_ = null_score;
  Prepare();
  // From right to left: the spans after a token are solved before templates are matched from it.
  for (auto start = static_cast<uint32_t>(words.size()); start-- > 0;) {
    start_ = start;
    row_patterns_.assign(words.size() + 1, kNone);
    Match();
    SolveRow();
  }
  for (const TemplateTrie::Word word : words) first_of_[word] = kNone;
}

void Chart::Prepare() {
  const size_t size = words_.size();
  const size_t spans = Cell(0, size + 1);
  scores_.resize(spans);
  patterns_.resize(spans);
  row_scores_.resize(size + 1);
  first_opens_.assign(size * size, kNone);
  opens_.clear();
  has_opens_.assign(size, false);
  next_.resize(size);
  previous_.assign(size, kNone);
  first_of_.resize(trie_->words() + 1, kNone);
  for (auto at = static_cast<uint32_t>(size); at-- > 0;) {
    uint32_t& first = first_of_[words_[at]];
    next_[at] = std::min(first, static_cast<uint32_t>(size));
    if (first != kNone) previous_[first] = at;
    first = at;
  }
  first_of_[TemplateTrie::kNoWord] = kNone;
}

void Chart::Match() {
  const TemplateTrie::Word word = words_[start_];
  if (word == TemplateTrie::kNoWord) return;
  const TemplateTrie::Node& root = trie_->At(TemplateTrie::kRoot);
  MatchFrom(trie_->After(root, word), false);
  if (root.gap == kNone || start_ == 0) return;
  MatchFrom(trie_->After(trie_->At(root.gap), word), true);
}

// Matches the templates below a node; the token at start_ leads to this node.
void Chart::MatchFrom(uint32_t node, bool after_gap) {
  if (node == kNone) return;
  after_gap_ = after_gap;
  ends_.assign(1, {start_ + 1, 0});
  Visit(node, 0);
}

// Matches the rest of the templates below a node. The ends of the node are those in ends_ from
// `first` on, in ascending order.
void Chart::Visit(uint32_t number, size_t first) {
  const TemplateTrie::Node& node = trie_->At(number);
  if (node.pattern != kNone) {
    const Score weight = trie_->PatternAt(node.pattern).weight;
    for (size_t i = first; i < ends_.size(); ++i) {
      Complete(ends_[i].at, ends_[i].score + weight, node.pattern);
    }
  }
  if (node.edges > 0) VisitWords(node, first);
  if (node.gap != kNone) VisitGap(trie_->At(node.gap), first);
}

// Goes on with every word right after an end.
void Chart::VisitWords(const TemplateTrie::Node& node, size_t first) {
  const size_t last = ends_.size();
  const auto word_after = [&](size_t i) {
    return ends_[i].at < words_.size() ? words_[ends_[i].at] : TemplateTrie::kNoWord;
  };
  for (size_t i = first; i < last; ++i) {
    const TemplateTrie::Word word = word_after(i);
    if (word == TemplateTrie::kNoWord) continue;
    const auto is_before = [&] {
      for (size_t j = first; j < i; ++j) {
        if (word_after(j) == word) return true;
      }
      return false;
    };
    const uint32_t next = trie_->After(node, word);
    if (next == kNone || is_before()) continue;
    for (size_t j = i; j < last; ++j) {
      if (word_after(j) == word) ends_.push_back({ends_[j].at + 1, ends_[j].score});
    }
    Visit(next, last);
    ends_.resize(last);
  }
}

// Goes on after a gap that begins at one of the ends; `node` is the node after the gap.
void Chart::VisitGap(const TemplateTrie::Node& node, size_t first) {
  const size_t last = ends_.size();
  if (node.pattern != kNone) {
    const Score weight = trie_->PatternAt(node.pattern).weight;
    for (uint32_t end = ends_[first].at + 1; end <= words_.size(); ++end) {
      Complete(end, BestGap(first, last, end) + weight, node.pattern);
    }
  }
  // The loop goes over the words of the node or over the tokens of the sentence, if these are
  // fewer.
  if (node.edges < words_.size() - ends_[first].at) {
    for (const TemplateTrie::Edge& edge : trie_->EdgesOf(node)) {
      VisitAfterGap(edge.node, first, last, first_of_[edge.word]);
    }
    return;
  }
  for (uint32_t at = ends_[first].at + 1; at < words_.size(); ++at) {
    const bool is_new = previous_[at] == kNone || previous_[at] <= ends_[first].at;
    if (words_[at] == TemplateTrie::kNoWord || !is_new) continue;
    const uint32_t next = trie_->After(node, words_[at]);
    if (next != kNone) VisitAfterGap(next, first, last, at);
  }
}

// Goes on with a word after a gap that begins at one of the ends from `first` to `last`. `node` is
// the node after the word, and `at` is the word's first place to look at; next_ has the others.
void Chart::VisitAfterGap(uint32_t node, size_t first, size_t last, uint32_t at) {
  for (; at < words_.size(); at = next_[at]) {
    if (at > ends_[first].at) ends_.push_back({at + 1, BestGap(first, last, at)});
  }
  if (ends_.size() > last) Visit(node, last);
  ends_.resize(last);
}

// The best score of a gap up to `end` that begins at one of the ends from `first` to `last`. At
// least the first of these must be before `end`.
Score Chart::BestGap(size_t first, size_t last, uint32_t end) const {
  Score best = std::numeric_limits<Score>::min();
  const Score* const gaps = scores_.data() + Cell(0, end);
  const End* const none = ends_.data() + last;
  for (const End* before = ends_.data() + first; before < none && before->at < end; ++before) {
    best = std::max(best, before->score + gaps[before->at]);
  }
  return best;
}

// Takes a template that matches from start_ up to `end`.
void Chart::Complete(size_t end, Score score, uint32_t pattern) {
  if (after_gap_) {
    AddOpen(end, score, pattern);
  } else {
    Offer(end, score, pattern, [&](uint32_t best) { return IsFirst(pattern, best, end); });
  }
}

// Whether the words of `pattern` come before those of `other`, both matched from start_ up to `end`
// with the same score.
bool Chart::IsFirst(uint32_t pattern, uint32_t other, size_t end) const {
  const auto places = [&](uint32_t number) {
    std::span<const TemplateTrie::Word> parts = trie_->PartsOf(trie_->PatternAt(number));
    return PlaceWords(*this, words_, after_gap_ ? parts.subspan(1) : parts, start_, end);
  };
  return places(pattern) < places(other);
}

// Whether a template after a gap is worse than `beside`, which matches the same span, for any score
// that the gap adds to both. Depending on that score, rounding can hide a difference of less than
// kCompared.
bool Chart::Hopeless(size_t end, Score score, uint32_t pattern, const Open& beside) const {
  if (beside.score >= score + kCompared) return true;
  if (beside.score < score) return false;
  const uint32_t words = trie_->PatternAt(pattern).words;
  const uint32_t others = trie_->PatternAt(beside.pattern).words;
  if (words != others) return others > words;
  return beside.score > score || !IsFirst(pattern, beside.pattern, end);
}

void Chart::AddOpen(size_t end, Score score, uint32_t pattern) {
  uint32_t* const first = &first_opens_[OpenCell(start_, end)];
  for (uint32_t open = *first; open != kNone; open = opens_[open].next) {
    if (Hopeless(end, score, pattern, opens_[open])) return;
  }
  // The new template replaces the first one that it makes hopeless, and the others are removed.
  const Open added{score, pattern, kNone};
  bool is_placed = false;
  for (uint32_t* link = first; *link != kNone;) {
    Open& open = opens_[*link];
    if (!Hopeless(end, open.score, open.pattern, added)) {
      link = &open.next;
    } else if (is_placed) {
      *link = open.next;
    } else {
      open = {score, pattern, open.next};
      is_placed = true;
      link = &open.next;
    }
  }
  if (is_placed) return;
  opens_.push_back({score, pattern, *first});
  *first = static_cast<uint32_t>(opens_.size() - 1);
  has_opens_[start_] = true;
}

// Makes a template the best of the span from start_ up to `end` if it is better than the best so
// far. If both scores are the same, precedes(best) tells whether its words come before those of the
// best so far.
template <typename Precedes>
void Chart::Offer(size_t end, Score score, uint32_t pattern, const Precedes& precedes) {
  const uint32_t best = row_patterns_[end];
  const Score best_score = row_scores_[end];
  const auto is_better = [&] {
    if (best == kNone) return true;
    if (score + kCompared <= best_score) return false;  // the rest would find the same
    const int64_t rounded = InTenThousandths(score);
    const int64_t best_rounded = InTenThousandths(best_score);
    if (rounded != best_rounded) return rounded > best_rounded;
    const uint32_t words = trie_->PatternAt(pattern).words;
    const uint32_t best_words = trie_->PatternAt(best).words;
    if (words != best_words) return words > best_words;
    return score != best_score ? score > best_score : precedes(best);
  };
  if (!is_better()) return;
  row_scores_[end] = score;
  row_patterns_[end] = pattern;
}

// Solves all spans that begin at start_, the shorter ones first. Templates that do not begin with a
// gap have been offered before; those that do need the scores of the shorter spans, which are in
// that gap.
void Chart::SolveRow() {
  const size_t size = words_.size();
  for (size_t end = start_ + 1; end <= size; ++end) {
    const uint32_t pattern = row_patterns_[end];
    const Score score =
        pattern == kNone ? null_score_ * static_cast<Score>(end - start_ - 1) : row_scores_[end];
    scores_[Cell(start_, end)] = score;
    patterns_[Cell(start_, end)] = pattern;
    if (end == size || !has_opens_[end]) continue;
    for (size_t behind = end + 1; behind <= size; ++behind) {
      for (uint32_t open = first_opens_[OpenCell(end, behind)]; open != kNone;
           open = opens_[open].next) {
        Offer(behind, score + opens_[open].score, opens_[open].pattern,
              [](uint32_t) { return false; });
      }
    }
  }
}

}  // namespace ciku
