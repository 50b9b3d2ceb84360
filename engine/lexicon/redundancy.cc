#include "engine/lexicon/redundancy.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "engine/lexicon/best_path.h"
#include "engine/lexicon/growing_trie.h"
#include "engine/lexicon/inner_words.h"
#include "engine/lexicon/sorted_trie_builder.h"
#include "engine/lexicon/word_sorter.h"
#include "engine/sweep/budget.h"
#include "io/error.h"
#include "io/utf8.h"

namespace ciku {
namespace {

constexpr double kLogOfNothing = -100;

}  // namespace

class RedundancyFilter::Impl {
 public:
  Impl(size_t memory, const CounterConfig& sorting)
      : memory_(memory), threads_(sorting.threads), sorter_(sorting) {}

  void Add(std::string_view word, uint64_t count) { sorter_.Add(word, count); }

  void Run() {
    TakeWords();
    const std::vector<uint32_t> order = LongestFirst();
    for (size_t begin = 0; begin < order.size(); begin += kBatch) {
      WeighBatch(std::span(order).subspan(begin, std::min(kBatch, order.size() - begin)));
    }
  }

  void ForEach(const std::function<void(std::string_view, uint64_t)>& visit) const {
    ParallelForRanges(threads_, words_.size(), [&](size_t begin, size_t end) {
      std::string bytes;
      for (size_t word = begin; word < end; ++word) {
        if (counts_[word] == 0) continue;
        bytes.clear();
        for (const char32_t symbol : SymbolsOf(words_[word])) AppendUtf8(symbol, &bytes);
        visit(bytes, counts_[word]);
      }
    });
  }

  uint64_t spilled_bytes() const { return sorter_.spilled_bytes(); }

 private:
  // The place of the word's symbols in symbols_.
  struct Word {
    uint64_t begin;
    uint32_t length;
  };

  // The symbols [begin, end) of a word. `word` is the number of the word that they are; kNoWord if
  // they are none.
  struct Part {
    size_t begin;
    size_t end;
    uint32_t word;
  };

  std::span<const char32_t> SymbolsOf(const Word& word) const {
    return {symbols_.data() + word.begin, word.length};
  }

  // Takes the words from the sorter, in the order of their code points, and builds the trie.
  void TakeWords() {
    size_t states = 0;
    sorter_.ForEach([&](std::string_view bytes, uint64_t count) {
      const size_t begin = symbols_.size();
      ForEachSymbol(bytes, [&](char32_t symbol, std::string_view) { symbols_.push_back(symbol); });
      const auto length = static_cast<uint32_t>(symbols_.size() - begin);
      PushWord({begin, length}, count);
      states += length - CommonSymbols(SymbolsOf(words_.back()), SymbolsBefore(words_.size() - 1));
      CheckMemory(states);
    });
    trie_.Reserve(states);
    SortedTrieBuilder builder(&trie_);
    for (size_t word = 0; word < words_.size(); ++word) {
      builder.Add(SymbolsOf(words_[word]), SymbolsBefore(word), static_cast<uint32_t>(word));
    }
    builder.Finish();
  }

  // The symbols of the word before `word`.
  std::span<const char32_t> SymbolsBefore(size_t word) const {
    return word == 0 ? std::span<const char32_t>() : SymbolsOf(words_[word - 1]);
  }

  // Adds a word whose symbols are in symbols_ already; also adds it to the trie.
  void AddWord(const Word& word, uint64_t count) {
    GrowingTrie::Edge* edge = nullptr;
    GrowingTrie::State state = GrowingTrie::kRoot;
    for (const char32_t symbol : SymbolsOf(word)) {
      edge = &trie_.Add(state, symbol);
      state = edge->to;
    }
    edge->word = static_cast<uint32_t>(words_.size());
    PushWord(word, count);
    CheckMemory(trie_.states());
  }

  void PushWord(const Word& word, uint64_t count) {
    words_.push_back(word);
    counts_.push_back(0);
    logs_.push_back(kAbsent);
    Change(static_cast<uint32_t>(words_.size() - 1), count);
  }

  // Change adds to the count of a word; TakeOut sets it to 0.
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

  // Throws UsageError if the words and a trie of this many states do not fit the memory.
  void CheckMemory(size_t states) const {
    const size_t bytes = symbols_.capacity() * sizeof(char32_t) + GrowingTrie::Bytes(states) +
                         words_.capacity() * (2 * sizeof(Word) + 2 * sizeof(uint64_t));
    if (bytes <= memory_) return;
    throw UsageError(fmt::format(
        "the first {} words do not fit the memory budget, and finding the redundant ones "
        "needs all words at once; raise --memory or --min-proba",
        words_.size()));
  }

