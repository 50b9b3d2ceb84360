#include "engine/text/units.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <string_view>

#include "engine/text/alphabet.h"
#include "engine/text/white_space.h"

namespace ciku {
namespace {

// Codes of characters. Kinds of characters are ranges of codes.
enum Code : UnitCode {
  kPlain,  // a symbol that no rule looks at
  kYear,
  kMonth,
  kDay,
  kHour,
  kMinute,
  kCake,   // 饼
  kBall,   // 球
  kClock,  // 钟
  kOf,     // 之
  kPoint,  // 点
  kFirstTens,
  kTen = kFirstTens,
  kLastTens = kFirstTens + 4,
  kFirstOnes,
  kLastOnes = kFirstOnes + 11,
  kTwo,   // 两
  kSome,  // 几
  kOrdinal,
  kDigit,
  kLetter,
  kPercent,
  kFirstMark,
  kFullStop = kFirstMark + 4,
  kLastRepeated = kFullStop + 8,
  kOther,  // no symbol
  kEnd,    // what follows is not known
};

constexpr std::u32string_view kFollowers = U"年月日时分饼球钟之点";
constexpr std::u32string_view kTens = U"十百千万亿";
constexpr std::u32string_view kOnes = U"〇零○一二三四五六七八九";
// The marks that may stand between two digits, and those that are one token if repeated; the full
// stop is both.
constexpr std::u32string_view kMarks = U",:/·.—…─―-_=*";

constexpr bool IsTens(UnitCode code) { return code >= kFirstTens && code <= kLastTens; }
constexpr bool IsOnes(UnitCode code) { return code >= kFirstOnes && code <= kLastOnes; }
constexpr bool IsNumeral(UnitCode code) { return code >= kFirstTens && code <= kTwo; }
constexpr bool IsBetweenDigits(UnitCode code) { return code >= kFirstMark && code <= kFullStop; }
constexpr bool IsRepeated(UnitCode code) { return code >= kFullStop && code <= kLastRepeated; }
constexpr bool StandsInDate(UnitCode code) { return IsOnes(code) || code == kTen; }

constexpr uint64_t Bit(UnitCode code) { return uint64_t{1} << code; }
constexpr uint64_t Bits(UnitCode first, UnitCode last) { return (Bit(last) << 1) - Bit(first); }

constexpr UnitCode CodeIn(Code first, size_t at) { return static_cast<UnitCode>(first + at); }

// Whether rules 1 and 3 are for this alphabet.
constexpr bool ReadsHan(Alphabet alphabet) {
  return alphabet == Alphabet::kBasic || alphabet == Alphabet::kHan;
}

// Latin, Greek and Cyrillic letters.
bool IsLetter(char32_t scalar) {
  if ((U_GET_GC_MASK(static_cast<UChar32>(scalar)) & U_GC_L_MASK) == 0) return false;
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(static_cast<UChar32>(scalar), &error);
  return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC;
}

// The codes of the characters ahead.
class Ahead {
 public:
  Ahead(const CodedSymbol* begin, const CodedSymbol* end)
      : begin_(begin), size_(static_cast<size_t>(end - begin)) {}

  UnitCode operator[](size_t i) const {
    if (i < size_) return static_cast<UnitCode>(begin_[i] >> kUnitCodeShift);
    reached_end_ = true;
    return kEnd;
  }

  // Whether the end was looked at.
  bool reached_end() const { return reached_end_; }

  // How many characters from `from` on, at most `most`, are of a kind.
  template <typename IsKind>
  size_t Count(size_t from, size_t most, const IsKind& is_kind) const {
    size_t count = 0;
    while (count < most && is_kind((*this)[from + count])) ++count;
    return count;
  }

