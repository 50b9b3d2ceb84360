#include "engine/view/explanation.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>
#include <variant>

#include "engine/discover/ngram_counts.h"
#include "engine/discover/pair_cut.h"
#include "engine/discover/seeds.h"
#include "engine/discover/word_finder.h"
#include "engine/sweep/budget.h"
#include "engine/text/normalizer.h"
#include "engine/view/ngram_lookup.h"
#include "io/error.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// A word as a sequence of symbols, any stretch of which can be had as text.
class SymbolsOfWord {
 public:
  explicit SymbolsOfWord(const std::string& word) : word_(word) {
    ForEachSymbol(word, [&](char32_t, std::string_view bytes) {
      ends_.push_back(ends_.back() + bytes.size());
    });
  }

  size_t size() const { return ends_.size() - 1; }
  const std::string& text() const { return word_; }
  // Symbols [begin, end).
  std::string Part(size_t begin, size_t end) const {
    return word_.substr(ends_[begin], ends_[end] - ends_[begin]);
  }

 private:
  const std::string& word_;
  std::vector<size_t> ends_ = {0};
};

// The joint before symbol `at`, without what may hold it together.
JointExplanation JointAt(const SymbolsOfWord& word, size_t at, const NgramLookup& lookup) {
  JointExplanation joint;
  joint.left = word.Part(at - 1, at);
  joint.right = word.Part(at, at + 1);
  joint.left_count = lookup.Count(joint.left);
  joint.right_count = lookup.Count(joint.right);
  return joint;
}

// What a method asks for and concludes. Each has
//   Check(counts, symbols)     throws UsageError if the counts do not suffice for such a word
//   Ask(word, lookup)          asks for the n-grams that it needs
//   Explain(word, lookup, of)  sets the joints, and what else the method has

class PairExplainer {
 public:
  // Returns what a pair has, and what it should have.
  using Weigh = std::function<WeighedNgram(uint64_t ab, uint64_t a, uint64_t b)>;

  explicit PairExplainer(Weigh weigh) : weigh_(std::move(weigh)) {}

  void Check(const NgramCounts& counts, size_t /*symbols*/) const {
    if (counts.order() >= 2) return;
    throw UsageError(Printable(counts.file().path()) + ": holds no pairs; count with --order 2");
  }

  void Ask(const SymbolsOfWord& word, NgramLookup* lookup) const {
    for (size_t i = 0; i < word.size(); ++i) {
      lookup->Ask(word.Part(i, i + 1));
      if (i > 0) lookup->Ask(word.Part(i - 1, i + 1));
    }
  }

  void Explain(const SymbolsOfWord& word, const NgramLookup& lookup, WordExplanation* of) const {
    for (size_t i = 1; i < word.size(); ++i) {
      JointExplanation joint = JointAt(word, i, lookup);
      const std::string pair = word.Part(i - 1, i + 1);
      WeighedNgram weighed = weigh_(lookup.Count(pair), joint.left_count, joint.right_count);
      weighed.ngram = pair;
      joint.holds = weighed.holds;
      joint.ngrams.push_back(std::move(weighed));
      of->joints.push_back(std::move(joint));
    }
  }

 private:
  const Weigh weigh_;
};

PairExplainer ExplainerFor(const PairCutOptions& options, const NgramCounts& counts) {
  const uint64_t pairs = counts.total("pairs");
  return PairExplainer([options, pairs](uint64_t ab, uint64_t a, uint64_t b) {
    WeighedNgram weighed{.ngram = {}, .count = ab, .weight = {}};
    weighed.least_count = options.min_count;
    weighed.least_weight = options.min_pmi;
    if (a > 0 && b > 0 && ab > 0) weighed.weight = Pmi(ab, a, b, pairs, options);
    weighed.holds = weighed.weight && IsStrong(ab, a, b, pairs, options);
    return weighed;
  });
}

PairExplainer ExplainerFor(const WordFinderOptions& options, const NgramCounts& counts) {
  const PairTotals all{counts.total("symbols"), counts.total("pairs")};
  return PairExplainer([options, all](uint64_t ab, uint64_t a, uint64_t b) {
    WeighedNgram weighed{.ngram = {}, .count = ab, .weight = {}};
    weighed.least_count = LeastWordCount(all.pairs, options.min_proba);
    weighed.least_weight = options.min_pmi;
    if (ab > 0) weighed.weight = Pmi(ab, a, b, all);
    weighed.holds = ab > 0 && IsStrong(ab, a, b, all, options);
    return weighed;
  });
}

// How much more often symbols [begin, end) occur than by chance, if they are two parts that meet at
// `joint`: ln(N1 n(w) / (n(left) n(right))). Nothing if they do not occur.
std::optional<double> SplitWeight(const SymbolsOfWord& word, size_t begin, size_t joint, size_t end,
                                  uint64_t n1, const NgramLookup& lookup) {
  const auto real = [&](size_t from, size_t to) {
    return static_cast<double>(lookup.Count(word.Part(from, to)));
  };
  const double n = real(begin, end);
  if (n == 0) return std::nullopt;
  return std::log(static_cast<double>(n1) * n / (real(begin, joint) * real(joint, end)));
}

