#include "engine/discover/ngram_counts.h"

#include <fmt/core.h>

#include <atomic>
#include <utility>

#include "engine/discover/count_ngrams.h"
#include "io/error.h"

namespace ciku {
namespace {

constexpr const char* kNormalize = "--normalize";
constexpr const char* kLower = "--lower";
constexpr const char* kRules = "--rules";
constexpr const char* kAlphabet = "--alphabet";
constexpr const char* kCharacters = "the table of characters";

template <typename Key>
class NgramCountingOf : public NgramCounting {
 public:
  NgramCountingOf(const Symbols& symbols, const MemoryPlan& plan, size_t order)
      : symbols_(symbols), plan_(plan), order_(order) {}

  uint64_t Count(const Corpus& corpus, const Storage& storage, bool strict,
                 SweepMeter* meter) override {
    return CountNgrams<Key>("count n-grams", corpus, symbols_, order_, plan_.sweep, plan_.pairs,
                            storage, strict, meter, &counter_);
  }

  uint64_t Write(const Storage& storage, CountsWriter* writer) override {
    SortingCounter<Key>& keys = counter_->keys();
    std::atomic<uint64_t> pairs = 0;
    WriteParts(
        kSortedPartitions, keys.EndAdding(), storage.spills(),
        [&](size_t p, SectionWriter* part) { pairs += WritePartition(p, part); }, writer);
    spilled_bytes_ = keys.spilled_bytes();
    counter_.reset();
    return pairs;
  }

  uint64_t spilled_bytes() const override { return spilled_bytes_; }

 private:
  // Returns the number of occurrences of pairs: each key of two symbols or more begins with one.
  uint64_t WritePartition(size_t p, SectionWriter* part) {
    const NgramPacking<Key>& packing = counter_->packing();
    std::string ngram;
    uint64_t pairs = 0;
    counter_->keys().ForEachIn(p, [&](const Key& key, uint64_t count) {
      ngram.clear();
      const size_t length = packing.Length(key);
      for (size_t i = 0; i < length; ++i) symbols_.AppendUtf8(packing.At(key, i), &ngram);
      part->Add(ngram, count);
      if (length > 1) pairs += count;
    });
    return pairs;
  }

  const Symbols& symbols_;
  const MemoryPlan& plan_;
  const size_t order_;
  std::unique_ptr<NgramCounter<Key>> counter_;
  uint64_t spilled_bytes_ = 0;
};

}  // namespace

std::unique_ptr<NgramCounting> MakeNgramCounting(const Symbols& symbols, const MemoryPlan& plan,
                                                 size_t order) {
  switch (KeyWords(symbols.size(), order)) {
    case 1:
      return std::make_unique<NgramCountingOf<uint64_t>>(symbols, plan, order);
    case 2:
      return std::make_unique<NgramCountingOf<WideKey<2>>>(symbols, plan, order);
    default:
      return std::make_unique<NgramCountingOf<WideKey<3>>>(symbols, plan, order);
  }
}

Json AboutNgrams(const Symbols& symbols, size_t order) {
  Json about = {{kWhat, kNgramsCounted},
                {kAlphabet, AlphabetName(symbols.alphabet())},
                {kCharacters, ChecksumText(symbols.CharactersChecksum())},
                {kNormalize, NormalFormName(symbols.folding())},
                {kLower, symbols.folding().lower},
                {kOrderCounted, order}};
  if (symbols.rules() != Rules::kNlpZero) about[kRules] = RulesName(symbols.rules());
  return about;
}

Folding FoldingOf(const CountsFile& counts) {
  const std::optional<bool> nfkc = ValueNamed(kNormalForms, counts.about(kNormalize));
  const auto lower = counts.about().find(kLower);
  if (!nfkc || lower == counts.about().end() || !lower->is_boolean()) {
    throw CorruptionError(Printable(counts.path()) + ": damaged counts file: no such normal form");
  }
  return {.nfkc = *nfkc, .lower = lower->get<bool>()};
}

Rules RulesOf(const CountsFile& counts) {
  if (!counts.about().contains(kRules)) return Rules::kNlpZero;
  const std::optional<Rules> rules = ValueNamed(kRulesNames, counts.about(kRules));
  if (!rules) {
    throw CorruptionError(Printable(counts.path()) + ": damaged counts file: no such rules");
  }
  return *rules;
}

namespace {

CountsFile OpenNgrams(const std::string& path) {
  CountsFile file(path);
  file.CheckKind(kNgramsCounted, "ciku count counts n-grams");
  file.CheckWhole();
  return file;
}

}  // namespace

CountedText::CountedText(CountsFile file) : file_(std::move(file)) {
  const std::optional<Alphabet> alphabet = ValueNamed(kAlphabets, file_.about(kAlphabet));
  if (!alphabet) {
    throw CorruptionError(Printable(file_.path()) + ": damaged counts file: no alphabet");
  }
  text_.alphabet = *alphabet;
  text_.folding = FoldingOf(file_);
  text_.rules = RulesOf(file_);
}

NgramCounts::NgramCounts(const std::string& path) : CountedText(OpenNgrams(path)) {}

Symbols CountedText::MakeSymbols() const {
  std::vector<uint64_t> frequencies(kMaxScalar + 1);
  for (const CountsSection& section : file_.sections()) frequencies[section.first] = section.count;
  Symbols symbols = Symbols::RankBy(text_, frequencies);
  if (file_.about(kCharacters) == ChecksumText(symbols.CharactersChecksum())) {
    return symbols;
  }
  throw InputError(fmt::format(
      "{}: was counted with another version of Unicode: its alphabet {} has other characters",
      Printable(file_.path()), AlphabetName(text_.alphabet)));
}

std::vector<uint64_t> NgramCounts::Occurrences(const Symbols& symbols) const {
  std::vector<uint64_t> occurrences(symbols.size());
  for (const CountsSection& section : file().sections()) {
    occurrences[symbols.ids()[section.first]] = section.count;
  }
  return occurrences;
}

std::vector<std::vector<size_t>> NgramCounts::SectionsOf(const Symbols& symbols) const {
  const std::vector<uint8_t> groups = DivideSymbols(symbols, kSortedPartitions);
  std::vector<std::vector<size_t>> sections(kSortedPartitions);
  for (size_t i = 0; i < file().sections().size(); ++i) {
    const SymbolId first = symbols.ids()[file().sections()[i].first];
    if (first == kSeparator) ThrowNoSymbol();
    sections[groups[first]].push_back(i);
  }
  return sections;
}

void CountedText::ThrowNoSymbol() const {
  throw CorruptionError(fmt::format("{}: damaged counts file: a character is not of alphabet {}",
                                    Printable(file_.path()), AlphabetName(text_.alphabet)));
}

}  // namespace ciku
