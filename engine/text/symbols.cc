#include "engine/text/symbols.h"

#include <xxhash.h>

#include <algorithm>

#include "engine/text/utf8.h"
#include "io/source.h"

namespace ciku {
namespace {

// A few megabytes are enough to tell the frequent symbols; a corpus of many parts should be
// sampled in all of them.
constexpr size_t kSampledFiles = 16;
constexpr size_t kSampledBytes = size_t{4} << 20;
constexpr size_t kPlaces = 16;

std::vector<uint32_t> CountScalars(std::string_view sample) {
  std::vector<uint32_t> counts(kMaxScalar + 1);
  const char* const end = sample.data() + sample.size();
  for (const char* at = sample.data(); at < end;) {
    const Decoded decoded = DecodeUtf8(at, end);
    if (decoded.scalar != kInvalid) ++counts[decoded.scalar];
    at += decoded.size;
  }
  return counts;
}

}  // namespace

Symbols::Symbols(Alphabet alphabet, std::string_view sample, const Folding& folding)
    : alphabet_(alphabet),
      normalizer_(folding.any() ? std::make_shared<const Normalizer>(folding) : nullptr),
      ids_(kMaxScalar + 1, kSeparator),
      scalars_{0} {
  for (char32_t scalar = 0; scalar <= kMaxScalar; ++scalar) {
    const bool surrogate = scalar >= 0xD800 && scalar < 0xE000;
    if (!surrogate && IsSymbol(alphabet, scalar)) scalars_.push_back(scalar);
  }
  std::string folded;
  if (normalizer_ != nullptr) sample = normalizer_->Apply(sample, &folded);
  const std::vector<uint32_t> counts = CountScalars(sample);
  std::stable_sort(scalars_.begin() + 1, scalars_.end(),
                   [&](char32_t a, char32_t b) { return counts[a] > counts[b]; });
  sampled_.resize(size());
  for (SymbolId id = 1; id < size(); ++id) {
    ids_[scalars_[id]] = id;
    sampled_[id] = counts[scalars_[id]];
  }
}

Symbols Symbols::Rank(Alphabet alphabet, const Corpus& corpus, const Folding& folding) {
  std::string sample;
  const size_t files = corpus.files().size();
  const size_t sampled = std::min(files, kSampledFiles);
  for (size_t i = 0; i < sampled; ++i) {
    sample += SampleText(corpus.files()[i * files / sampled], corpus.options(),
                         kSampledBytes / sampled, kPlaces);
  }
  return Symbols(alphabet, sample, folding);
}

uint64_t Symbols::Checksum() const {
  const uint64_t of_scalars = XXH3_64bits(scalars_.data(), scalars_.size() * sizeof(char32_t));
  return XXH3_64bits_withSeed(sampled_.data(), sampled_.size() * sizeof(uint32_t), of_scalars);
}

void Symbols::AppendUtf8(SymbolId id, std::string* out) const {
  ciku::AppendUtf8(scalars_[id], out);
}

}  // namespace ciku