  std::vector<uint32_t> LongestFirst() const {
    std::vector<uint32_t> order;
    for (uint32_t word = 0; word < words_.size(); ++word) {
      if (words_[word].length > 1) order.push_back(word);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](uint32_t a, uint32_t b) { return words_[a].length > words_[b].length; });
    return order;
  }

  // Weighs the words of a batch in order. The words inside them are looked up before, on all
  // threads: the lookups are most of the work and do not depend on the counts.
  void WeighBatch(std::span<const uint32_t> batch) {
    inner_.resize(batch.size());
    ParallelForRanges(threads_, batch.size(), [&](size_t begin, size_t end) {
      InnerWordFinder finder;
      for (size_t i = begin; i < end; ++i) {
        const std::span<const char32_t> symbols = SymbolsOf(words_[batch[i]]);
        if (symbols.size() > kLookedUpBefore) continue;
        finder.Add(symbols, 0, symbols.size(), &inner_[i]);
        if (i % kWordsAtOnce == 0) finder.Find(trie_);
      }
      finder.Find(trie_);
    });
    const size_t known = words_.size();
    for (size_t i = 0; i < batch.size(); ++i) {
      const std::span<const char32_t> symbols = SymbolsOf(words_[batch[i]]);
      // The results of the lookup lack words that have been added since.
      const bool is_known = words_.size() == known && symbols.size() <= kLookedUpBefore &&
                            std::none_of(symbols.begin(), symbols.end(), SeparatesTokens);
      Weigh(batch[i], is_known ? &inner_[i] : nullptr);
    }
  }

  // Drops a word or keeps it. `inner` are the words inside it; null if these are not known.
  void Weigh(uint32_t number, const std::vector<InnerWord>* inner) {
    const Word word = words_[number];
    const uint64_t count = counts_[number];
    const double log = logs_[number];
    const double log_total = std::log(static_cast<double>(total_));
    TakeOut(number);
    FindParts(word, inner, log_total);
    double d = log - log_total;
    for (const Part& part : parts_) {
      const bool is_there = part.word != kNoWord && counts_[part.word] != 0;
      d -= (is_there ? logs_[part.word] : kLogOfNothing) - log_total;
    }
    if (d < static_cast<double>(word.length) - 1) {
      for (const Part& part : parts_) AddToPart(word, part, count);
    } else {
      Change(number, count);
    }
  }

  // Adds to the count of a part. A part that was not a word becomes one; if it comes twice, it is a
  // word the second time.
  void AddToPart(const Word& word, const Part& part, uint64_t count) {
    const auto size = static_cast<uint32_t>(part.end - part.begin);
    const uint32_t number =
        part.word != kNoWord ? part.word : Find(SymbolsOf(word).subspan(part.begin, size));
    if (number != kNoWord) {
      Change(number, count);
    } else {
      AddWord({word.begin + part.begin, size}, count);
    }
  }

  // The number of the word with these symbols, which may have been taken out; kNoWord if there
  // never was one.
  uint32_t Find(std::span<const char32_t> symbols) const {
    GrowingTrie::State state = GrowingTrie::kRoot;
    uint32_t word = kNoWord;
    for (const char32_t symbol : symbols) {
      const GrowingTrie::Edge& edge = trie_.Step(state, symbol);
      if (edge.to == GrowingTrie::kNone) return kNoWord;
      state = edge.to;
      word = edge.word;
    }
    return word;
  }

  // Sets parts_ to the parts of a word that is not in the dictionary at the moment.
  void FindParts(const Word& word, const std::vector<InnerWord>* inner, double log_total) {
    const std::span<const char32_t> symbols = SymbolsOf(word);
    parts_.clear();
    if (inner != nullptr) {
      AddBestPath(*inner, symbols.size(), log_total);
    } else {
      size_t begin = 0;
      for (size_t at = 0; at < symbols.size(); ++at) {
        if (!SeparatesTokens(symbols[at])) continue;
        AddStretch(symbols, begin, at, log_total);
        AddPart(symbols, at, at + 1);
        begin = at + 1;
      }
      AddStretch(symbols, begin, symbols.size(), log_total);
    }
    JoinLetters(symbols);
  }

