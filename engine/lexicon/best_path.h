// The algorithm of every dictionary tokenizer, whatever data structure holds the dictionary
// (S5597).
#ifndef CIKU_ENGINE_LEXICON_BEST_PATH_H_
#define CIKU_ENGINE_LEXICON_BEST_PATH_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace ciku {

// A stretch between separators is divided after this many symbols, so that memory is bounded.
constexpr size_t kLongestStretch = size_t{1} << 18;

// Whether a symbol is one of [。，、！？\n ].
constexpr bool SeparatesTokens(char32_t c) {
  return c == U' ' || c == U'\n' || c == U'。' || c == U'，' || c == U'、' || c == U'！' ||
         c == U'？';
}

// Whether a symbol is in [A-Za-z0-9], and whether it is in [A-Za-z0-9.] and so may be in a token
// that joins another.
constexpr bool IsLetterOrDigit(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
constexpr bool IsJoined(char32_t c) { return IsLetterOrDigit(c) || c == '.'; }

// Decides which tokens of a text join the token before them. Takes the tokens from left to right.
class Joining {
 public:
  // Whether the next token joins the one before. It does if its last symbol is a letter or digit,
  // joining is open, and all its symbols may be joined.
  template <typename AllJoined>
  bool Joins(bool ends_in_letter, const AllJoined& all_joined) {
    if (ends_in_letter && is_open_ && all_joined()) return true;
    is_open_ = ends_in_letter && !is_open_;
    return false;
  }

 private:
  bool is_open_ = false;
};

// Finds the path of words through a stretch that has the largest sum of scores, by the algorithm of
// Viterbi. If no word has reached a position when its turn comes, the symbol before it bridges the
// gap with a score of -100. Of equal scores the first one found wins. Not safe for use by two
// threads at once.
class BestPath {
 public:
  // Finds the path over `size` symbols, at most kLongestStretch. For each start, from left to
  // right, visit(start, edge) calls edge(end, score) for the words that begin there, the shortest
  // first.
  template <typename Visit>
  void Find(size_t size, const Visit& visit) {
    if (places_.size() < size + 1) places_.resize(size + 1);
    Place* const places = places_.data();
    for (size_t end = 1; end <= size; ++end) places[end].score = kNotReached;
    places[0].score = kFirst;
    for (size_t start = 0; start < size; ++start) {
      const double score = places[start].score;
      const auto reach = [&](size_t end, double more) {
        // An edge with a score of -infinity has no effect: it is never greater.
        if (score + more > places[end].score) {
          places[end] = {score + more, static_cast<uint32_t>(start)};
        }
      };
      visit(start, reach);
      if (places[start + 1].score == kNotReached) reach(start + 1, kBridge);
    }
  }

  // Calls visit(begin, end) for the words of the path over `size` symbols, from left to right.
  template <typename Visit>
  void ForEach(size_t size, const Visit& visit) {
    ends_.clear();
    for (size_t at = size; at > 0; at = places_[at].origin) {
      ends_.push_back(static_cast<uint32_t>(at));
    }
    size_t begin = 0;
    for (size_t i = ends_.size(); i-- > 0;) {
      visit(begin, size_t{ends_[i]});
      begin = ends_[i];
    }
  }

 private:
  static constexpr double kFirst = 1;
  static constexpr double kBridge = -100;
  static constexpr double kNotReached = -std::numeric_limits<double>::infinity();

  // A position, with the best sum of scores up to it and the start of the last word on that path.
  struct Place {
    double score;
    uint32_t origin;
  };

  std::vector<Place> places_;
  std::vector<uint32_t> ends_;  // of the words on the path, the last first
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_BEST_PATH_H_
