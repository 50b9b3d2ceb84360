// How text becomes symbols.
#ifndef CIKU_ENGINE_TEXT_TEXT_OPTIONS_H_
#define CIKU_ENGINE_TEXT_TEXT_OPTIONS_H_

#include <optional>

namespace ciku {

// Which characters are symbols. All others separate runs of symbols.
enum class Alphabet {
  kBasic,    // U+4E00 to U+9FA5, 0-9, A-Z, a-z: the source's own (S3913)
  kHan,      // every character of script Han (Unicode property Script), ASCII letters and digits
  kLetters,  // every letter, mark and number of Unicode (general categories L, M and N)
  kAny,      // everything but line ends
};

// What characters are folded to before they are symbols.
struct Folding {
  // Compatibility forms such as full-width letters become common characters: normalisation form
  // NFKC (Unicode Standard Annex 15).
  bool nfkc = false;
  // Each character becomes its simple lower case (UnicodeData.txt), whatever is around it, after
  // normalising. The result is not normalised again: J with a caron becomes j and a caron, two
  // characters, though Unicode has one of that shape.
  bool lower = false;

  bool any() const { return nfkc || lower; }
};

// Which tokens are fixed by rules, before any lexicon.
enum class Rules {
  // In mining, none. The tokenizer joins letters and digits (S5597).
  kNlpZero,
  // Numbers, dates, Latin words and punctuation (the table is in engine/text/units.h). In mining
  // they separate runs.
  kUnits,
};

// Which Chinese characters a text is written in, for a lexicon of words in Simplified characters.
enum class Script {
  // Words are found as they are written, and in stretches with characters that the lexicon hardly
  // knows but whose simplified forms it knows, also by simplified forms.
  kAuto,
  kHant,  // Traditional: words are found as they are written, and by simplified forms
  kHans,  // Simplified: words are found as they are written
  kNone,  // the same, for all other text
};

struct TextOptions {
  Alphabet alphabet = Alphabet::kBasic;
  Folding folding = {};
  // If not given: kUnits for the unigram method, kNlpZero for all others.
  std::optional<Rules> rules = {};
  // Invalid UTF-8 is an error; otherwise it separates runs and is counted.
  bool strict = false;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_TEXT_OPTIONS_H_
