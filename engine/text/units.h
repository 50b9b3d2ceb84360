// Units: numbers, dates, Latin words and punctuation, which rules find before any lexicon.
//
// Units divide a text into runs: the symbols between two units. White space separates, too. A text
// is read from the left. At each place the first of these rules that fits takes its longest
// stretch. Full-width forms (U+FF01 to U+FF5E) count as their ASCII forms. D stands for one of
// 〇零○一二三四五六七八九, U for one of 十百千万亿, and a numeral is D, U or 两.
//
//   rule                takes                                             examples
//   1 date and time     4 digits, or 4 or 2 D, and 年                     2019年 二〇一九年 一九年
//                       1 or 2 digits, or 1 to 3 of D and 十, and 日,     12日 三十一日 3月
//                       or 月 unless 饼 or 球 follows
//                       1 or 2 digits and 时, or 分 unless 钟 or 之       8时 30分
//                       follows
//   2 Latin or number   letters (Latin, Greek, Cyrillic), digits, and     iPhone15 v1.2.3 99.9
//                       each of . , : / · between two digits; if there    12:30 1,000万 35%
//                       is no letter, also U that follow, then one % or ‰
//   3 Chinese number    第 and numerals                                   第三 第二十一
//                       几 and numerals that begin with U                 几十 几百万
//                       two or more numerals, but not just two equal      二十 三千五百 (not 一一)
//                       ones
//                       点 between two D belongs to the numerals          三点五
//   4 other             one of — … ─ ― . - _ = *, once or repeated        …… --
//                       any other character that is no symbol             ， 《 &
//
// Numerals that are no unit stay in the run. Rules 1 and 3 are for the alphabets basic and han. A
// unit has at most kLongestRun characters; the rest of a longer one is read as if it came
// first. A run of more than kLongestRun symbols is divided after each kLongestRun symbols
// or, if text is folded, at the next place where a segment begins (normalizer.h).
//
// That years, months, days, hours and minutes are units of their own follows the Peking University
// corpus of the second SIGHAN bakeoff.
#ifndef CIKU_ENGINE_TEXT_UNITS_H_
#define CIKU_ENGINE_TEXT_UNITS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/text/text_options.h"
#include "io/utf8.h"

namespace ciku {

// A run or a unit is divided after this many symbols, so that memory is bounded.
constexpr size_t kLongestRun = size_t{1} << 16;

// What the rules know about a character, as a small number.
using UnitCode = uint8_t;

// A number below 2^24 that stands for a character, together with the character's code.
using CodedSymbol = uint32_t;
constexpr unsigned kUnitCodeShift = 24;
constexpr CodedSymbol WithUnitCode(uint32_t number, UnitCode code) {
  return number | static_cast<CodedSymbol>(code) << kUnitCodeShift;
}
constexpr uint32_t NumberOf(CodedSymbol symbol) {
  return symbol & ((CodedSymbol{1} << kUnitCodeShift) - 1);
}

// Immutable; safe to share between threads.
class UnitRules {
 public:
  explicit UnitRules(Alphabet alphabet);

  // Rules by which each character that is no symbol of the alphabet is a unit, and nothing else.
  static UnitRules Separators(Alphabet alphabet);

  // The code of a Unicode scalar value or of kInvalid.
  UnitCode CodeOf(char32_t scalar) const {
    return scalar < codes_.size() ? codes_[scalar] : FindCode(scalar);
  }

  // Whether a character with this code may belong to a run.
  bool InRuns(UnitCode code) const { return (in_runs_ >> code & 1) != 0; }

  // Whether a character with this code is a unit by itself, whatever is around it.
  static bool IsAlwaysAlone(UnitCode code);

  // Whether a character with this code is a letter or a digit of rule 2.
  static bool IsLatin(UnitCode code);

  // Whether a unit of `size` characters is one of rule 2: a Latin word or a number.
  static bool IsLatin(const CodedSymbol* unit, size_t size);

  // Whether a unit may begin with this symbol. Quick; false for most symbols of a run.
  bool MayBegin(CodedSymbol symbol) const {
    return (starters_ >> (symbol >> kUnitCodeShift) & 1) != 0;
  }

  // The size of the unit that begins at `begin`, in characters; 0 if a symbol of a run stands
  // there. Sets *settled to false if the characters after `end` might change the result, otherwise
  // to true. Looks at no more than `limit` characters and one or two after them; `limit` is at
  // least 8.
  size_t UnitAt(const CodedSymbol* begin, const CodedSymbol* end, bool* settled,
                size_t limit = kLongestRun) const;

 private:
  UnitRules(Alphabet alphabet, bool only_separators);

  UnitCode FindCode(char32_t scalar) const;

  Alphabet alphabet_;
  bool only_separators_;
  std::vector<UnitCode> codes_;  // of the scalar values below U+10000
  uint64_t starters_ = 0;        // a bit for each code with which a unit may begin
  uint64_t separators_ = 0;      // a bit for each code of characters that are no symbols
  uint64_t in_runs_ = 0;         // a bit for each code of characters that may belong to a run
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_UNITS_H_
