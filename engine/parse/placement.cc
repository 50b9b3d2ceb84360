#include "engine/parse/placement.h"

#include <limits>

namespace ciku {
namespace {

constexpr Score kImpossible = std::numeric_limits<Score>::min();
constexpr size_t kNowhere = std::numeric_limits<size_t>::max();

// A word of a template, and whether a gap comes before it.
struct Slot {
  TemplateTrie::Word word;
  bool after_gap;
};

class Placer {
 public:
  Placer(const Chart& chart, std::span<const TemplateTrie::Word> words,
         std::span<const TemplateTrie::Word> parts, size_t begin, size_t end)
      : chart_(chart), words_(words), begin_(begin), end_(end) {
    bool after_gap = false;
    for (const TemplateTrie::Word part : parts) {
      if (part != TemplateTrie::kGap) slots_.push_back({part, after_gap});
      after_gap = part == TemplateTrie::kGap;
    }
    ends_in_gap_ = after_gap;
  }

  // Goes from the last word to the first, and finds for each place of a word the best score of the
  // rest of the template, and the place of the next word for this score.
  std::vector<size_t> Place() {
    const size_t size = end_ - begin_;
    nexts_.resize(slots_.size() * size);
    std::vector<Score> behind;
    std::vector<Score> scores(size);
    for (size_t slot = slots_.size(); slot-- > 0;) {
      scores.swap(behind);
      scores.assign(size, kImpossible);
      for (size_t at = begin_; at < end_; ++at) {
        if (words_[at] != slots_[slot].word) continue;
        Score& score = scores[at - begin_];
        if (slot + 1 == slots_.size()) {
          score = Tail(at + 1);
        } else {
          nexts_[slot * size + at - begin_] =
              Next(at + 1, slots_[slot + 1].after_gap, behind, &score);
        }
      }
    }
    Score score = kImpossible;
    std::vector<size_t> places{Next(begin_, slots_[0].after_gap, scores, &score)};
    for (size_t slot = 0; slot + 1 < slots_.size(); ++slot) {
      places.push_back(nexts_[slot * size + places.back() - begin_]);
    }
    return places;
  }

 private:
  // The score of the tokens after the last word.
  Score Tail(size_t from) const {
    if (!ends_in_gap_) return from == end_ ? 0 : kImpossible;
    return from < end_ ? chart_.ScoreOf(from, end_) : kImpossible;
  }

  // The best place of the next word, which is at `from`, or after a gap that begins there. If
  // several places have the best score, the first of them. *best is set to this score.
  size_t Next(size_t from, bool after_gap, const std::vector<Score>& scores, Score* best) const {
    size_t place = kNowhere;
    for (size_t at = after_gap ? from + 1 : from; at < end_; ++at) {
      Score score = scores[at - begin_];
      if (score != kImpossible && after_gap) score += chart_.ScoreOf(from, at);
      if (score > *best) {
        *best = score;
        place = at;
      }
      if (!after_gap) break;
    }
    return place;
  }

  const Chart& chart_;
  const std::span<const TemplateTrie::Word> words_;
  const size_t begin_;
  const size_t end_;
  std::vector<Slot> slots_;
  bool ends_in_gap_ = false;
  std::vector<size_t> nexts_;  // by slot, then by place
};

}  // namespace

std::vector<size_t> PlaceWords(const Chart& chart, std::span<const TemplateTrie::Word> words,
                               std::span<const TemplateTrie::Word> parts, size_t begin,
                               size_t end) {
  return Placer(chart, words, parts, begin, end).Place();
}

}  // namespace ciku
