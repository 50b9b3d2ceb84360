// Symbols as small dense numbers.
//
// Every symbol of the alphabet has an id from 1 on; id 0 stands for everything that separates
// runs. Ids are given by frequency in a sample of the corpus, so that frequent symbols, and pairs
// of them, lie close together in memory; or by code point, where keys of ids are to sort as text
// does. Nothing but speed and that depends on their order.
//
// What characters are folded to before they are symbols belongs to them.
#ifndef CIKU_ENGINE_TEXT_SYMBOLS_H_
#define CIKU_ENGINE_TEXT_SYMBOLS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/alphabet.h"
#include "engine/text/normalizer.h"
#include "io/corpus.h"

namespace ciku {

// The id of a symbol; 0 for a separator.
using SymbolId = uint32_t;
constexpr SymbolId kSeparator = 0;

// Immutable; safe to share between threads.
class Symbols {
 public:
  // Ids by descending frequency in `sample` (UTF-8), folded, then by code point.
  explicit Symbols(Alphabet alphabet, std::string_view sample = {}, const Folding& folding = {});

  // Samples up to sixteen of the corpus's files, a few megabytes in all.
  static Symbols Rank(Alphabet alphabet, const Corpus& corpus, const Folding& folding = {});

  // The same with ids by code point.
  static Symbols InOrder(Alphabet alphabet, const Corpus& corpus, const Folding& folding = {});

  // Ids by these frequencies, of the characters from 0 on.
  static Symbols RankBy(Alphabet alphabet, const std::vector<uint64_t>& frequencies,
                        const Folding& folding = {});

  Alphabet alphabet() const { return alphabet_; }

  const Folding& folding() const { return folding_; }

  // What text has to go through before its characters are these symbols; null where it is taken as
  // it is.
  const Normalizer* normalizer() const { return normalizer_.get(); }

  // One more than the largest id.
  SymbolId size() const { return static_cast<SymbolId>(scalars_.size()); }

  // The id of each Unicode scalar value, 0 to 0x10FFFF.
  const SymbolId* ids() const { return ids_.data(); }

  // The character with this id, which is not 0.
  char32_t scalar(SymbolId id) const { return scalars_[id]; }

  // How often it occurs in the sample, or its frequency.
  uint64_t sampled(SymbolId id) const { return sampled_[id]; }

  // Tells one table of ids, and the sample behind it, from another.
  uint64_t Checksum() const;

  // Tells one set of characters from another, whatever their ids.
  uint64_t CharactersChecksum() const;

  // The ids of the characters of valid UTF-8.
  std::vector<SymbolId> IdsOf(std::string_view text) const;

  // Appends the character with this id in UTF-8.
  void AppendUtf8(SymbolId id, std::string* out) const;

 private:
  enum class Order { kFrequency, kCodePoint };

  Symbols(Alphabet alphabet, const std::vector<uint64_t>& frequencies, const Folding& folding,
          Order order);

  Alphabet alphabet_;
  Folding folding_;
  std::shared_ptr<const Normalizer> normalizer_;
  std::vector<SymbolId> ids_;
  std::vector<char32_t> scalars_;  // by id; [0] is unused
  std::vector<uint32_t> sampled_;  // by id; the largest number for what is larger
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_SYMBOLS_H_
