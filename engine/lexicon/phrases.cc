#include "engine/lexicon/phrases.h"

#include <algorithm>
#include <string>

#include "engine/lexicon/best_path.h"
#include "engine/lexicon/lexicon.h"

namespace ciku {
namespace {

// No simplified form is above this.
constexpr char32_t kEndOfForms = 0x10000;
// How many characters behind the last that matters the rules for units look at, at most.
constexpr size_t kUnitAhead = 12;
// The least size that UnitAt may be limited to.
constexpr size_t kLeastLimit = 8;

// Marks of symbols of which parts consist, as numbers of coded symbols.
constexpr uint32_t kBeginsPhrase = 1;
constexpr uint32_t kSeparates = 2;

// The symbols ahead in a text, decoded as far as they are needed.
class SymbolsAhead {
 public:
  // `text` must outlive this, and so must what `marked` refers to.
  template <typename Marked>
  SymbolsAhead(std::string_view text, const Marked& marked) : text_(text), marked_(marked) {}

  // Goes on at a byte of the text where a symbol begins that is not before the current one.
  void MoveTo(size_t at) {
    while (first_ < codes_.size() && starts_[first_] < at) ++first_;
    decoded_ = std::max(decoded_, at);
  }

  size_t at() const { return first_ < codes_.size() ? starts_[first_] : decoded_; }
  const CodedSymbol* begin() const { return codes_.data() + first_; }
  const CodedSymbol* end() const { return codes_.data() + codes_.size(); }

  // Where the first `symbols` of these end.
  size_t EndOf(size_t symbols) const {
    return first_ + symbols < codes_.size() ? starts_[first_ + symbols] : decoded_;
  }

  // Decodes about as many symbols as are ahead already. Returns false at the end of the text.
  bool Extend() {
    if (decoded_ == text_.size()) return false;
    codes_.erase(codes_.begin(), codes_.begin() + static_cast<ptrdiff_t>(first_));
    starts_.erase(starts_.begin(), starts_.begin() + static_cast<ptrdiff_t>(first_));
    first_ = 0;
    const size_t wanted = std::max(2 * codes_.size(), kFirst);
    const char* const end = text_.data() + text_.size();
    while (codes_.size() < wanted && decoded_ < text_.size()) {
      const Decoded symbol = DecodeUtf8(text_.data() + decoded_, end);
      codes_.push_back(marked_(symbol.scalar));
      starts_.push_back(decoded_);
      decoded_ += symbol.size;
    }
    return true;
  }

 private:
  static constexpr size_t kFirst = 256;

