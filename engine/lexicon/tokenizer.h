// Text into words: of all ways to divide it into words of a dictionary, the most probable one
// (S5597; a unigram model, by the algorithm of Viterbi).
//
// Text is first split at [。，、！？\n ]+, each of these symbols being a token of its own. Between
// them, dynamic programming over positions finds the path of words with the largest sum of
// ln n(w) - ln T, n(w) being the count of the word and T that of all. A position that no word has
// reached when its turn comes is bridged by the single symbol before it at -100; of equal scores
// the first found wins (starts from left to right, at one start shorter words first). Sums are of
// doubles, from the left on, and start at 1. Then letters and digits are joined: a token whose last
// symbol is in [A-Za-z0-9] joins the token before it when joining is open and all its symbols are
// in [A-Za-z0-9.]; if joining is open and they are not, it stands alone and closes joining; if
// joining is closed, it stands alone and opens joining. Any other token closes joining.
//
// Bytes that are no UTF-8 are symbols, each by itself, that no word holds. A stretch between
// separators is divided after every kLongestStretch symbols, so that memory is bounded.
#ifndef CIKU_ENGINE_LEXICON_TOKENIZER_H_
#define CIKU_ENGINE_LEXICON_TOKENIZER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ciku/lexicon.h"

namespace ciku {

// A token is the bytes [begin, end) of a text.
struct Token {
  size_t begin;
  size_t end;

  std::string_view In(std::string_view text) const { return text.substr(begin, end - begin); }
  friend bool operator==(const Token&, const Token&) = default;
};

struct TokenizerOptions {
  bool joining = true;  // of letters and digits
};

// Immutable; safe to share between threads.
class Tokenizer {
 public:
  // Takes the words of the lexicon as they are now.
  explicit Tokenizer(const Lexicon& lexicon, TokenizerOptions options = {});

  // What a thread works with, which is allocated once. Not safe for use by two threads at once.
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

  // Replaces `tokens` by those of the text, in order; together they are all of it. O(size of the
  // text times the length of the longest word), and without allocation once the scratch has grown.
  void Tokenize(std::string_view text, Scratch* scratch, std::vector<Token>* tokens) const;

  // One text by itself.
  std::vector<std::string_view> Tokenize(std::string_view text) const;

  // Many texts on `threads` threads: for each its tokens, which are parts of it.
  std::vector<std::vector<std::string_view>> Tokenize(std::span<const std::string> texts,
                                                      size_t threads) const;

  // How much memory it takes, and about how much more while it is made, besides the lexicon.
  size_t bytes() const { return codes_.size() * sizeof(codes_[0]) + nodes_.size() * sizeof(Node); }
  static size_t BuildMemory(const Lexicon& lexicon) { return 4 * lexicon.bytes(); }

  const TokenizerOptions& options() const { return options_; }

  // Tell the lexicon from others: its words, and a checksum of them and their counts.
  size_t lexicon_size() const { return lexicon_size_; }
  uint64_t lexicon_checksum() const { return lexicon_checksum_; }

 private:
  // A state of the trie: its children are at base + code, and name it. What the word that ends
  // there scores is beside, so that a step is one look at memory.
  struct Node {
    uint32_t base = 0;
    uint32_t parent = 0;
    double score = 0;  // ln n - ln T; -infinity where no word ends
  };

  uint32_t CodeOf(char32_t symbol) const { return symbol < codes_.size() ? codes_[symbol] : 0; }
  void AddBestPath(size_t size, Scratch::State* scratch, std::vector<Token>* tokens) const;

  const TokenizerOptions options_;
  const size_t lexicon_size_;
  const uint64_t lexicon_checksum_;
  std::vector<uint32_t> codes_;  // by symbol; 0 for those in no word
  std::vector<Node> nodes_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_TOKENIZER_H_
