#include "engine/discover/measure_words.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "engine/discover/symbol_neighbours.h"
#include "engine/discover/word_counters.h"
#include "engine/discover/word_measurer.h"
#include "engine/sweep/budget.h"
#include "engine/sweep/counting_pass.h"
#include "engine/text/run_split_rule.h"
#include "io/error.h"

namespace ciku {
namespace {

// The name of the pass holds the checksum of the words, because counts for other words are of no
// use.
std::string PassOf(const WordTable& words) {
  return kMeasureWords + (" " + ChecksumText(words.Checksum()));
}

// The least memory that the counters need for each thread.
constexpr size_t kLeastCounters = size_t{512} << 10;

// At that point there are few counts of pairs, and a counter with more memory than it needs would
// touch all of it.
constexpr size_t kMostForPairs = size_t{256} << 20;

// The least bytes in a stretch inside an endless run: several times the part that is in two
// stretches.
size_t SplitPatience(const WordTable& words) { return 12 * (words.longest() + 1); }

// The words and the automata that find them.
class Automata {
 public:
  // Throws UsageError if the automata and the smallest counters take more than plan.statistics.
  Automata(const Symbols& symbols, const WordTable& words, const MemoryPlan& plan)
      : words_(words), plan_(plan) {
    const std::vector<uint32_t> sorted = SortWords(words.coded());
    const uint64_t states = CountStates(words.coded(), sorted);
    Require(Need(states, states) + states * Trie::kBuildBytes +
            words.size() * Trie::kBuildBytesForEachWord);
    forward_.emplace(words.coded(), sorted, 2);
    const std::vector<uint32_t> reversed = SortWords(words.coded(true));
    backward_.emplace(words.coded(true), reversed);
    Require(Need(forward_cells(), backward_cells()));
    const auto none = static_cast<uint32_t>(words.size());
    std::vector<uint32_t> word_of_code(words.distinct_symbols() + 1, none);
    for (uint32_t word = 0; word < words.size(); ++word) {
      if (words.length(word) == 1) word_of_code[words.coded().At(word, 0)] = word;
    }
    const bool has_symbols = std::any_of(word_of_code.begin(), word_of_code.end(),
                                         [&](uint32_t word) { return word != none; });
    shared_.emplace(MeasuredLexicon{symbols, words, *forward_, *backward_, word_of_code,
                                    has_symbols, WordMeasurer::WindowFor(WindowMemory())});
  }
  Automata(const Automata&) = delete;
  Automata& operator=(const Automata&) = delete;

  const MeasuredLexicon& shared() const { return *shared_; }
  size_t forward_cells() const { return forward_->automaton().cells(); }
  size_t backward_cells() const { return backward_->cells(); }

  WordCounters::Shares Shares() const {
    const size_t left = CountersMemory();
    return {.neighbours = left / 8 * 5, .pairs = left / 16 * 3, .documents = left / 8};
  }

 private:
  size_t CountersMemory() const {
    return plan_.statistics - Need(forward_cells(), backward_cells()) +
           plan_.sweep.threads * kLeastCounters;
  }

  // The memory for everything if the automata have this many cells.
  size_t Need(size_t forward, size_t backward) const {
    const size_t threads = plan_.sweep.threads;
    const size_t stretches = plan_.sweep.blocks_at_once() + plan_.sweep.reader.files_at_once;
    return words_.bytes() + words_.size() * (sizeof(WordStatistics) + Matcher::kBytesForEachWord) +
           forward * Matcher::kBytesForEachCell + backward * Automaton::kBytesForEachCell +
           WordCounters::Memory(words_.size(), forward + backward, threads) +
           threads * (WordMeasurer::Memory(words_.longest()) + kLeastCounters) +
           stretches * SplitPatience(words_);
  }

  void Require(size_t bytes) const {
    if (bytes <= plan_.statistics) return;
    throw UsageError(fmt::format(
        "the statistics of {} words take {}M, and the memory budget has room for {}M; raise "
        "--memory or --min-count, or lower --max-length",
        words_.size(), (bytes >> 20) + 1, plan_.statistics >> 20));
  }