  // Adds the parts of a word that has no separators and whose inner words are known.
  void AddBestPath(const std::vector<InnerWord>& inner, size_t size, double log_total) {
    auto next = inner.begin();
    path_.Find(size, [&](size_t start, const auto& edge) {
      AddEdges(inner, start, log_total, edge, &next);
    });
    next = inner.begin();
    path_.ForEach(size, [&](size_t from, size_t to) {
      while (next != inner.end() &&
             (next->start < from || (next->start == from && next->end < to))) {
        ++next;
      }
      const bool is_word = next != inner.end() && next->start == from && next->end == to;
      parts_.push_back({from, to, is_word ? next->word : kNoWord});
    });
  }

  // Adds the parts of the stretch [begin, end). The words inside it are looked up for a few starts
  // at a time.
  void AddStretch(std::span<const char32_t> symbols, size_t begin, size_t end, double log_total) {
    const std::span<const char32_t> stretch = symbols.subspan(begin, end - begin);
    auto next = found_.cbegin();
    path_.Find(stretch.size(), [&](size_t start, const auto& edge) {
      if (start % kLookedUpAtOnce == 0) {
        const size_t last = std::min(start + kLookedUpAtOnce, stretch.size());
        finder_.Add(stretch, start, last, &found_);
        finder_.Find(trie_);
        next = found_.cbegin();
      }
      AddEdges(found_, start, log_total, edge, &next);
    });
    path_.ForEach(stretch.size(),
                  [&](size_t from, size_t to) { AddPart(symbols, begin + from, begin + to); });
  }

  void AddPart(std::span<const char32_t> symbols, size_t begin, size_t end) {
    parts_.push_back({begin, end, Find(symbols.subspan(begin, end - begin))});
  }

  // Adds the edges of the words that begin at `start`, from *next on.
  template <typename Edge>
  void AddEdges(const std::vector<InnerWord>& inner, size_t start, double log_total,
                const Edge& edge, std::vector<InnerWord>::const_iterator* next) const {
    for (; *next != inner.end() && (*next)->start == start; ++*next) {
      edge((*next)->end, logs_[(*next)->word] - log_total);
    }
  }

  void JoinLetters(std::span<const char32_t> symbols) {
    Joining joining;
    size_t kept = 0;
    for (size_t i = 0; i < parts_.size(); ++i) {
      const Part next = parts_[i];
      const auto text = symbols.subspan(next.begin, next.end - next.begin);
      const bool joins = joining.Joins(IsLetterOrDigit(text.back()), [&] {
        return std::all_of(text.begin(), text.end(), IsJoined);
      });
      if (joins) {
        Part& joined = parts_[kept - 1];
        joined.end = next.end;
        joined.word = Find(symbols.subspan(joined.begin, joined.end - joined.begin));
      } else {
        parts_[kept++] = next;
      }
    }
    parts_.resize(kept);
  }

  // How many words are looked up on all threads at once, and how many symbols each of them may
  // have. This bounds the memory for the results.
  static constexpr size_t kBatch = 4096;
  static constexpr size_t kLookedUpBefore = 16;
  // How many words are looked up together and, in longer words, how many starts.
  static constexpr size_t kWordsAtOnce = 16;
  static constexpr size_t kLookedUpAtOnce = 32;

  static constexpr uint32_t kNoWord = GrowingTrie::kNone;
  static constexpr double kAbsent = -std::numeric_limits<double>::infinity();

  const size_t memory_;
  const size_t threads_;
  WordSorter sorter_;
  std::vector<char32_t> symbols_;
  std::vector<Word> words_;
  std::vector<uint64_t> counts_;  // 0 if a word was taken out or dropped
  std::vector<double> logs_;      // of the counts
  uint64_t total_ = 0;
  GrowingTrie trie_;
  std::vector<std::vector<InnerWord>> inner_;  // the words inside each word of a batch
  BestPath path_;
  InnerWordFinder finder_;
  std::vector<InnerWord> found_;
  std::vector<Part> parts_;
};

RedundancyFilter::RedundancyFilter(size_t memory, const CounterConfig& sorting)
    : impl_(std::make_unique<Impl>(memory, sorting)) {}
RedundancyFilter::~RedundancyFilter() = default;

void RedundancyFilter::Add(std::string_view word, uint64_t count) { impl_->Add(word, count); }
void RedundancyFilter::Run() { impl_->Run(); }
void RedundancyFilter::ForEach(const std::function<void(std::string_view, uint64_t)>& visit) const {
  impl_->ForEach(visit);
}
uint64_t RedundancyFilter::spilled_bytes() const { return impl_->spilled_bytes(); }

}  // namespace ciku