  const std::string_view text_;
  const std::function<CodedSymbol(char32_t)> marked_;
  std::vector<CodedSymbol> codes_;
  std::vector<size_t> starts_;
  size_t first_ = 0;    // the current symbol
  size_t decoded_ = 0;  // bytes of the text
};

}  // namespace

size_t FirstUnit(std::string_view text, const UnitRules& units) {
  const auto coded = [&](char32_t scalar) { return WithUnitCode(0, units.CodeOf(scalar)); };
  const auto may_begin = [&](char32_t scalar) { return units.MayBegin(coded(scalar)); };
  if (FindSymbol(text, may_begin) == text.data() + text.size()) return 0;
  std::vector<CodedSymbol> codes;
  ForEachSymbol(text, [&](char32_t scalar, std::string_view) { codes.push_back(coded(scalar)); });
  const CodedSymbol* const end = codes.data() + codes.size();
  size_t unit = 0;
  for (const CodedSymbol* at = codes.data(); at < end && unit == 0; ++at) {
    bool settled;
    unit = units.UnitAt(at, end, &settled);
  }
  return unit;
}

bool IsPhrase(std::string_view word, const UnitRules* units) {
  const char* const end = word.data() + word.size();
  const size_t unit = units == nullptr ? (FindSymbol(word, SeparatesTokens) == end ? 0 : 1)
                                       : FirstUnit(word, *units);
  if (unit == 0) return false;
  const size_t symbols = CountSymbols(word);
  return unit < symbols && symbols <= kLongestLexiconWord && word.find('\n') == word.npos;
}

Phrases::Phrases(const std::vector<Word>& phrases, const UnitRules* units, const FormOf& form_of)
    : units_(units),
      letters_(units == nullptr ? std::make_unique<const UnitRules>(Alphabet::kHan) : nullptr),
      size_(phrases.size()) {
  std::vector<uint32_t> codes;
  std::vector<uint64_t> ends;
  uint32_t last = 0;
  for (const Word& phrase : phrases) {
    for (const char32_t symbol : phrase) {
      if (symbol >= codes_.size()) codes_.resize(symbol + 1);
      if (codes_[symbol] == 0) codes_[symbol] = ++last;
      codes.push_back(codes_[symbol]);
    }
    ends.push_back(codes.size());
  }
  const CodedWords words{codes, ends};
  trie_ = Trie(words, SortWords(words));
  trie_.TakeStatesByDepth();
  if (!form_of) return;
  simplified_.resize(kEndOfForms);
  for (char32_t symbol = 0; symbol < kEndOfForms; ++symbol) {
    const Form form = form_of(symbol);
    simplified_[symbol] = CodeOf(form.simplified) | (form.is_foreign ? kForeign : 0);
  }
}

size_t Phrases::bytes() const {
  return (codes_.size() + simplified_.size()) * sizeof(uint32_t) + trie_.bytes();
}

bool Phrases::IsLatin(char32_t symbol) const {
  return symbol != kInvalid && UnitRules::IsLatin(letters_->CodeOf(symbol));
}

bool Phrases::FindEnds(std::string_view text, std::vector<Scratch::End>* ends) const {
  ends->clear();
  Trie::State written = Trie::kRoot;
  Trie::State simplified = simplified_.empty() ? Trie::kNone : Trie::kRoot;
  bool is_foreign = false;
  const char* const end = text.data() + text.size();
  size_t symbols = 0;
  for (const char* at = text.data(); at < end;) {
    const Decoded decoded = DecodeUtf8(at, end);
    at += decoded.size;
    ++symbols;
    const auto step = [&](Trie::State* state, uint32_t code) {
      if (*state == Trie::kNone) return false;
      *state = trie_.Step(*state, code);
      return *state != Trie::kNone && trie_.WordAt(*state) != Trie::kNone;
    };
    is_foreign |= IsForeign(decoded.scalar);
    const bool is_written = step(&written, CodeOf(decoded.scalar));
    const bool is_simplified = step(&simplified, SimplifiedOf(decoded.scalar));
    if (is_written || (is_simplified && is_foreign)) {
      ends->push_back({symbols, static_cast<size_t>(at - text.data())});
    }
    if (written == Trie::kNone && simplified == Trie::kNone) return true;
  }
  return false;
}

Phrases::Found Phrases::WithoutCutUnit(std::string_view text, bool ends, Scratch* scratch) const {
  std::vector<CodedSymbol>& codes = scratch->codes_;
  codes.clear();
  const char* const text_end = text.data() + text.size();
  const size_t most = scratch->ends_.back().symbols + kUnitAhead;
  for (const char* at = text.data(); at < text_end && codes.size() < most;) {
    const Decoded decoded = DecodeUtf8(at, text_end);
    codes.push_back(WithUnitCode(0, units_->CodeOf(decoded.scalar)));
    at += decoded.size;
  }
  Found found;
  const size_t last = scratch->ends_.back().symbols;
  auto end = scratch->ends_.begin();
  for (size_t at = 0; at < last;) {
    size_t unit = 0;
    if (units_->MayBegin(codes[at])) {
      // It is enough to know that a unit is too long.
      const size_t limit = std::max(last - at + 1, kLeastLimit);
      bool settled;
      unit = units_->UnitAt(codes.data() + at, codes.data() + codes.size(), &settled, limit);
      if (!settled && !ends) return {.settled = false};
    }
    at += std::max<size_t>(unit, 1);
    while (end != scratch->ends_.end() && end->symbols < at) ++end;
    if (end != scratch->ends_.end() && end->symbols == at) found = {end->bytes, at};
  }
  return found;
}

Phrases::Found Phrases::WithoutCutLetters(std::string_view text, char32_t before, bool ends,
                                          const Scratch& scratch) const {
  const char* const text_end = text.data() + text.size();
  if (IsLatin(before) && IsLatin(DecodeUtf8(text.data(), text_end).scalar)) return {};
  for (auto end = scratch.ends_.rbegin(); end != scratch.ends_.rend(); ++end) {
    const Found found = {end->bytes, end->symbols};
    size_t last = end->bytes - 1;
    while ((text[last] & 0xC0) == 0x80) --last;
    if (!IsLatin(DecodeUtf8(text.data() + last, text_end).scalar)) return found;
    if (end->bytes == text.size()) return ends ? found : Found{.settled = false};
    if (!IsLatin(DecodeUtf8(text.data() + end->bytes, text_end).scalar)) return found;
  }
  return {};
}

Phrases::Found Phrases::At(std::string_view text, size_t at, char32_t before, bool ends,
                           Scratch* scratch) const {
  text.remove_prefix(at);
  if (!FindEnds(text, &scratch->ends_) && !ends) return {.settled = false};
  if (scratch->ends_.empty()) return {};
  return units_ != nullptr ? WithoutCutUnit(text, ends, scratch)
                           : WithoutCutLetters(text, before, ends, *scratch);
}

CodedSymbol Phrases::Marked(char32_t symbol) const {
  const uint32_t marks = MayBegin(symbol) ? kBeginsPhrase : 0;
  if (units_ != nullptr) return WithUnitCode(marks, units_->CodeOf(symbol));
  return marks | (SeparatesTokens(symbol) ? kSeparates : 0);
}

void Phrases::ForEachPart(std::string_view text, bool ends, const Read& read) const {
  Scratch scratch;
  SymbolsAhead ahead(text, [this](char32_t symbol) { return Marked(symbol); });
  char32_t before = kInvalid;
  while (ahead.begin() != ahead.end() || ahead.Extend()) {
    Part part = {.begin = ahead.at(), .end = ahead.EndOf(1), .symbols = 1};
    const CodedSymbol first = *ahead.begin();
    Found found;
    if ((first & kBeginsPhrase) != 0) found = At(text, part.begin, before, ends, &scratch);
    if (!found.settled) return;
    if (found.bytes > 0) {
      part = {Part::Kind::kPhrase, part.begin, part.begin + found.bytes, found.symbols};
    } else if (units_ == nullptr) {
      if ((first & kSeparates) != 0) part.kind = Part::Kind::kUnit;
    } else if (units_->MayBegin(first)) {
      bool settled;
      size_t unit;
      do {
        unit = units_->UnitAt(ahead.begin(), ahead.end(), &settled);
      } while (!settled && ahead.Extend());
      if (!settled && !ends) return;
      if (unit > 0) part = {Part::Kind::kUnit, part.begin, ahead.EndOf(unit), unit};
    }
    const bool begins = read(&part);
    before = kInvalid;
    if (part.kind == Part::Kind::kSymbol && !begins) {
      before = DecodeUtf8(text.data() + part.begin, text.data() + part.end).scalar;
    }
    ahead.MoveTo(part.end);
  }
}

}  // namespace ciku