  // The memory for each thread's window.
  size_t WindowMemory() const { return CountersMemory() / 16 / plan_.sweep.threads; }

  const WordTable& words_;
  const MemoryPlan& plan_;
  std::optional<Matcher> forward_;
  std::optional<Automaton> backward_;
  std::optional<MeasuredLexicon> shared_;
};

// The counting pass (engine/sweep/counting_pass.h says what a pass consists of).
class WordCountingPass {
 public:
  // All arguments must outlive the pass.
  WordCountingPass(const Symbols& symbols, const Automata& automata, const MemoryPlan& plan,
                   SpillFolder* spills)
      : symbols_(symbols), automata_(automata), plan_(plan), spills_(spills) {}

  struct Local {
    WordMeasurer measurer;

    void Consume(const Text& text) { measurer.Measure(text); }
    void EndPart() {}
    uint64_t TakeInvalidBytes() { return measurer.TakeInvalidBytes(); }
  };

  bool Begin(const WorkFolder* folder, const std::vector<Json>& recorded) {
    SymbolId dense_size = plan_.dense_size;
    for (const Json& part : recorded) {
      dense_size = PairCounter::DenseSizeFor(dense_size, part.at("counters").at("pairs"));
    }
    counters_ = std::make_unique<WordCounters>(automata_.Shares(), plan_.sweep.threads, spills_,
                                               automata_.shared().words, automata_.forward_cells(),
                                               automata_.backward_cells(), symbols_, dense_size);
    for (const Json& part : recorded) counters_->Restore(*folder, part.at("counters"));
    return true;
  }

  Local NewLocal() { return {WordMeasurer(automata_.shared(), counters_.get())}; }
  Json Save(WorkFolder* folder) { return {{"counters", counters_->Save(folder)}}; }
  std::unique_ptr<WordCounters> TakeCounters() { return std::move(counters_); }

 private:
  const Symbols& symbols_;
  const Automata& automata_;
  const MemoryPlan& plan_;
  SpillFolder* const spills_;
  std::unique_ptr<WordCounters> counters_;
};

std::unique_ptr<WordCounters> CountWords(const Corpus& corpus, const Symbols& symbols,
                                         const Automata& automata, const MemoryPlan& plan,
                                         const Storage& storage, SweepMeter* meter) {
  const WordTable& words = automata.shared().words;
  const auto rule = MakeRunSplitRule(
      symbols, {.common = automata.shared().common(), .patience = SplitPatience(words)});
  WordCountingPass pass(symbols, automata, plan, storage.spills());
  RunCountingPass(PassOf(words).c_str(), corpus, plan.sweep, *rule, storage, meter, &pass);
  return pass.TakeCounters();
}

// Computes the least ln(N1 f(w) / (f(left) f(right))) over the splits of a word into two parts, in
// this order of operations: the logarithm of the least (N1 f(w)) / (f(left) f(right)).
class Cohesion {
 public:
  // Takes the frequencies of the states of both automata. All arguments that are references must
  // outlive it.
  Cohesion(const MeasuredLexicon& lexicon, uint64_t symbols_in_corpus,
           const std::vector<uint64_t>& forward, const std::vector<uint64_t>& backward)
      : lexicon_(lexicon), n1_(Real(symbols_in_corpus)), forward_(forward), backward_(backward) {}

