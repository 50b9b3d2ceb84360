// Phrases: words of a lexicon that hold a separator or the border of a unit, such as "New York",
// "卡尔·马克思", "T恤" or "第二天". No run or stretch that is divided into words holds them, so
// they are found before it is.
//
// Which words are phrases: the rules for units, or the separators of nlp-zero, divide the word,
// read by itself, into two parts or more. (A word that is one unit is a token without any lexicon.)
//
// A text is read from left to right. At each place where a unit, a separator or a symbol of a run
// begins, the longest phrase that occurs there is taken, and the text is read on behind it. A
// phrase occurs where its characters stand, white space included, and where neither of its ends
// cuts something:
//
//   with units   a unit. Units are those of the text as it is read without phrases: "5G手机" is
//                not in "15G手机", nor "New York" in "New Yorker", nor "百分之三十" in
//                "百分之三十五".
//   nlp-zero     two neighbours that are letters (Latin, Greek, Cyrillic) or digits.
//
// Where text may be Traditional (Script), phrases are also found by the simplified forms of the
// characters, each by itself. With Script::kAuto, one of the characters must be foreign to the
// words (tokenizer.h).
//
// A word that holds a line feed, or has more than kLongestLexiconWord symbols, is never found.
#ifndef CIKU_ENGINE_LEXICON_PHRASES_H_
#define CIKU_ENGINE_LEXICON_PHRASES_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/lexicon/trie.h"
#include "engine/text/units.h"
#include "io/utf8.h"

namespace ciku {

// The size of the first unit of a text, in characters; 0 if all of the text is one run.
size_t FirstUnit(std::string_view text, const UnitRules& units);

// Whether a word is a phrase. `units` is null for the separators of nlp-zero.
bool IsPhrase(std::string_view word, const UnitRules* units);

// Immutable; safe to share between threads.
class Phrases {
 public:
  // A word as the symbols that it consists of.
  using Word = std::u32string;

  // How a character may also be read.
  struct Form {
    char32_t simplified;
    bool is_foreign;  // a phrase that is found by simplified forms must have such a character
  };
  using FormOf = std::function<Form(char32_t)>;

  // Takes distinct phrases. `units`, which is null for nlp-zero, must outlive this. `form_of` is
  // empty if phrases are found only as they are written.
  Phrases(const std::vector<Word>& phrases, const UnitRules* units, const FormOf& form_of);

  size_t size() const { return size_; }
  size_t bytes() const;

  // Whether a phrase may begin with this symbol.
  bool MayBegin(char32_t symbol) const {
    return trie_.Step(Trie::kRoot, CodeOf(symbol)) != Trie::kNone ||
           (!simplified_.empty() && trie_.Step(Trie::kRoot, SimplifiedOf(symbol)) != Trie::kNone);
  }

  // Buffers, used again and again. Not safe for use by two threads at once.
  class Scratch {
   private:
    friend class Phrases;

    struct End {
      size_t symbols;
      size_t bytes;
    };

    std::vector<End> ends_;
    std::vector<CodedSymbol> codes_;
  };

  struct Found {
    size_t bytes = 0;  // 0 if no phrase occurs
    size_t symbols = 0;
    bool settled = true;  // whether the result is the same whatever follows the text
  };

  // The phrase that is taken at a byte of a text where a part begins. `before` is the symbol before
  // it, kInvalid if there is none; only nlp-zero looks at it. If not `ends`, more text follows.
  // O(length of the longest phrase).
  Found At(std::string_view text, size_t at, char32_t before, bool ends, Scratch* scratch) const;

  // What a text is read as, before words are looked up in its runs.
  struct Part {
    enum class Kind {
      kSymbol,  // of a run or a stretch
      kUnit,    // a unit, or a separator of nlp-zero
      kPhrase,
    };
    Kind kind = Kind::kSymbol;
    size_t begin = 0;  // bytes of the text
    size_t end = 0;
    size_t symbols = 0;
  };

  // Reads a part. May move its end to a symbol inside it; reading goes on at the end. Returns
  // whether it goes on as if a text began there.
  using Read = std::function<bool(Part*)>;

  // Calls read(part) for the parts of a text, from left to right. If not `ends`, more text follows;
  // the text must then end with a whole character, and the reading stops before a part that may
  // depend on what follows. O(size of the text).
  void ForEachPart(std::string_view text, bool ends, const Read& read) const;

  // How many characters from its beginning on a part depends on, at most; and about how many bytes
  // ForEachPart takes.
  static constexpr size_t kMostAhead = kLongestRun + 16;
  static constexpr size_t kReadingBytes = 4 * kMostAhead * (sizeof(CodedSymbol) + sizeof(size_t));

 private:
  // A mark of codes of simplified forms.
  static constexpr uint32_t kForeign = uint32_t{1} << 31;

  uint32_t CodeOf(char32_t symbol) const { return symbol < codes_.size() ? codes_[symbol] : 0; }
  uint32_t SimplifiedOf(char32_t symbol) const {
    return symbol < simplified_.size() ? simplified_[symbol] & ~kForeign : CodeOf(symbol);
  }
  bool IsForeign(char32_t symbol) const {
    return symbol < simplified_.size() && (simplified_[symbol] & kForeign) != 0;
  }

  // Whether a symbol is a letter or a digit. Only for nlp-zero.
  bool IsLatin(char32_t symbol) const;

  // Which symbols a part may begin with, as the number of a coded symbol.
  CodedSymbol Marked(char32_t symbol) const;

  // Lists the ends of phrases whose characters stand at the beginning of a text, the nearest first.
  // Returns false if the text ends before it is known which do.
  bool FindEnds(std::string_view text, std::vector<Scratch::End>* ends) const;

  // Of phrases with these ends, the one that cuts no unit, or no two letters.
  Found WithoutCutUnit(std::string_view text, bool ends, Scratch* scratch) const;
  Found WithoutCutLetters(std::string_view text, char32_t before, bool ends,
                          const Scratch& scratch) const;

  const UnitRules* const units_;
  std::unique_ptr<const UnitRules> letters_;  // for nlp-zero: they only tell letters and digits
  const size_t size_;
  std::vector<uint32_t> codes_;       // by symbol; 0 for symbols that are in no phrase
  std::vector<uint32_t> simplified_;  // by symbol: the codes of simplified forms; may be empty
  Trie trie_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_PHRASES_H_
