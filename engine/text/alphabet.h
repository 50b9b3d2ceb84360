// Which characters are symbols.
#ifndef CIKU_ENGINE_TEXT_ALPHABET_H_
#define CIKU_ENGINE_TEXT_ALPHABET_H_

#include <string_view>

#include "engine/text/text_options.h"
#include "io/names.h"

namespace ciku {

inline constexpr Named<Alphabet> kAlphabets[] = {{"basic", Alphabet::kBasic},
                                                 {"han", Alphabet::kHan},
                                                 {"letters", Alphabet::kLetters},
                                                 {"any", Alphabet::kAny}};

inline std::string_view AlphabetName(Alphabet alphabet) { return NameOf(kAlphabets, alphabet); }

// The names of normal forms, as values of Folding::nfkc.
inline constexpr Named<bool> kNormalForms[] = {{"none", false}, {"nfkc", true}};

inline std::string_view NormalFormName(const Folding& folding) {
  return NameOf(kNormalForms, folding.nfkc);
}

inline constexpr Named<Rules> kRulesNames[] = {{"nlp-zero", Rules::kNlpZero},
                                               {"units", Rules::kUnits}};

inline std::string_view RulesName(Rules rules) { return NameOf(kRulesNames, rules); }

inline constexpr Named<Script> kScripts[] = {{"auto", Script::kAuto},
                                             {"hans", Script::kHans},
                                             {"hant", Script::kHant},
                                             {"none", Script::kNone}};

// Whether `scalar`, a Unicode scalar value, is a symbol. With kAny the carriage return counts as a
// symbol here, although it is none if it belongs to a line end.
bool IsSymbol(Alphabet alphabet, char32_t scalar);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_ALPHABET_H_
