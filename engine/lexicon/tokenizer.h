// Divides text into words: of all ways to divide it into words of a lexicon, the tokenizer finds
// the most probable one (S5597; a unigram model and Viterbi's algorithm).
//
// Text is first split into stretches. With Rules::kUnits, these are the runs between the units that
// engine/text/units.h describes; each unit is a token. With Rules::kNlpZero, text is split at
// [。，、！？\n ]+; each of these symbols is a token of its own.
//
// Some words of the lexicon are phrases (engine/lexicon/phrases.h): they hold a separator or the
// border of a unit, as "New York", "卡尔·马克思", "T恤" and "第二天" do, so that no stretch holds
// them. They are found first: from left to right, at each place the longest phrase that cuts no
// unit or, with Rules::kNlpZero, does not divide two letters or digits. White space in a phrase is
// this very white space. A phrase in the text is a token, whatever its count, and ends the stretch
// before it.
//
// Words are in Simplified characters, but text may be Traditional (Script). In a run that is taken
// for Traditional, words are found as they are written, and also by the simplified forms of the
// characters, each by itself (transform Hant-Hans of ICU). So are phrases, where one of the
// characters is foreign to the words.
//
// In a stretch, dynamic programming over positions finds the path of words with the largest sum of
// ln n(w) - ln T, where n(w) is the count of the word and T that of all words. If no word has
// reached a position when its turn comes, the single symbol before it is taken for a token, with a
// score of -100. Of equal scores, the first found wins: starts are taken from left to right and, at
// one start, shorter words first. Scores are doubles, are added from the left on, and start at 1.
//
// With Rules::kNlpZero, letters and digits are joined then. A token whose last symbol is in
// [A-Za-z0-9] joins the token before it if joining is open and all its symbols are in [A-Za-z0-9.].
// If joining is open and not all symbols are, the token stands alone and closes joining; if joining
// is closed, it stands alone and opens joining. Any other token closes joining. Joining is closed
// where a stretch begins: a phrase joins nothing, and nothing joins it.
//
// A byte that is not valid UTF-8 is a symbol of its own, which no word holds. A stretch is divided
// after every 2^18 symbols, a run or a unit after every 2^16, so that memory is bounded.
#ifndef CIKU_ENGINE_LEXICON_TOKENIZER_H_
#define CIKU_ENGINE_LEXICON_TOKENIZER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ciku/lexicon.h"
#include "ciku/text_options.h"

namespace ciku {

class Phrases;
class UnitRules;

// A token is the bytes [begin, end) of a text.
struct Token {
  size_t begin;
  size_t end;

  std::string_view In(std::string_view text) const { return text.substr(begin, end - begin); }
  friend bool operator==(const Token&, const Token&) = default;
};

struct TokenizerOptions {
  // Which tokens are fixed before any lexicon; those of the lexicon if not given.
  std::optional<Rules> rules = {};
  // Which characters the runs between units consist of. Only for Rules::kUnits.
  Alphabet alphabet = Alphabet::kHan;
  // Only for Rules::kUnits. If not given: kAuto if the lexicon was mined by these rules, otherwise
  // kNone.
  std::optional<Script> script = {};
  // Whether letters and digits are joined. Only for Rules::kNlpZero.
  bool joining = true;

  friend bool operator==(const TokenizerOptions&, const TokenizerOptions&) = default;
};

// Immutable; safe to share between threads.
class Tokenizer {
 public:
  // Copies the words of the lexicon; later changes of the lexicon have no effect.
  explicit Tokenizer(const Lexicon& lexicon, TokenizerOptions options = {});

  // Returns a tokenizer of the built-in lexicon: the same as of Lexicon::Builtin(), but with the
  // default options in a few milliseconds, because its tables are built in, too.
  static Tokenizer Builtin(TokenizerOptions options = {});
  Tokenizer(Tokenizer&&) noexcept;
  ~Tokenizer();

  // A thread's working memory, which is allocated once. Not safe for use by two threads at once.
  class Scratch {
   public:
    Scratch();
    Scratch(Scratch&&) noexcept;
    Scratch& operator=(Scratch&&) noexcept;
    ~Scratch();

   private:
    friend class Tokenizer;
    struct State;
    std::unique_ptr<State> state_;
  };

  // Replaces `tokens` by those of the text, in order; together they cover all of it. O(size of the
  // text times the length of the longest word); allocates nothing once the scratch has grown.
  void Tokenize(std::string_view text, Scratch* scratch, std::vector<Token>* tokens) const;

