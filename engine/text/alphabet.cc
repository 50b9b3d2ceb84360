#include "engine/text/alphabet.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace ciku {
namespace {

bool IsAsciiLetterOrDigit(char32_t c) {
  return (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
}

bool IsHan(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &error) == USCRIPT_HAN;
}

bool IsLetterMarkOrNumber(char32_t c) {
  constexpr uint32_t kWanted = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK;
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & kWanted) != 0;
}

}  // namespace

bool IsSymbol(Alphabet alphabet, char32_t scalar) {
  switch (alphabet) {
    case Alphabet::kBasic:
      return IsAsciiLetterOrDigit(scalar) || (scalar >= 0x4E00 && scalar <= 0x9FA5);
    case Alphabet::kHan:
      return IsAsciiLetterOrDigit(scalar) || IsHan(scalar);
    case Alphabet::kLetters:
      return IsLetterMarkOrNumber(scalar);
    case Alphabet::kAny:
      return scalar != U'\n';
  }
  return false;
}

}  // namespace ciku