  // Sets the word's frequency and cohesion.
  void Measure(uint32_t word, WordStatistics* statistics) const {
    static thread_local std::vector<uint64_t> of_beginnings;
    const CodedWords words = lexicon_.words.coded();
    const size_t length = words.Length(word);
    of_beginnings.clear();
    lexicon_.forward.automaton().ForEachStateOf(
        words, word, [&](Trie::State state) { of_beginnings.push_back(forward_[state]); });
    statistics->frequency = of_beginnings.back();
    if (length < 2) return;
    if (statistics->frequency == 0) {  // its parts may not occur either
      statistics->cohesion = -std::numeric_limits<double>::infinity();
      return;
    }
    const double n = n1_ * Real(statistics->frequency);
    double least = std::numeric_limits<double>::infinity();
    size_t left = length;
    const CodedWords reversed = lexicon_.words.coded(true);
    lexicon_.backward.ForEachStateOf(reversed, word, [&](Trie::State state) {
      if (--left == 0) return;
      least = std::min(least, n / (Real(of_beginnings[left - 1]) * Real(backward_[state])));
    });
    statistics->cohesion = std::log(least);
  }

 private:
  static double Real(uint64_t count) { return static_cast<double>(count); }

  const MeasuredLexicon& lexicon_;
  const double n1_;
  const std::vector<uint64_t>& forward_;
  const std::vector<uint64_t>& backward_;
};

void SetNeighbours(const NeighbourSums& sums, Side side, WordStatistics* statistics) {
  const bool left = side == Side::kLeft;
  (left ? statistics->left_entropy : statistics->right_entropy) = sums.entropy();
  (left ? statistics->left_variety : statistics->right_variety) = sums.variety();
}

// Measures the neighbours of words of one symbol; returns how many bytes were spilled.
uint64_t MeasureSymbols(const MeasuredLexicon& lexicon, const CounterConfig& config,
                        PairCounter* pairs, std::vector<WordStatistics>* of) {
  const WordTable& words = lexicon.words;
  std::vector<uint64_t> frequencies(lexicon.word_of_code.size());
  for (size_t code = 1; code < frequencies.size(); ++code) {
    const uint32_t word = lexicon.word_of_code[code];
    if (word < words.size()) frequencies[code] = (*of)[word].frequency;
  }
  SymbolNeighbours neighbours(config, words.codes(), frequencies);
  pairs->ForEach(
      [&](size_t part, uint64_t pair, uint64_t count) { neighbours.Add(part, pair, count); });
  neighbours.ForEach([&](uint32_t code, Side side, const NeighbourSums& sums) {
    SetNeighbours(sums, side, &(*of)[lexicon.word_of_code[code]]);
  });
  return pairs->spilled_bytes() + neighbours.spilled_bytes();
}

}  // namespace

void MeasureWords(const Corpus& corpus, const Symbols& symbols, const WordTable& words,
                  const MemoryPlan& plan, const Storage& storage, SweepMeter* meter,
                  MeasuredWords* measured) {
  if (words.size() == 0) return;
  const Automata automata(symbols, words, plan);
  const auto counters = CountWords(corpus, symbols, automata, plan, storage, meter);
  std::vector<WordStatistics>& of = measured->of;
  of.resize(words.size());
  std::vector<uint64_t>& forward = counters->forward.Gather();
  std::vector<uint64_t>& backward = counters->backward.Gather();
  automata.shared().forward.automaton().SumUp(&forward);
  automata.shared().backward.SumUp(&backward);
  const Cohesion cohesion(automata.shared(), counters->n1, forward, backward);
  ParallelForRanges(plan.sweep.threads, words.size(), [&](size_t begin, size_t end) {
    for (size_t word = begin; word < end; ++word) {
      cohesion.Measure(static_cast<uint32_t>(word), &of[word]);
    }
  });
  const std::vector<uint64_t> documents = counters->documents.Finish();
  for (uint32_t word = 0; word < words.size(); ++word) of[word].documents = documents[word];
  counters->neighbours.ForEach([&](uint32_t word, Side side, const NeighbourSums& sums) {
    SetNeighbours(sums, side, &of[word]);
  });
  measured->spilled_bytes =
      counters->neighbours.spilled_bytes() + counters->documents.parts().spilled_bytes();
  const CounterConfig config{std::min(automata.Shares().neighbours, kMostForPairs),
                             plan.sweep.threads, storage.spills()};
  measured->spilled_bytes +=
      MeasureSymbols(automata.shared(), config, &counters->pairs, &measured->of);
}

}  // namespace ciku