  // The same, but phrases are not found: for text between two of them.
  void TokenizeWithoutPhrases(std::string_view text, Scratch* scratch,
                              std::vector<Token>* tokens) const;

  // Returns the tokens of a text, which are parts of it.
  std::vector<std::string_view> Tokenize(std::string_view text) const;

  // Tokenizes many texts on `threads` threads. Returns the tokens of each text, which are parts of
  // it.
  std::vector<std::vector<std::string_view>> Tokenize(std::span<const std::string> texts,
                                                      size_t threads) const;

  // Returns how many bytes the tokenizer takes; and roughly how many more its construction takes,
  // besides the lexicon.
  size_t bytes() const;
  static size_t BuildMemory(const Lexicon& lexicon) { return 4 * lexicon.bytes(); }

  // The rules that find units, and the phrases of the lexicon; null if there are none.
  const UnitRules* units() const { return units_.get(); }
  const Phrases* phrases() const { return phrases_.get(); }
  Script script() const { return script_; }
  Rules rules() const { return units_ == nullptr ? Rules::kNlpZero : Rules::kUnits; }
  const TokenizerOptions& options() const { return options_; }

  // For the build: the tables of a lexicon with units and default options, to be built in.
  static std::string TablesOf(const Lexicon& lexicon);

  // The number of words of the lexicon, and the checksum of these and their counts. They tell
  // lexicons apart.
  size_t lexicon_size() const { return lexicon_size_; }
  uint64_t lexicon_checksum() const { return lexicon_checksum_; }

 private:
  // A state of the trie. Its children are at base + code and name it as their parent. The score of
  // the word that ends here is stored in the state, so that a step takes one access to memory.
  struct Node {
    uint32_t base = 0;
    uint32_t parent = 0;
    double score = 0;  // ln n - ln T; -infinity if no word ends here
  };

  uint32_t CodeOf(char32_t symbol) const {
    return symbol < codes_.size() ? codes_[symbol] : RareCode(symbol);
  }
  uint32_t RareCode(char32_t symbol) const;

  // Takes tables that TablesOf has returned.
  explicit Tokenizer(std::string_view tables);

  // Decodes the text from *at on into the scratch, behind the first `size` symbols, until there are
  // `most` symbols. Advances *at. Returns the number of symbols.
  size_t Decode(std::string_view text, size_t* at, size_t size, size_t most,
                Scratch::State* scratch) const;

  // Tokenizes with these phrases, or without any.
  void TokenizeWith(const Phrases* phrases, std::string_view text, Scratch* scratch,
                    std::vector<Token>* tokens) const;
  void TokenizeByUnits(const Phrases* phrases, std::string_view text, Scratch::State* scratch,
                       std::vector<Token>* tokens) const;
  void TokenizeAsNlpZero(const Phrases* phrases, std::string_view text, Scratch::State* scratch,
                         std::vector<Token>* tokens) const;

  // Prepares for text in Traditional characters. `frequencies` are by code.
  void PrepareScript(std::vector<uint64_t> frequencies);

  // Takes the phrases of the lexicon.
  void PreparePhrases(const std::vector<std::u32string>& phrases);

  // For Script::kAuto: whether the symbol with this code is foreign to the words, although the one
  // with the code of its simplified form is not.
  bool IsForeign(uint32_t code, uint32_t form) const;

  // If the run [begin, end) in the scratch is Traditional, adds its tokens and returns true.
  bool AddTraditional(std::string_view text, size_t begin, size_t end, Scratch::State* scratch,
                      std::vector<Token>* tokens) const;

  // Adds the tokens of the symbols [begin, end) in the scratch, if kSimplified also by the
  // simplified forms there; symbols up to `known` are only looked at ahead of time.
  template <bool kSimplified>
  void AddBestPath(size_t begin, size_t end, size_t known, Scratch::State* scratch,
                   std::vector<Token>* tokens) const;

  const TokenizerOptions options_;
  const Script script_;
  size_t lexicon_size_ = 0;
  uint64_t lexicon_checksum_ = 0;
  std::unique_ptr<const UnitRules> units_;  // null for Rules::kNlpZero
  std::unique_ptr<const Phrases> phrases_;  // null if there are none
  // By symbol; 0 for symbols that are in no word. With units, the codes of units.h are added.
  std::vector<uint32_t> codes_;
  std::vector<Node> nodes_;
  // For Script::kAuto: how often the symbol with each code occurs in the words.
  std::vector<uint64_t> frequencies_;
  uint64_t rare_below_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_TOKENIZER_H_
