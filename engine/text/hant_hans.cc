#include "engine/text/hant_hans.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>
#include <numeric>

#include "io/error.h"

namespace ciku {
namespace {

// Traditional characters lie below this.
constexpr char32_t kEndOfTable = 0x10000;
constexpr char16_t kBetween = u'\n';

}  // namespace

const HantHans& HantHans::Get() {
  static const HantHans hant_hans;
  return hant_hans;
}

HantHans::HantHans() : forms_(kEndOfTable) {
  std::iota(forms_.begin(), forms_.end(), 0);
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> transform(
      icu::Transliterator::createInstance("Hant-Hans", UTRANS_FORWARD, error));
  if (U_FAILURE(error)) throw Error("ICU has no transform from Traditional to Simplified Chinese");
  constexpr struct {
    char32_t first, last;
  } kRanges[] = {{0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}};
  for (const auto& [first, last] : kRanges) {
    // All at once, with something between the characters so that each stands by itself.
    icu::UnicodeString text;
    for (char32_t scalar = first; scalar <= last; ++scalar) {
      text.append(static_cast<UChar32>(scalar)).append(kBetween);
    }
    transform->transliterate(text);
    int32_t at = 0;
    for (char32_t scalar = first; scalar <= last; ++scalar) {
      const int32_t end = text.indexOf(kBetween, at);
      if (text.countChar32(at, end - at) == 1) {
        forms_[scalar] = static_cast<char32_t>(text.char32At(at));
      }
      at = end + 1;
    }
  }
}

}  // namespace ciku
