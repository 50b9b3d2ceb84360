#include "engine/lexicon/tokenizer.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/lexicon/best_path.h"
#include "engine/lexicon/trie.h"
#include "engine/sweep/budget.h"
#include "engine/text/utf8.h"

namespace ciku {
namespace {

constexpr double kNoWord = -std::numeric_limits<double>::infinity();

// The symbol that a byte stands for if it is ASCII. A byte of a longer encoding gives a value that
// is not an ASCII letter or digit.
char32_t SymbolOf(char c) { return static_cast<unsigned char>(c); }

void JoinTokens(std::string_view text, std::vector<Token>* tokens) {
  Joining joining;
  auto kept = tokens->begin();
  for (const Token& token : *tokens) {
    const std::string_view bytes = token.In(text);
    const bool joins = joining.Joins(IsLetterOrDigit(SymbolOf(bytes.back())), [&] {
      return std::all_of(bytes.begin(), bytes.end(), [](char c) { return IsJoined(SymbolOf(c)); });
    });
    if (joins) {
      std::prev(kept)->end = token.end;
    } else {
      *kept++ = token;
    }
  }
  tokens->erase(kept, tokens->end());
}

// The words of a lexicon as codes. Symbols get codes in the order in which they are first met.
struct Encoded {
  std::vector<uint32_t> codes;
  std::vector<uint64_t> ends;
  std::vector<uint64_t> counts;
};

}  // namespace

struct Tokenizer::Scratch::State {
  void Reserve(size_t symbols) {
    if (codes.size() > symbols) return;
    codes.resize(symbols + 1);
    starts.resize(symbols + 1);
  }

  std::vector<uint32_t> codes;  // of a stretch's symbols
  std::vector<size_t> starts;  // the starts of the symbols in the text, and the end of the last one
  BestPath path;
};

Tokenizer::Scratch::Scratch() : state_(std::make_unique<State>()) {}
Tokenizer::Scratch::Scratch(Scratch&&) noexcept = default;
Tokenizer::Scratch& Tokenizer::Scratch::operator=(Scratch&&) noexcept = default;
Tokenizer::Scratch::~Scratch() = default;

Tokenizer::Tokenizer(const Lexicon& lexicon, TokenizerOptions options)
    : options_(options), lexicon_size_(lexicon.size()), lexicon_checksum_(lexicon.Checksum()) {
  // Frequent symbols get small codes, so that the busy states of the trie are close together.
  Encoded words;
  uint32_t last_code = 0;
  for (const auto& [word, count] : lexicon.Sorted()) {
    ForEachSymbol(word, [&](char32_t symbol, std::string_view) {
      if (symbol >= codes_.size()) codes_.resize(symbol + 1);
      uint32_t& code = codes_[symbol];
      if (code == 0) code = ++last_code;
      words.codes.push_back(code);
    });
    words.ends.push_back(words.codes.size());
    words.counts.push_back(count);
  }
  const CodedWords coded{words.codes, words.ends};
  const Trie trie(coded, SortWords(coded));
  nodes_.assign(trie.cells(), {0, Trie::kNone, kNoWord});
  const double log_total = std::log(static_cast<double>(lexicon.total()));
  for (Trie::State state = 0; state < trie.cells(); ++state) {
    Node& node = nodes_[state];
    node.base = trie.BaseOf(state);
    node.parent = trie.Parent(state);
    const uint32_t word = trie.WordAt(state);
    if (word == Trie::kNone) continue;
    node.score = std::log(static_cast<double>(words.counts[word])) - log_total;
  }
}

void Tokenizer::Tokenize(std::string_view text, Scratch* scratch,
                         std::vector<Token>* tokens) const {
  tokens->clear();
  Scratch::State* const state = scratch->state_.get();
  state->Reserve(std::min(text.size(), kLongestStretch));
  uint32_t* const codes = state->codes.data();
  size_t* const starts = state->starts.data();
  size_t size = 0;  // of the current stretch, in symbols
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto end_stretch = [&](size_t at) {
    starts[size] = at;
    AddBestPath(size, state, tokens);
    size = 0;
  };
  for (const char* at = begin; at < end;) {
    const Decoded decoded = DecodeUtf8(at, end);
    const auto start = static_cast<size_t>(at - begin);
    at += decoded.size;
    if (SeparatesTokens(decoded.scalar)) {
      end_stretch(start);
      tokens->push_back({start, start + decoded.size});
      continue;
    }
    codes[size] = CodeOf(decoded.scalar);
    starts[size++] = start;
    if (size == kLongestStretch) end_stretch(start + decoded.size);
  }
  end_stretch(text.size());
  if (options_.joining) JoinTokens(text, tokens);
}

// Adds the tokens of a stretch of `size` symbols.
void Tokenizer::AddBestPath(size_t size, Scratch::State* scratch,
                            std::vector<Token>* tokens) const {
  const uint32_t* const codes = scratch->codes.data();
  const Node* const nodes = nodes_.data();
  const size_t states = nodes_.size();
  scratch->path.Find(size, [&](size_t start, const auto& edge) {
    uint32_t state = Trie::kRoot;
    for (size_t at = start; at < size; ++at) {
      const uint32_t next = nodes[state].base + codes[at];
      if (codes[at] == 0 || next >= states || nodes[next].parent != state) break;
      state = next;
      edge(at + 1, nodes[next].score);
    }
  });
  scratch->path.ForEach(size, [&](size_t first, size_t last) {
    tokens->push_back({scratch->starts[first], scratch->starts[last]});
  });
}

std::vector<std::string_view> Tokenizer::Tokenize(std::string_view text) const {
  Scratch scratch;
  std::vector<Token> tokens;
  Tokenize(text, &scratch, &tokens);
  std::vector<std::string_view> parts;
  parts.reserve(tokens.size());
  for (const Token& token : tokens) parts.push_back(token.In(text));
  return parts;
}

std::vector<std::vector<std::string_view>> Tokenizer::Tokenize(std::span<const std::string> texts,
                                                               size_t threads) const {
  std::vector<std::vector<std::string_view>> all(texts.size());
  ParallelFor(threads, texts.size(), [&](size_t i) { all[i] = Tokenize(texts[i]); });
  return all;
}

}  // namespace ciku
