#include "engine/lexicon/redundancy.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/lexicon/best_path.h"
#include "engine/lexicon/growing_trie.h"
#include "engine/text/utf8.h"
#include "io/error.h"

namespace ciku {
namespace {

constexpr double kLogOfNothing = -100;

}  // namespace

class RedundancyFilter::Impl {
 public:
  explicit Impl(size_t memory) : memory_(memory) {}

  void Add(std::string_view word, uint64_t count) {
    const size_t before = symbols_.size();
    ForEachSymbol(word, [&](char32_t symbol, std::string_view) { symbols_.push_back(symbol); });
    AddWord({before, static_cast<uint32_t>(symbols_.size() - before)}, count);
    CheckMemory();
  }

  void Run() {
    std::vector<uint32_t> order = LongestFirst();
    for (const uint32_t word : order) Weigh(word);
  }

  void ForEach(const std::function<void(std::string_view, uint64_t)>& visit) const {
    std::string bytes;
    for (size_t word = 0; word < words_.size(); ++word) {
      if (counts_[word] == 0) continue;
      bytes.clear();
      for (const char32_t symbol : SymbolsOf(words_[word])) AppendUtf8(symbol, &bytes);
      visit(bytes, counts_[word]);
    }
  }

 private:
  // Where its symbols are.
  struct Word {
    uint64_t begin;
    uint32_t length;
  };

  std::span<const char32_t> SymbolsOf(const Word& word) const {
    return {symbols_.data() + word.begin, word.length};
  }

  // Makes room for a word whose symbols are there; returns its number.
  uint32_t AddWord(const Word& word, uint64_t count) {
    GrowingTrie::State state = GrowingTrie::kRoot;
    for (const char32_t symbol : SymbolsOf(word)) state = trie_.Add(state, symbol);
    word_at_.resize(trie_.states(), kNoWord);
    const auto number = static_cast<uint32_t>(words_.size());
    word_at_[state] = number;
    words_.push_back(word);
    counts_.push_back(0);
    logs_.push_back(kAbsent);
    Change(number, count);
    return number;
  }

  // Adds to the count of a word, or takes all of it away.
  void Change(uint32_t word, uint64_t more) {
    counts_[word] += more;
    total_ += more;
    logs_[word] = std::log(static_cast<double>(counts_[word]));
  }
  void TakeOut(uint32_t word) {
    total_ -= counts_[word];
    counts_[word] = 0;
    logs_[word] = kAbsent;
  }

  void CheckMemory() const {
    const size_t bytes = symbols_.capacity() * sizeof(char32_t) +
                         trie_.states() * (GrowingTrie::kBytesForEach + 2 * sizeof(uint32_t)) +
                         words_.capacity() * (2 * sizeof(Word) + 2 * sizeof(uint64_t));
    if (bytes <= memory_) return;
    throw UsageError(fmt::format(
        "the first {} words do not fit the memory budget, all of which have to be there "
        "to find those that are redundant; raise --memory or --min-proba",
        words_.size()));
  }

