// Random text that is full of units, and a simple way to find them.
#ifndef CIKU_TESTS_UNIT_TEXT_H_
#define CIKU_TESTS_UNIT_TEXT_H_

#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/normalizer.h"
#include "engine/text/segments.h"
#include "engine/text/units.h"
#include "io/utf8.h"
#include "tests/random_text.h"

namespace ciku {

// Returns about `size` characters without line ends. They are of few kinds, so that the same
// sequences occur often.
inline std::string MakeUnitText(size_t size, double invalid, RandomText* random) {
  static constexpr std::u32string_view kKinds[] = {
      U"0123456789１２",  U"〇零○一二三四五六七八九", U"十百千万亿两第几点", U"年月日时分饼球钟之",
      U".,:/·，．：％%‰", U"-—…─―_=*。！ 　",         U"aBcéЖσＡ",           U"中国人民大学",
      U"中国㋀㏠５",
  };
  return MakeOfKinds(kKinds, 1, size, invalid, random);
}

// The characters of a text with their codes and numbers of 0.
inline std::vector<CodedSymbol> CodesOf(const UnitRules& rules, std::string_view text) {
  std::vector<CodedSymbol> codes;
  ForEachSymbol(text, [&](char32_t scalar, std::string_view) {
    codes.push_back(WithUnitCode(0, rules.CodeOf(scalar)));
  });
  return codes;
}

// Which characters of a text after folding begin a segment.
inline std::vector<bool> SegmentBegins(const Normalizer& normalizer, std::string_view text) {
  std::vector<bool> begins;
  Segments(&normalizer).ForEach(text, 0, text.size(), [&](char32_t, size_t start, size_t) {
    begins.push_back(start != Segments::kInside);
    return true;
  });
  return begins;
}

// A unit or a run of a text.
struct Part {
  std::string_view text;
  bool is_unit = false;
  bool operator==(const Part&) const = default;
};

// Reads a whole text at once. `longest` is the size after which runs and units are divided. A run
// is divided only before characters that begin a segment, if `begins` says which do.
inline std::vector<Part> PartsOf(const UnitRules& rules, std::string_view text,
                                 size_t longest = kLongestRun,
                                 const std::vector<bool>* begins = nullptr) {
  const std::vector<CodedSymbol> codes = CodesOf(rules, text);
  std::vector<size_t> starts;
  ForEachSymbol(text, [&](char32_t, std::string_view bytes) {
    starts.push_back(static_cast<size_t>(bytes.data() - text.data()));
  });
  starts.push_back(text.size());
  std::vector<Part> parts;
  size_t run = 0;
  const auto add = [&](size_t begin, size_t end, bool is_unit) {
    if (begin < end)
      parts.push_back({text.substr(starts[begin], starts[end] - starts[begin]), is_unit});
  };
  for (size_t at = 0; at < codes.size();) {
    bool settled;
    const size_t unit =
        rules.UnitAt(codes.data() + at, codes.data() + codes.size(), &settled, longest);
    const bool divides = at - run >= longest && (begins == nullptr || (*begins)[at]);
    if (unit > 0 || divides) {
      add(run, at, false);
      run = at + unit;
    }
    add(at, at + unit, true);
    at += unit > 0 ? unit : 1;
  }
  add(run, codes.size(), false);
  return parts;
}

}  // namespace ciku

#endif  // CIKU_TESTS_UNIT_TEXT_H_
