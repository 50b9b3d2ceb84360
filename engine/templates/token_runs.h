// Divides text into runs of tokens, in which templates are found.
//
// In plain text, a run is a maximal stretch of symbols of the alphabet without white space, divided
// after every kMostSymbols symbols. The tokenizer divides each run by itself into tokens.
//
// In tokenized text, a line is tokens separated by spaces. A token separates runs if it holds white
// space or anything but symbols of the alphabet. A token is divided after every kMostSymbols
// characters: each of these pieces separates runs, and the rest is a token of its own. A run also
// ends before a token that would end more than kMostSymbols characters after the beginning of the
// run, so that a line of any length is read in little memory.
//
// In both, a token "[X]", which is the text form of a gap, separates runs, a run ends after
// kMostTokens tokens, and bytes that are not valid UTF-8 separate runs.
#ifndef CIKU_ENGINE_TEMPLATES_TOKEN_RUNS_H_
#define CIKU_ENGINE_TEMPLATES_TOKEN_RUNS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "engine/lexicon/tokenizer.h"
#include "engine/text/alphabet.h"
#include "io/input/split_rule.h"
#include "io/text.h"

namespace ciku {

// Immutable; safe to share between threads. As a SplitRule it splits long lines at the end of a
// run.
class TokenRuns : public SplitRule {
 public:
  static constexpr size_t kMostTokens = 1024;
  static constexpr size_t kMostSymbols = size_t{1} << 14;

  using Tokens = std::vector<std::string_view>;
  using Visit = std::function<void(const Tokens&)>;

  // A thread's buffers, used again and again. Not safe for use by two threads at once.
  struct Scratch {
    Tokenizer::Scratch tokenizer;
    std::vector<Token> tokens;
    Tokens run;
  };

  // `tokenizer` must outlive this; it is null if the text is tokenized.
  TokenRuns(Alphabet alphabet, const Tokenizer* tokenizer);

  // Calls visit(tokens) for the runs of a text, in order. The tokens point into the text.
  void ForEach(const Text& text, Scratch* scratch, const Visit& visit) const;

  // The most bytes of a line before a place for a split.
  static size_t MostUndivided(const Tokenizer* tokenizer);

  SplitPoint Find(std::string_view pending, size_t searched) const override;

 private:
  template <typename OnRun, typename OnSplit>
  void ScanText(std::string_view text, size_t end, const OnRun& on_run,
                const OnSplit& on_split) const;
  template <typename OnStretch, typename OnPhrase, typename OnSplit, typename EndRun>
  void ScanPhrases(std::string_view text, bool ends, const OnStretch& on_stretch,
                   const OnPhrase& on_phrase, const OnSplit& on_split, const EndRun& end_run) const;
  template <typename OnToken, typename OnSplit>
  void ScanLine(std::string_view line, size_t end, const OnToken& on_token,
                const OnSplit& on_split) const;
  template <typename OnToken, typename EndRun>
  void ReadTokenized(const Text& text, const OnToken& on_token, const EndRun& end_run) const;

  bool IsInRuns(char32_t scalar) const {
    return scalar <= kLastScalar && (in_runs_[scalar / 64] >> (scalar % 64) & 1) != 0;
  }

  static constexpr char32_t kLastScalar = 0x10FFFF;

  const Tokenizer* const tokenizer_;
  std::vector<uint64_t> in_runs_;  // a bit for each scalar value
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_TOKEN_RUNS_H_