class NgramExplainer {
 public:
  NgramExplainer(const NgramOptions& options, const NgramCounts& counts)
      : options_(options), n1_(counts.total("symbols")) {}

  void Check(const NgramCounts& counts, size_t /*symbols*/) const {
    if (counts.order() >= options_.order) return;
    throw UsageError(fmt::format("{}: holds n-grams up to order {}, too short for --order {}",
                                 Printable(counts.file().path()), counts.order(), options_.order));
  }

  void Ask(const SymbolsOfWord& word, NgramLookup* lookup) const {
    for (size_t begin = 0; begin < word.size(); ++begin) {
      for (size_t end = begin + 1; end <= std::min(word.size(), begin + options_.order); ++end) {
        lookup->Ask(word.Part(begin, end));
      }
    }
  }

  void Explain(const SymbolsOfWord& word, const NgramLookup& lookup, WordExplanation* of) const {
    for (size_t at = 1; at < word.size(); ++at) {
      JointExplanation joint = JointAt(word, at, lookup);
      for (size_t length = std::min(options_.order, word.size()); length >= 2; --length) {
        const size_t last = std::min(at, word.size() - length + 1);
        for (size_t begin = at > length - 1 ? at - (length - 1) : 0; begin < last; ++begin) {
          joint.ngrams.push_back(WeighNgram(word, begin, begin + length, lookup));
        }
      }
      joint.holds = std::any_of(joint.ngrams.begin(), joint.ngrams.end(),
                                [](const WeighedNgram& ngram) { return ngram.holds; });
      of->joints.push_back(std::move(joint));
    }
  }

 private:
  // The cohesion is the least weight of the splits into two parts (S4256).
  WeighedNgram WeighNgram(const SymbolsOfWord& word, size_t begin, size_t end,
                          const NgramLookup& lookup) const {
    WeighedNgram weighed{.ngram = word.Part(begin, end), .count = 0, .weight = {}};
    weighed.count = lookup.Count(weighed.ngram);
    weighed.least_count = options_.min_count;
    weighed.least_weight = options_.thresholds[end - begin - 1];
    for (size_t joint = begin + 1; joint < end; ++joint) {
      const auto split = SplitWeight(word, begin, joint, end, n1_, lookup);
      if (split && (!weighed.weight || *split < *weighed.weight)) weighed.weight = split;
    }
    weighed.holds = weighed.count >= options_.min_count && weighed.weight &&
                    *weighed.weight >= weighed.least_weight;
    return weighed;
  }

  const NgramOptions options_;
  const uint64_t n1_;
};

class UnigramExplainer {
 public:
  UnigramExplainer(const UnigramOptions& options, const NgramCounts& counts)
      : options_(options), n1_(counts.total("symbols")) {}

  void Check(const NgramCounts& counts, size_t symbols) const {
    if (counts.text().rules != Rules::kUnits) {
      throw UsageError(Printable(counts.file().path()) +
                       ": was counted without units; count again with --rules units");
    }
    if (symbols > options_.order) {
      throw UsageError(fmt::format("a word of {} symbols: words have up to --order {}", symbols,
                                   options_.order));
    }
    if (counts.order() > symbols) return;
    throw UsageError(fmt::format(
        "{}: holds n-grams up to order {}, and what stands beside a word of {} symbols needs {}",
        Printable(counts.file().path()), counts.order(), symbols, symbols + 1));
  }

  void Ask(const SymbolsOfWord& word, NgramLookup* lookup) const {
    for (size_t begin = 0; begin < word.size(); ++begin) {
      lookup->Ask(word.Part(begin, begin + 1));
      for (size_t end = begin + 2; end <= word.size(); ++end) {
        lookup->AskForNeighbours(word.Part(begin, end));
      }
    }
  }

  void Explain(const SymbolsOfWord& word, const NgramLookup& lookup, WordExplanation* of) const {
    if (word.size() < 2 || lookup.Count(word.text()) == 0) return;
    GainExplanation gain;
    gain.word = SeedOf(word.text(), word.size(), lookup);
    for (size_t length = word.size() - 1; length >= 2; --length) {
      for (size_t begin = 0; begin + length <= word.size(); ++begin) {
        gain.parts.push_back(SeedOf(word.Part(begin, begin + length), length, lookup));
      }
    }
    const double best = Divide(word, lookup, &gain.division);
    gain.gain = LogCount(lookup.Count(word.text())) - best;
    gain.least_gain = options_.min_gain[word.size() - 2];
    of->gain = std::move(gain);
  }

