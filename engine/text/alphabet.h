// Which characters are symbols.
#ifndef CIKU_ENGINE_TEXT_ALPHABET_H_
#define CIKU_ENGINE_TEXT_ALPHABET_H_

#include <string_view>

#include "io/names.h"

namespace ciku {

enum class Alphabet {
  kBasic,    // U+4E00 to U+9FA5, 0-9, A-Z, a-z: the alphabet of S3913
  kHan,      // every character of script Han (Unicode property Script), ASCII letters and digits
  kLetters,  // every letter, mark and number of Unicode (general categories L, M and N)
  kAny,      // everything but line ends
};

inline constexpr Named<Alphabet> kAlphabets[] = {{"basic", Alphabet::kBasic},
                                                 {"han", Alphabet::kHan},
                                                 {"letters", Alphabet::kLetters},
                                                 {"any", Alphabet::kAny}};

inline std::string_view AlphabetName(Alphabet alphabet) { return NameOf(kAlphabets, alphabet); }

// Whether `scalar`, a Unicode scalar value, is a symbol. With kAny the carriage return counts as a
// symbol here, although it is none if it belongs to a line end.
bool IsSymbol(Alphabet alphabet, char32_t scalar);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_ALPHABET_H_
