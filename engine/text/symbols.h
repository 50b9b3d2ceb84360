// Symbols as small dense numbers.
//
// Every symbol of the alphabet has an id from 1 on; id 0 stands for everything that separates runs.
// Ids are ordered by frequency in a sample of the corpus, so that frequent symbols and pairs of
// them lie close together in memory; or by code point, if keys made of ids have to sort as text
// does. Only speed and the order of keys depend on the order of ids.
//
// Symbols also determine the folding of characters before their ids are looked up, and the units
// that are found afterwards. Characters that are always part of a unit are no symbols then.
#ifndef CIKU_ENGINE_TEXT_SYMBOLS_H_
#define CIKU_ENGINE_TEXT_SYMBOLS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/alphabet.h"
#include "engine/text/normalizer.h"
#include "engine/text/units.h"
#include "io/input/corpus.h"

namespace ciku {

// The id of a symbol; 0 for a separator.
using SymbolId = uint32_t;
constexpr SymbolId kSeparator = 0;

// Immutable; safe to share between threads.
class Symbols {
 public:
  // Ids by descending frequency in `sample` (UTF-8), folded, then by code point.
  explicit Symbols(Alphabet alphabet, std::string_view sample = {}, const Folding& folding = {},
                   Rules rules = Rules::kNlpZero);

  // Orders ids by frequency in a sample of up to sixteen files of the corpus, a few megabytes in
  // all.
  static Symbols Rank(const TextOptions& text, const Corpus& corpus);

  // Takes the same sample but orders ids by code point.
  static Symbols InOrder(const TextOptions& text, const Corpus& corpus);

  // Orders ids by the given frequencies, which are indexed by Unicode scalar value.
  static Symbols RankBy(const TextOptions& text, const std::vector<uint64_t>& frequencies);

  // The same symbols, with the same ids, but long runs of them are divided: after kLongestRun
  // symbols, and at the borders of units if there are any.
  Symbols WithBoundedRuns() const;

  Alphabet alphabet() const { return alphabet_; }

  const Folding& folding() const { return folding_; }

  // The normalizer for text before its characters are looked up; null if text is not folded.
  const Normalizer* normalizer() const { return normalizer_.get(); }

  Rules rules() const { return units_ == nullptr ? Rules::kNlpZero : Rules::kUnits; }

  // The rules that find units; null if there are none and runs are not bounded.
  const UnitRules* units() const { return units_.get(); }

  // One more than the largest id.
  SymbolId size() const { return static_cast<SymbolId>(scalars_.size()); }

  // The ids by Unicode scalar value, 0 to 0x10FFFF.
  const SymbolId* ids() const { return ids_.data(); }

  // If there are units, the same together with the characters' codes.
  const CodedSymbol* coded_ids() const { return coded_ids_.data(); }

  // The character with this id, which is not 0.
  char32_t scalar(SymbolId id) const { return scalars_[id]; }

  // How often the symbol occurs in the sample, or its given frequency.
  uint64_t sampled(SymbolId id) const { return sampled_[id]; }

  // A checksum of the ids and of the frequencies in the sample.
  uint64_t Checksum() const;

  // A checksum of the set of characters, whatever their ids.
  uint64_t CharactersChecksum() const;

  // The ids of the characters of valid UTF-8.
  std::vector<SymbolId> IdsOf(std::string_view text) const;

  // Whether all characters of valid UTF-8 are symbols.
  bool AreSymbols(std::string_view text) const;

  // Appends the character with this id in UTF-8.
  void AppendUtf8(SymbolId id, std::string* out) const;

 private:
  enum class Order { kFrequency, kCodePoint };

  Symbols(const TextOptions& text, const std::vector<uint64_t>& frequencies, Order order);

  // Sets what depends on the rules for units.
  void FindUnitsBy(std::shared_ptr<const UnitRules> units);

  Alphabet alphabet_;
  Folding folding_;
  std::shared_ptr<const Normalizer> normalizer_;
  std::shared_ptr<const UnitRules> units_;
  std::vector<SymbolId> ids_;
  std::vector<CodedSymbol> coded_ids_;
  std::vector<char32_t> scalars_;  // by id; [0] is unused
  std::vector<uint32_t> sampled_;  // by id; larger numbers are stored as the largest one
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_SYMBOLS_H_