 private:
  SeedExplanation SeedOf(const std::string& ngram, size_t length, const NgramLookup& lookup) const {
    SeedExplanation seed{.ngram = ngram, .count = lookup.Count(ngram)};
    seed.least_count = LeastSeedCount(options_, n1_);
    seed.least_entropy = options_.seed_entropy[length - 2];
    seed.left_entropy = lookup.LeftEntropy(ngram);
    seed.right_entropy = lookup.RightEntropy(ngram);
    seed.is_seed = seed.count >= seed.least_count && seed.left_entropy >= seed.least_entropy &&
                   seed.right_entropy >= seed.least_entropy;
    return seed;
  }

  double LogCount(uint64_t count) const {
    return std::log(static_cast<double>(count)) - std::log(static_cast<double>(n1_));
  }

  // Returns the largest sum of ln p over the divisions of the word into other seeds and symbols.
  double Divide(const SymbolsOfWord& word, const NgramLookup& lookup,
                std::vector<std::string>* division) const {
    std::vector<double> best(word.size() + 1, -std::numeric_limits<double>::infinity());
    std::vector<size_t> from(word.size() + 1);
    best[0] = 0;
    for (size_t begin = 0; begin < word.size(); ++begin) {
      for (size_t end = begin + 1; end <= word.size(); ++end) {
        const std::string part = word.Part(begin, end);
        const size_t length = end - begin;
        if (length == word.size() || (length > 1 && !SeedOf(part, length, lookup).is_seed))
          continue;
        const double sum = best[begin] + LogCount(lookup.Count(part));
        if (sum <= best[end]) continue;
        best[end] = sum;
        from[end] = begin;
      }
    }
    for (size_t end = word.size(); end > 0; end = from[end]) {
      division->insert(division->begin(), word.Part(from[end], end));
    }
    return best.back();
  }

  const UnigramOptions options_;
  const uint64_t n1_;
};

NgramExplainer ExplainerFor(const NgramOptions& options, const NgramCounts& counts) {
  return {options, counts};
}

UnigramExplainer ExplainerFor(const UnigramOptions& options, const NgramCounts& counts) {
  return {options, counts};
}

// The words, folded like the text that was counted.
std::vector<std::string> FoldedWords(const std::vector<std::string>& words,
                                     const NgramCounts& counts) {
  const Symbols symbols = counts.MakeSymbols();
  std::vector<std::string> folded;
  std::string buffer;
  for (const std::string& word : words) {
    const Normalizer* const normalizer = symbols.normalizer();
    folded.emplace_back(normalizer == nullptr ? word : normalizer->Apply(word, &buffer));
    if (word.empty()) throw InputError("a word to explain is empty");
    const char* const other = FindSymbol(folded.back(), [&](char32_t scalar) {
      return scalar == kInvalid || symbols.ids()[scalar] == kSeparator;
    });
    if (other == folded.back().data() + folded.back().size()) continue;
    const char* const end = folded.back().data() + folded.back().size();
    throw InputError(fmt::format(
        "'{}': '{}' is no symbol of the text that {} has counted, so it separates runs; other "
        "counts may have another --alphabet or other --rules",
        Printable(word), Printable(std::string(other, DecodeUtf8(other, end).size)),
        Printable(counts.file().path())));
  }
  return folded;
}

// Throws UsageError if n-grams were left out that are rare, and yet explain something.
void CheckRareNgrams(const CountsFile& file) {
  if (file.min_count() <= 1) return;
  throw UsageError(fmt::format(
      "{}: was merged with --min-count {} and lacks rarer n-grams; explain by counts of all",
      Printable(file.path()), file.min_count()));
}

template <typename Explainer>
std::vector<WordExplanation> ExplainBy(const Explainer& explainer,
                                       const std::vector<std::string>& words,
                                       const NgramCounts& counts, size_t threads) {
  NgramLookup lookup;
  for (const std::string& word : words) {
    const SymbolsOfWord symbols(word);
    explainer.Check(counts, symbols.size());
    explainer.Ask(symbols, &lookup);
    if (symbols.size() <= counts.order()) lookup.Ask(word);
  }
  lookup.Read(counts, threads);
  std::vector<WordExplanation> explained;
  for (const std::string& word : words) {
    const SymbolsOfWord symbols(word);
    WordExplanation of;
    of.word = word;
    of.symbols = symbols.size();
    if (symbols.size() <= counts.order()) of.occurrences = lookup.Count(word);
    explainer.Explain(symbols, lookup, &of);
    explained.push_back(std::move(of));
  }
  return explained;
}

}  // namespace

std::vector<WordExplanation> Explain(const std::vector<std::string>& words,
                                     const std::string& counts, const MethodOptions& method,
                                     const Resources& resources, Observer* observer) {
  std::vector<WordExplanation> explained;
  observer->Pass("read counts", [&] {
    const NgramCounts ngrams(counts);
    ngrams.file().CheckWhole();
    CheckRareNgrams(ngrams.file());
    const std::vector<std::string> folded = FoldedWords(words, ngrams);
    explained = std::visit(
        [&](const auto& options) {
          return ExplainBy(ExplainerFor(options, ngrams), folded, ngrams, resources.threads);
        },
        method);
    return Figures{{"words", uint64_t{explained.size()}}};
  });
  return explained;
}

}  // namespace ciku