  std::vector<uint32_t> LongestFirst() const {
    std::vector<uint32_t> order;
    for (uint32_t word = 0; word < words_.size(); ++word) {
      if (words_[word].length > 1) order.push_back(word);
    }
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
      if (words_[a].length != words_[b].length) return words_[a].length > words_[b].length;
      const auto of_a = SymbolsOf(words_[a]);
      const auto of_b = SymbolsOf(words_[b]);
      return std::lexicographical_compare(of_a.begin(), of_a.end(), of_b.begin(), of_b.end());
    });
    return order;
  }

  // Drops a word, or leaves it.
  void Weigh(uint32_t number) {
    const Word word = words_[number];
    const uint64_t count = counts_[number];
    const double log = logs_[number];
    const double log_total = std::log(static_cast<double>(total_));
    TakeOut(number);
    FindParts(word, log_total);
    double d = log - log_total;
    for (const auto& [begin, end] : parts_) {
      const uint32_t part = Find(SymbolsOf(word).subspan(begin, end - begin));
      const bool is_there = part != kNoWord && counts_[part] != 0;
      d -= (is_there ? logs_[part] : kLogOfNothing) - log_total;
    }
    if (d < static_cast<double>(word.length) - 1) {
      for (const auto& [begin, end] : parts_) {
        const auto size = static_cast<uint32_t>(end - begin);
        const uint32_t part = Find(SymbolsOf(word).subspan(begin, size));
        if (part != kNoWord) {
          Change(part, count);
        } else {
          AddWord({word.begin + begin, size}, count);
          CheckMemory();
        }
      }
    } else {
      Change(number, count);
    }
  }

  // The word of these symbols, which may have been taken out; kNoWord where there was never any.
  uint32_t Find(std::span<const char32_t> symbols) const {
    GrowingTrie::State state = GrowingTrie::kRoot;
    for (const char32_t symbol : symbols) {
      state = trie_.Step(state, symbol);
      if (state == GrowingTrie::kNone) return kNoWord;
    }
    return word_at_[state];
  }

  // Sets the parts of a word that is not in the dictionary.
  void FindParts(const Word& word, double log_total) {
    const std::span<const char32_t> symbols = SymbolsOf(word);
    parts_.clear();
    size_t begin = 0;
    const auto end_stretch = [&](size_t end) {
      const std::span<const char32_t> stretch = symbols.subspan(begin, end - begin);
      size_t next = 0;  // of found_
      path_.Find(stretch.size(), [&](size_t start, const auto& edge) {
        if (start % kStartsAtOnce == 0) {
          FindWords(stretch, start);
          next = 0;
        }
        for (; next < found_.size() && found_[next].start == start; ++next) {
          edge(found_[next].end, logs_[found_[next].word] - log_total);
        }
      });
      path_.ForEach(stretch.size(),
                    [&](size_t from, size_t to) { parts_.emplace_back(begin + from, begin + to); });
    };
    for (size_t at = 0; at < symbols.size(); ++at) {
      if (!SeparatesTokens(symbols[at])) continue;
      end_stretch(at);
      parts_.emplace_back(at, at + 1);
      begin = at + 1;
    }
    end_stretch(symbols.size());
    JoinLetters(symbols);
  }

  // Finds the words that begin at `first` or at the next few symbols. A step of the trie is a miss
  // of the cache: the steps of all beginnings are taken side by side, so that these overlap.
  void FindWords(std::span<const char32_t> stretch, size_t first) {
    found_.clear();
    walks_.clear();
    const size_t last = std::min(first + kStartsAtOnce, stretch.size());
    for (size_t start = first; start < last; ++start) walks_.push_back({start, GrowingTrie::kRoot});
    for (size_t depth = 0; !walks_.empty(); ++depth) {
      while (walks_.back().start + depth == stretch.size()) {
        walks_.pop_back();
        if (walks_.empty()) break;
      }
      for (const Walk& walk : walks_) trie_.Prefetch(walk.state, stretch[walk.start + depth]);
      size_t kept = 0;
      for (const Walk& walk : walks_) {
        const size_t at = walk.start + depth;
        const GrowingTrie::State state = trie_.Step(walk.state, stretch[at]);
        if (state == GrowingTrie::kNone) continue;
        const uint32_t word = word_at_[state];
        if (word != kNoWord && counts_[word] != 0) found_.push_back({walk.start, at + 1, word});
        walks_[kept++] = {walk.start, state};
      }
      walks_.resize(kept);
    }
    std::sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
      return std::tie(a.start, a.end) < std::tie(b.start, b.end);
    });
  }

  void JoinLetters(std::span<const char32_t> symbols) {
    Joining joining;
    size_t kept = 0;
    for (size_t i = 0; i < parts_.size(); ++i) {
      const auto [begin, end] = parts_[i];
      const std::span<const char32_t> part = symbols.subspan(begin, end - begin);
      const bool joins = joining.Joins(IsLetterOrDigit(part.back()), [&] {
        return std::all_of(part.begin(), part.end(), IsJoined);
      });
      if (joins) {
        parts_[kept - 1].second = end;
      } else {
        parts_[kept++] = {begin, end};
      }
    }
    parts_.resize(kept);
  }

  using Part = std::pair<size_t, size_t>;  // of a word, its symbols [first, second)
  // A word in a stretch.
  struct Found {
    size_t start;
    size_t end;
    uint32_t word;
  };
  // Where a walk through the trie began, and where it is.
  struct Walk {
    size_t start;
    GrowingTrie::State state;
  };

  static constexpr size_t kStartsAtOnce = 32;

  static constexpr uint32_t kNoWord = ~uint32_t{0};
  static constexpr double kAbsent = -std::numeric_limits<double>::infinity();

  const size_t memory_;
  std::vector<char32_t> symbols_;
  std::vector<Word> words_;
  std::vector<uint64_t> counts_;  // 0: taken out, or dropped
  std::vector<double> logs_;      // of the counts
  uint64_t total_ = 0;
  GrowingTrie trie_;
  std::vector<uint32_t> word_at_;  // by state
  BestPath path_;
  std::vector<Found> found_;
  std::vector<Walk> walks_;
  std::vector<Part> parts_;
};

RedundancyFilter::RedundancyFilter(size_t memory) : impl_(std::make_unique<Impl>(memory)) {}
RedundancyFilter::~RedundancyFilter() = default;

void RedundancyFilter::Add(std::string_view word, uint64_t count) { impl_->Add(word, count); }
void RedundancyFilter::Run() { impl_->Run(); }
void RedundancyFilter::ForEach(const std::function<void(std::string_view, uint64_t)>& visit) const {
  impl_->ForEach(visit);
}

}  // namespace ciku