 private:
  const CodedSymbol* begin_;
  size_t size_;
  mutable bool reached_end_ = false;
};

bool EndsDay(const Ahead& ahead, size_t at) {
  if (ahead[at] == kDay) return true;
  return ahead[at] == kMonth && ahead[at + 1] != kCake && ahead[at + 1] != kBall;
}

bool EndsTime(const Ahead& ahead, size_t at) {
  if (ahead[at] == kHour) return true;
  return ahead[at] == kMinute && ahead[at + 1] != kClock && ahead[at + 1] != kOf;
}

size_t DateAt(const Ahead& ahead) {
  constexpr size_t kMost = 5;
  if (ahead[0] == kDigit) {
    const size_t digits = ahead.Count(0, kMost, [](UnitCode code) { return code == kDigit; });
    const bool ends = digits == 4
                          ? ahead[4] == kYear
                          : digits <= 2 && (EndsDay(ahead, digits) || EndsTime(ahead, digits));
    return ends ? digits + 1 : 0;
  }
  const size_t ones = ahead.Count(0, kMost, IsOnes);
  if ((ones == 4 || ones == 2) && ahead[ones] == kYear) return ones + 1;
  const size_t numerals = ahead.Count(0, kMost, StandsInDate);
  return numerals >= 1 && numerals <= 3 && EndsDay(ahead, numerals) ? numerals + 1 : 0;
}

size_t LatinAt(const Ahead& ahead, size_t limit) {
  size_t size = 0;
  bool has_letter = false;
  for (; size < limit; ++size) {
    const UnitCode code = ahead[size];
    if (code == kLetter) has_letter = true;
    if (code == kLetter || code == kDigit) continue;
    const bool joins =
        IsBetweenDigits(code) && size > 0 && ahead[size - 1] == kDigit && ahead[size + 1] == kDigit;
    if (!joins) break;
  }
  if (has_letter || size == 0) return size;
  size += ahead.Count(size, limit - size, IsTens);
  if (size < limit && ahead[size] == kPercent) ++size;
  return size;
}

// How many characters from `from` on belong to a stretch of numerals.
size_t NumeralsAt(const Ahead& ahead, size_t from, size_t limit) {
  size_t at = from;
  for (; at < limit; ++at) {
    if (IsNumeral(ahead[at])) continue;
    const bool joins =
        ahead[at] == kPoint && at > from && IsOnes(ahead[at - 1]) && IsOnes(ahead[at + 1]);
    if (!joins) break;
  }
  return at - from;
}

size_t ChineseNumberAt(const Ahead& ahead, size_t limit) {
  if (ahead[0] == kOrdinal || ahead[0] == kSome) {
    if (ahead[0] == kSome && !IsTens(ahead[1])) return 0;
    const size_t numerals = NumeralsAt(ahead, 1, limit);
    return numerals == 0 ? 0 : 1 + numerals;
  }
  const size_t numerals = NumeralsAt(ahead, 0, limit);
  if (numerals < 2 || (numerals == 2 && ahead[0] == ahead[1])) return 0;
  return numerals;
}

// The size of the unit by the first rule that fits; 0 if none of the first three does and the first
// character is not one that may be repeated.
size_t RuleAt(const Ahead& ahead, size_t limit) {
  const UnitCode first = ahead[0];
  if (first == kDigit || first == kLetter) {
    const size_t date = first == kDigit ? DateAt(ahead) : 0;
    return date != 0 ? date : LatinAt(ahead, limit);
  }
  if (first == kOrdinal || first == kSome || IsNumeral(first)) {
    const size_t date = StandsInDate(first) ? DateAt(ahead) : 0;
    return date != 0 ? date : ChineseNumberAt(ahead, limit);
  }
  if (!IsRepeated(first)) return 0;
  return ahead.Count(0, limit, [first](UnitCode code) { return code == first; });
}

}  // namespace

UnitRules::UnitRules(Alphabet alphabet) : UnitRules(alphabet, false) {}

UnitRules UnitRules::Separators(Alphabet alphabet) { return {alphabet, true}; }

UnitRules::UnitRules(Alphabet alphabet, bool only_separators)
    : alphabet_(alphabet), only_separators_(only_separators), codes_(0x10000) {
  for (char32_t scalar = 0; scalar < codes_.size(); ++scalar) codes_[scalar] = FindCode(scalar);
  separators_ = Bit(kOther);
  if (only_separators) {
    starters_ = separators_;
    in_runs_ = ~separators_;
    return;
  }
  if (alphabet != Alphabet::kAny) separators_ |= Bits(kPercent, kFullStop);
  if (ReadsHan(alphabet)) {
    for (size_t i = 0; i < kOnes.size(); ++i) {
      if (!IsSymbol(alphabet, kOnes[i])) separators_ |= Bit(CodeIn(kFirstOnes, i));
    }
    starters_ = Bits(kFirstTens, kOrdinal);
  }
  const uint64_t always = separators_ | Bits(kDigit, kLetter) | Bits(kFullStop, kLastRepeated);
  starters_ |= always;
  in_runs_ = ~always;
}

bool UnitRules::IsLatin(UnitCode code) { return code == kDigit || code == kLetter; }

bool UnitRules::IsLatin(const CodedSymbol* unit, size_t size) {
  const auto code_at = [&](size_t i) { return static_cast<UnitCode>(unit[i] >> kUnitCodeShift); };
  const bool is_date = code_at(size - 1) >= kYear && code_at(size - 1) <= kMinute;
  return IsLatin(code_at(0)) && !is_date;
}

UnitCode UnitRules::FindCode(char32_t scalar) const {
  if (only_separators_) {
    return scalar != kInvalid && IsSymbol(alphabet_, scalar) ? kPlain : kOther;
  }
  if (scalar == kInvalid || IsWhiteSpace(scalar)) return kOther;
  const char32_t written = scalar;
  if (scalar >= U'\uFF01' && scalar <= U'\uFF5E') scalar -= U'\uFF01' - U'!';
  if (scalar >= U'0' && scalar <= U'9') return kDigit;
  if (IsLetter(scalar)) return kLetter;
  if (scalar == U'%' || scalar == U'‰') return kPercent;
  if (const size_t at = kMarks.find(scalar); at != kMarks.npos) return CodeIn(kFirstMark, at);
  if (const size_t at = kTens.find(scalar); at != kTens.npos) return CodeIn(kFirstTens, at);
  if (ReadsHan(alphabet_)) {
    if (const size_t at = kFollowers.find(scalar); at != kFollowers.npos) return CodeIn(kYear, at);
    if (const size_t at = kOnes.find(scalar); at != kOnes.npos) return CodeIn(kFirstOnes, at);
    if (scalar == U'两') return kTwo;
    if (scalar == U'几') return kSome;
    if (scalar == U'第') return kOrdinal;
  }
  return IsSymbol(alphabet_, written) ? kPlain : kOther;
}

bool UnitRules::IsAlwaysAlone(UnitCode code) { return code == kOther; }

size_t UnitRules::UnitAt(const CodedSymbol* begin, const CodedSymbol* end, bool* settled,
                         size_t limit) const {
  const Ahead ahead(begin, end);
  size_t size = MayBegin(*begin) ? std::min(RuleAt(ahead, limit), limit) : 0;
  if (size == 0 && (separators_ >> ahead[0] & 1) != 0) size = 1;
  *settled = !ahead.reached_end();
  return size;
}

}  // namespace ciku
