// Decodes arbitrary bytes to runs of symbols. Compares RunDecoder with a simple decoder, and lines
// that are split by RunSplitRule with the same lines as a whole.
#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/run_split_rule.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/run_collector.h"

namespace ciku {
namespace {

const std::array<Symbols, 6>& AllSymbols() {
  static const Folding folding = {.nfkc = true, .lower = true};
  static const std::array<Symbols, 6> all = {Symbols(Alphabet::kLetters, {}, folding),
                                             Symbols(Alphabet::kAny, {}, folding),
                                             Symbols(Alphabet::kBasic),
                                             Symbols(Alphabet::kHan),
                                             Symbols(Alphabet::kLetters),
                                             Symbols(Alphabet::kAny)};
  return all;
}

// Adds a text to `runs`, folded if the symbols have a normalizer.
void AddFolded(Text text, const Symbols& symbols, RunCollector* runs) {
  std::string buffer;
  if (symbols.normalizer() != nullptr)
    text.bytes = symbols.normalizer()->Apply(text.bytes, &buffer);
  runs->Add(text);
}

struct Naive {
  std::vector<SymbolId> ids;
  uint64_t invalid_bytes = 0;
};

// Decodes the first character of `text` by the table in RFC 3629, section 3.
Decoded DecodeNaively(std::string_view text) {
  struct Form {
    unsigned mask, lead;
    char32_t least;
  };
  static constexpr Form kForms[] = {
      {0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};
  const auto byte = [&](size_t i) -> char32_t { return static_cast<unsigned char>(text[i]); };
  for (size_t n = 1; n <= 4 && n <= text.size(); ++n) {
    const Form& form = kForms[n - 1];
    if ((byte(0) & form.mask) != form.lead) continue;
    char32_t scalar = byte(0) & ~form.mask;
    bool whole = true;
    for (size_t i = 1; i < n; ++i) {
      whole &= byte(i) >= 0x80 && byte(i) < 0xC0;
      scalar = scalar * 64 + byte(i) % 64;
    }
    const bool surrogate = scalar >= 0xD800 && scalar <= 0xDFFF;
    if (whole && scalar >= form.least && scalar <= 0x10FFFF && !surrogate) return {scalar, n};
  }
  return {kInvalid, 1};
}

Naive DecodeNaively(const Symbols& symbols, std::string_view text) {
  Naive naive;
  while (!text.empty()) {
    const Decoded decoded = DecodeNaively(text);
    text.remove_prefix(decoded.size);
    const bool valid = decoded.scalar != kInvalid;
    const bool ends_line = decoded.scalar == '\r' && (text.empty() || text.front() == '\n');
    naive.ids.push_back(valid && !ends_line ? symbols.ids()[decoded.scalar] : kSeparator);
    naive.invalid_bytes += valid ? 0 : 1;
  }
  naive.ids.push_back(kSeparator);
  return naive;
}

void CheckDecoder(const Symbols& symbols, std::string_view bytes, size_t kept) {
  RunCollector collector(symbols, kept);
  collector.Add({bytes, {}});
  const Naive naive = DecodeNaively(symbols, bytes);
  Require(collector.ids() == naive.ids, "the symbols are those of the naive decoder");
  Require(collector.invalid_bytes() == naive.invalid_bytes,
          "as many bytes are invalid as the naive decoder finds");
}

// The decoder works in steps of 8 KiB; here the first step ends inside the input.
void CheckAcrossSteps(const Symbols& symbols, std::string_view bytes) {
  constexpr size_t kStep = 8192;
  std::string text(kStep - std::min(kStep, bytes.size() / 2), 'a');
  text += bytes;
  CheckDecoder(symbols, text, 3);
}

struct Cutting {
  size_t portion;   // how many bytes of the line are added at a time
  size_t patience;  // of the rule, in symbols
  bool weak_joints;
};

void CheckSeams(const Symbols& symbols, std::string_view line, const Cutting& cutting) {
  const auto holds = [&](SymbolId a, SymbolId b) {
    return !cutting.weak_joints || (a + b) % 3 != 0;
  };
  const auto last_weak = [&](std::span<const SymbolId> run) -> std::optional<size_t> {
    for (size_t i = run.size(); i-- > 1;) {
      if (!holds(run[i - 1], run[i])) return i;
    }
    return std::nullopt;
  };
  const RunSplitRule rule(symbols, {.patience = cutting.patience, .last_weak_joint = last_weak});
  RunCollector stitched(symbols);
  std::string pending;
  size_t searched = 0;
  bool joined = false;
  for (size_t at = 0; at < line.size(); at += cutting.portion) {
    pending += line.substr(at, cutting.portion);
    const SplitPoint split = rule.Find(pending, searched);
    searched = split.searched;
    Require(split.keep <= split.end && split.end <= pending.size(), "a split lies within the text");
    // Two characters and three bytes of a third are enough for a split, unless text is folded.
    const bool enough = symbols.normalizer() == nullptr &&
                        pending.size() >= std::max<size_t>(4 * cutting.patience + 3, 11);
    Require(split.keep > 0 || !enough, "the rule's patience ends");
    if (split.keep == 0) continue;
    AddFolded({std::string_view(pending).substr(0, split.end), {}, joined, split.joined, true},
              symbols, &stitched);
    pending.erase(0, split.keep);
    joined = split.joined;
  }
  if (!pending.empty()) AddFolded({pending, {}, joined, false}, symbols, &stitched);
  RunCollector whole(symbols);
  AddFolded({line, {}}, symbols, &whole);
  Require(Pieces(stitched.ids(), holds) == Pieces(whole.ids(), holds),
          "splits neither divide runs nor lose any");
  Require(stitched.invalid_bytes() == whole.invalid_bytes(), "splits divide no character");
}

void CheckLine(std::string_view line) {
  static constexpr Cutting kCuttings[] = {{1, 0, false}, {5, 4, false}, {3, 4, true}};
  const size_t ways = AllSymbols().size() * std::size(kCuttings);
  for (size_t i = 0; i < ways; ++i) {
    if (!IsTurn(i, ways, line.size())) continue;
    CheckSeams(AllSymbols()[i / std::size(kCuttings)], line, kCuttings[i % std::size(kCuttings)]);
  }
}

void Check(std::string_view bytes) {
  for (const Symbols& symbols : AllSymbols()) CheckDecoder(symbols, bytes, 0);
  // This check takes longer than all others.
  if (IsTurn(0, 32, bytes.size())) CheckAcrossSteps(AllSymbols().back(), bytes);
  while (!bytes.empty()) {
    const std::string_view line = bytes.substr(0, bytes.find('\n'));
    bytes.remove_prefix(std::min(line.size() + 1, bytes.size()));
    CheckLine(line);
  }
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ciku::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
