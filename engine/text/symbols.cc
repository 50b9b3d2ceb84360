#include "engine/text/symbols.h"

#include <xxhash.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "io/input/input_file.h"
#include "io/input/source.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// A few megabytes are enough to find the frequent symbols. All parts of a corpus should be sampled.
constexpr size_t kSampledFiles = 16;
constexpr size_t kSampledBytes = size_t{4} << 20;
constexpr size_t kPlaces = 16;

std::vector<uint64_t> CountScalars(std::string_view sample) {
  std::vector<uint64_t> counts(kMaxScalar + 1);
  ForEachSymbol(sample, [&](char32_t scalar, std::string_view) {
    if (scalar != kInvalid) ++counts[scalar];
  });
  return counts;
}

std::string SampleOf(const Corpus& corpus) {
  std::string sample;
  const size_t files = corpus.files().size();
  const size_t sampled = std::min(files, kSampledFiles);
  for (size_t i = 0; i < sampled; ++i) {
    sample += SampleText(corpus.files()[i * files / sampled], kSampledBytes / sampled, kPlaces);
  }
  return sample;
}

// How often each character occurs in a text after folding.
std::vector<uint64_t> CountFolded(std::string_view text, const Folding& folding) {
  if (!folding.any()) return CountScalars(text);
  std::string folded;
  return CountScalars(Normalizer(folding).Apply(text, &folded));
}

}  // namespace

Symbols::Symbols(Alphabet alphabet, std::string_view sample, const Folding& folding, Rules rules)
    : Symbols({.alphabet = alphabet, .folding = folding, .rules = rules},
              CountFolded(sample, folding), Order::kFrequency) {}

Symbols::Symbols(const TextOptions& text, const std::vector<uint64_t>& frequencies, Order order)
    : alphabet_(text.alphabet),
      folding_(text.folding),
      normalizer_(folding_.any() ? std::make_shared<const Normalizer>(folding_) : nullptr),
      units_(text.rules.value_or(Rules::kNlpZero) == Rules::kUnits
                 ? std::make_shared<const UnitRules>(alphabet_)
                 : nullptr),
      ids_(kMaxScalar + 1, kSeparator),
      scalars_{0} {
  const auto is_symbol = [&](char32_t scalar) {
    return units_ ? units_->InRuns(units_->CodeOf(scalar)) : IsSymbol(alphabet_, scalar);
  };
  for (char32_t scalar = 0; scalar <= kMaxScalar; ++scalar) {
    const bool surrogate = scalar >= 0xD800 && scalar < 0xE000;
    if (!surrogate && is_symbol(scalar)) scalars_.push_back(scalar);
  }
  if (order == Order::kFrequency) {
    std::stable_sort(scalars_.begin() + 1, scalars_.end(),
                     [&](char32_t a, char32_t b) { return frequencies[a] > frequencies[b]; });
  }
  sampled_.resize(size());
  for (SymbolId id = 1; id < size(); ++id) {
    ids_[scalars_[id]] = id;
    sampled_[id] = static_cast<uint32_t>(
        std::min<uint64_t>(frequencies[scalars_[id]], std::numeric_limits<uint32_t>::max()));
  }
  if (units_ != nullptr) FindUnitsBy(units_);
}

void Symbols::FindUnitsBy(std::shared_ptr<const UnitRules> units) {
  units_ = std::move(units);
  coded_ids_.resize(ids_.size());
  for (char32_t scalar = 0; scalar <= kMaxScalar; ++scalar) {
    coded_ids_[scalar] = WithUnitCode(ids_[scalar], units_->CodeOf(scalar));
  }
}

Symbols Symbols::WithBoundedRuns() const {
  Symbols bounded = *this;
  if (units_ == nullptr) {
    bounded.FindUnitsBy(std::make_shared<const UnitRules>(UnitRules::Separators(alphabet_)));
  }
  return bounded;
}

Symbols Symbols::Rank(const TextOptions& text, const Corpus& corpus) {
  return {text, CountFolded(SampleOf(corpus), text.folding), Order::kFrequency};
}

Symbols Symbols::InOrder(const TextOptions& text, const Corpus& corpus) {
  return {text, CountFolded(SampleOf(corpus), text.folding), Order::kCodePoint};
}

Symbols Symbols::RankBy(const TextOptions& text, const std::vector<uint64_t>& frequencies) {
  return {text, frequencies, Order::kFrequency};
}

uint64_t Symbols::Checksum() const {
  const uint64_t of_scalars = XXH3_64bits(scalars_.data(), scalars_.size() * sizeof(char32_t));
  return XXH3_64bits_withSeed(sampled_.data(), sampled_.size() * sizeof(uint32_t), of_scalars);
}

uint64_t Symbols::CharactersChecksum() const {
  std::vector<char32_t> characters(scalars_.begin() + 1, scalars_.end());
  std::sort(characters.begin(), characters.end());
  return XXH3_64bits(characters.data(), characters.size() * sizeof(char32_t));
}

std::vector<SymbolId> Symbols::IdsOf(std::string_view text) const {
  std::vector<SymbolId> ids;
  ForEachSymbol(text, [&](char32_t scalar, std::string_view) { ids.push_back(ids_[scalar]); });
  return ids;
}

bool Symbols::AreSymbols(std::string_view text) const {
  bool all = true;
  ForEachSymbol(text,
                [&](char32_t scalar, std::string_view) { all &= ids_[scalar] != kSeparator; });
  return all;
}

void Symbols::AppendUtf8(SymbolId id, std::string* out) const {
  ciku::AppendUtf8(scalars_[id], out);
}

}  // namespace ciku
