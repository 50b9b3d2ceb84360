#include "engine/lexicon/tokenizer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <utility>

#include "engine/lexicon/best_path.h"
#include "engine/lexicon/phrases.h"
#include "engine/lexicon/trie.h"
#include "engine/sweep/budget.h"
#include "engine/text/hant_hans.h"
#include "engine/text/units.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// The table of codes has at least the symbols below this when there are units.
constexpr size_t kCommonSymbols = 0x10000;

// Marks codes of symbols that may be Traditional, in which case a run is looked at closely.
constexpr uint32_t kMayBeTraditional = uint32_t{1} << (kUnitCodeShift - 1);
// Marks codes of symbols with which a phrase may begin, if there are units. Codes themselves are
// below it.
constexpr uint32_t kMayBeginPhrase = kMayBeTraditional >> 1;
constexpr uint32_t WithoutMarks(uint32_t code) { return code & (kMayBeginPhrase - 1); }
// For Script::kAuto, a run is Traditional if one of its symbols is foreign to the words: if fewer
// than one of so many symbols of the words is this one, and if it is so many times rarer than its
// simplified form.
constexpr uint64_t kRare = 1'000'000;
constexpr uint64_t kForeign = 1000;

bool IsIdeograph(char32_t c) {
  return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF);
}

// How many starts of words ahead of its turn the first pair of symbols is loaded into the cache.
constexpr size_t kAhead = 4;

constexpr double kNoWord = -std::numeric_limits<double>::infinity();

// The symbol that a byte stands for if it is ASCII. A byte of a longer encoding gives a value that
// is not an ASCII letter or digit.
char32_t SymbolOf(char c) { return static_cast<unsigned char>(c); }

// Joins the tokens from the one with the number `first` on.
void JoinTokens(std::string_view text, size_t first, std::vector<Token>* tokens) {
  Joining joining;
  auto kept = tokens->begin() + static_cast<ptrdiff_t>(first);
  for (const Token& token : std::span(*tokens).subspan(first)) {
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

// The words of a lexicon that are not phrases, as codes; and its phrases, as symbols.
struct Encoded {
  std::vector<uint32_t> codes;
  std::vector<uint64_t> ends;
  std::vector<uint64_t> counts;
  std::vector<uint64_t>
      frequencies;  // by code: in how many words, counted as often as these, a symbol is
  std::vector<std::u32string> phrases;
};

// Encodes the words, and sets the codes by symbol. Frequent symbols get small codes, so that the
// busy states of the trie are close together.
Encoded Encode(const Lexicon& lexicon, const UnitRules* units, std::vector<uint32_t>* codes) {
  Encoded words;
  std::vector<uint64_t> frequencies;
  lexicon.ForEach([&](std::string_view word, uint64_t count) {
    const auto begin = static_cast<ptrdiff_t>(words.codes.size());
    ForEachSymbol(word, [&](char32_t symbol, std::string_view) {
      if (symbol >= frequencies.size()) frequencies.resize(symbol + 1);
      frequencies[symbol] += count;
      words.codes.push_back(symbol);
    });
    if (IsPhrase(word, units)) {
      words.phrases.emplace_back(words.codes.begin() + begin, words.codes.end());
      words.codes.resize(static_cast<size_t>(begin));
      return;
    }
    words.ends.push_back(words.codes.size());
    words.counts.push_back(count);
  });
  std::vector<char32_t> symbols;
  for (char32_t symbol = 0; symbol < frequencies.size(); ++symbol) {
    if (frequencies[symbol] > 0) symbols.push_back(symbol);
  }
  std::stable_sort(symbols.begin(), symbols.end(),
                   [&](char32_t a, char32_t b) { return frequencies[a] > frequencies[b]; });
  codes->resize(frequencies.size());
  words.frequencies.push_back(0);
  for (const char32_t symbol : symbols) {
    (*codes)[symbol] = static_cast<uint32_t>(words.frequencies.size());
    words.frequencies.push_back(frequencies[symbol]);
  }
  for (uint32_t& code : words.codes) code = (*codes)[code];
  return words;
}

}  // namespace

struct Tokenizer::Scratch::State {
  void Reserve(size_t symbols) {
    if (codes.size() > symbols) return;
    codes.resize(symbols + 1);
    starts.resize(symbols + 1);
  }

  // Drops the first `count` of `size` symbols.
  void Drop(size_t count, size_t size) {
    std::memmove(codes.data(), codes.data() + count, (size - count) * sizeof(codes[0]));
    std::memmove(starts.data(), starts.data() + count, (size + 1 - count) * sizeof(starts[0]));
  }

  std::vector<uint32_t> codes;       // of symbols that follow each other
  std::vector<uint32_t> simplified;  // of the simplified forms of a run's symbols
  std::vector<size_t> starts;  // the starts of the symbols in the text, and the end of the last one
  BestPath path;
  Phrases::Scratch phrases;
};

Tokenizer::Scratch::Scratch() : state_(std::make_unique<State>()) {}
Tokenizer::Scratch::Scratch(Scratch&&) noexcept = default;
Tokenizer::Scratch& Tokenizer::Scratch::operator=(Scratch&&) noexcept = default;
Tokenizer::Scratch::~Scratch() = default;

Tokenizer::Tokenizer(const Lexicon& lexicon, TokenizerOptions options)
    : options_(options),
      script_(options.script.value_or(lexicon.rules() == Rules::kUnits ? Script::kAuto
                                                                       : Script::kNone)),
      lexicon_size_(lexicon.size()),
      lexicon_checksum_(lexicon.Checksum()) {
  if (options.rules.value_or(lexicon.rules()) == Rules::kUnits) {
    units_ = std::make_unique<const UnitRules>(options.alphabet);
  }
  Encoded words = Encode(lexicon, units_.get(), &codes_);
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
  if (units_ != nullptr) {
    codes_.resize(std::max(codes_.size(), kCommonSymbols));
    PrepareScript(std::move(words.frequencies));
  }
  if (!words.phrases.empty()) PreparePhrases(words.phrases);
  if (units_ == nullptr) return;
  for (char32_t symbol = 0; symbol < codes_.size(); ++symbol) {
    codes_[symbol] = WithUnitCode(codes_[symbol], units_->CodeOf(symbol));
    const bool may_begin = phrases_ != nullptr && phrases_->MayBegin(symbol);
    if (may_begin) codes_[symbol] |= kMayBeginPhrase;
  }
}

void Tokenizer::PreparePhrases(const std::vector<std::u32string>& phrases) {
  Phrases::FormOf form_of;
  if (units_ != nullptr && (script_ == Script::kHant || script_ == Script::kAuto)) {
    form_of = [&](char32_t symbol) -> Phrases::Form {
      const char32_t form = HantHans::Get().Simplified(symbol);
      if (form == symbol) return {symbol, false};
      // Some simplified forms are beyond the table of codes.
      const auto code_of = [&](char32_t c) {
        return c < codes_.size() ? WithoutMarks(NumberOf(codes_[c])) : 0;
      };
      return {form, script_ == Script::kHant || IsForeign(code_of(symbol), code_of(form))};
    };
  }
  phrases_ = std::make_unique<const Phrases>(phrases, units_.get(), form_of);
}

size_t Tokenizer::bytes() const {
  return codes_.size() * sizeof(codes_[0]) + nodes_.size() * sizeof(Node) +
         (phrases_ == nullptr ? 0 : phrases_->bytes());
}

void Tokenizer::PrepareScript(std::vector<uint64_t> frequencies) {
  if (script_ == Script::kHant) {
    const HantHans& forms = HantHans::Get();
    for (char32_t symbol = 0; symbol < codes_.size(); ++symbol) {
      if (forms.Simplified(symbol) != symbol) codes_[symbol] |= kMayBeTraditional;
    }
  } else if (script_ == Script::kAuto) {
    rare_below_ = std::accumulate(frequencies.begin(), frequencies.end(), uint64_t{0}) / kRare;
    for (char32_t symbol = 0; symbol < codes_.size(); ++symbol) {
      const bool is_rare = frequencies[codes_[symbol]] < rare_below_;
      if (is_rare && IsIdeograph(symbol)) codes_[symbol] |= kMayBeTraditional;
    }
    frequencies_ = std::move(frequencies);
  }
}

bool Tokenizer::IsForeign(uint32_t code, uint32_t form) const {
  return frequencies_[code] < rare_below_ && frequencies_[code] < frequencies_[form] / kForeign;
}

bool Tokenizer::AddTraditional(std::string_view text, size_t begin, size_t end,
                               Scratch::State* scratch, std::vector<Token>* tokens) const {
  const HantHans& forms = HantHans::Get();
  std::vector<uint32_t>& simplified = scratch->simplified;
  simplified.assign(scratch->codes.begin() + static_cast<ptrdiff_t>(begin),
                    scratch->codes.begin() + static_cast<ptrdiff_t>(end));
  bool is_traditional = false;
  const char* const text_end = text.data() + text.size();
  for (size_t i = begin; i < end; ++i) {
    const char32_t symbol = DecodeUtf8(text.data() + scratch->starts[i], text_end).scalar;
    const char32_t form = symbol == kInvalid ? symbol : forms.Simplified(symbol);
    if (form == symbol) continue;
    const uint32_t code = WithoutMarks(NumberOf(CodeOf(form)));
    is_traditional |= script_ == Script::kHant || IsForeign(scratch->codes[i], code);
    simplified[i - begin] = code;
  }
  if (is_traditional) AddBestPath<true>(begin, end, end, scratch, tokens);
  return is_traditional;
}

Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer::~Tokenizer() = default;

uint32_t Tokenizer::RareCode(char32_t symbol) const {
  return units_ == nullptr ? 0 : WithUnitCode(0, units_->CodeOf(symbol));
}

void Tokenizer::Tokenize(std::string_view text, Scratch* scratch,
                         std::vector<Token>* tokens) const {
  TokenizeWith(phrases_.get(), text, scratch, tokens);
}

void Tokenizer::TokenizeWithoutPhrases(std::string_view text, Scratch* scratch,
                                       std::vector<Token>* tokens) const {
  TokenizeWith(nullptr, text, scratch, tokens);
}

void Tokenizer::TokenizeWith(const Phrases* phrases, std::string_view text, Scratch* scratch,
                             std::vector<Token>* tokens) const {
  tokens->clear();
  if (units_ != nullptr) {
    TokenizeByUnits(phrases, text, scratch->state_.get(), tokens);
  } else {
    TokenizeAsNlpZero(phrases, text, scratch->state_.get(), tokens);
  }
}

size_t Tokenizer::Decode(std::string_view text, size_t* at, size_t size, size_t most,
                         Scratch::State* scratch) const {
  uint32_t* const codes = scratch->codes.data();
  size_t* const starts = scratch->starts.data();
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const char* from = begin + *at;
  while (from < end && size < most) {
    starts[size] = static_cast<size_t>(from - begin);
    if (end - from >= 4) {
      uint32_t word;
      std::memcpy(&word, from, sizeof(word));
      if (HasFormOfThree(word) && NeedsThree(ScalarOfThree(word))) {
        codes[size++] = CodeOf(ScalarOfThree(word));
        from += 3;
        continue;
      }
    }
    const Decoded decoded = DecodeUtf8(from, end);
    codes[size++] = CodeOf(decoded.scalar);
    from += decoded.size;
  }
  starts[size] = *at = static_cast<size_t>(from - begin);
  return size;
}

void Tokenizer::TokenizeByUnits(const Phrases* phrases, std::string_view text,
                                Scratch::State* scratch, std::vector<Token>* tokens) const {
  // A run and a unit after it, both as long as possible, and what the rules look at behind them. A
  // phrase is shorter than the longest unit.
  constexpr size_t kMost = 2 * kLongestRun + 16;
  const uint32_t begins_phrase = phrases == nullptr ? 0 : kMayBeginPhrase;
  scratch->Reserve(std::min(text.size(), kMost));
  uint32_t* const codes = scratch->codes.data();
  size_t size = 0;
  for (size_t at = 0; size > 0 || at < text.size();) {
    size = Decode(text, &at, size, kMost, scratch);
    const bool last = at == text.size();
    size_t run = 0;
    const auto end_run = [&](size_t end) {
      uint32_t all = 0;
      for (size_t i = run; i < end; ++i) {
        all |= NumberOf(codes[i]);
        codes[i] = WithoutMarks(codes[i]);
      }
      const bool may_be_traditional = (all & kMayBeTraditional) != 0;
      if (!may_be_traditional || !AddTraditional(text, run, end, scratch, tokens)) {
        AddBestPath<false>(run, end, size, scratch, tokens);
      }
      run = end;
    };
    for (size_t i = 0; i < size;) {
      if (i - run == kLongestRun) end_run(i);
      size_t token = 0;  // the size of the phrase or unit here
      if ((codes[i] & begins_phrase) != 0) {
        const size_t begin = scratch->starts[i];
        token = phrases->At(text, begin, kInvalid, true, &scratch->phrases).symbols;
        if (token > size - i) break;
      }
      if (token == 0 && units_->MayBegin(codes[i])) {
        bool settled;
        token = units_->UnitAt(codes + i, codes + size, &settled);
        if (!settled && !last) break;
      }
      if (token == 0) {
        ++i;
        continue;
      }
      end_run(i);
      run = i += token;
      tokens->push_back({scratch->starts[run - token], scratch->starts[run]});
    }
    if (last) {
      end_run(size);
      return;
    }
    scratch->Drop(run, size);
    size -= run;
  }
}

void Tokenizer::TokenizeAsNlpZero(const Phrases* phrases, std::string_view text,
                                  Scratch::State* scratch, std::vector<Token>* tokens) const {
  scratch->Reserve(std::min(text.size(), kLongestStretch));
  uint32_t* const codes = scratch->codes.data();
  size_t* const starts = scratch->starts.data();
  size_t size = 0;  // of the current stretch, in symbols
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto end_stretch = [&](size_t at) {
    starts[size] = at;
    const size_t first = tokens->size();
    AddBestPath<false>(0, size, size, scratch, tokens);
    if (options_.joining && tokens->size() > first + 1) JoinTokens(text, first, tokens);
    size = 0;
  };
  // The last symbol of the stretch.
  const auto before = [&] {
    return size == 0 ? kInvalid : DecodeUtf8(begin + starts[size - 1], end).scalar;
  };
  for (const char* at = begin; at < end;) {
    const Decoded decoded = DecodeUtf8(at, end);
    const auto start = static_cast<size_t>(at - begin);
    size_t token = SeparatesTokens(decoded.scalar) ? decoded.size : 0;
    if (phrases != nullptr && phrases->MayBegin(decoded.scalar)) {
      const auto phrase = phrases->At(text, start, before(), true, &scratch->phrases);
      if (phrase.bytes > 0) token = phrase.bytes;
    }
    if (token > 0) {
      end_stretch(start);
      tokens->push_back({start, start + token});
      at += token;
      continue;
    }
    at += decoded.size;
    codes[size] = CodeOf(decoded.scalar);
    starts[size++] = start;
    if (size == kLongestStretch) end_stretch(start + decoded.size);
  }
  end_stretch(text.size());
}

template <bool kSimplified>
void Tokenizer::AddBestPath(size_t begin, size_t end, size_t known, Scratch::State* scratch,
                            std::vector<Token>* tokens) const {
  if (begin == end) return;
  const uint32_t* const codes = scratch->codes.data() + begin;
  const uint32_t* const simplified = scratch->simplified.data();
  const Node* const nodes = nodes_.data();
  const size_t states = nodes_.size();
  const size_t size = end - begin;
  known -= begin;
  // Loads the state after the two symbols at a later start into the cache.
  const auto prefetch = [&](size_t at) {
    if (at + 1 >= known) return;
    const size_t first = size_t{nodes[Trie::kRoot].base} + NumberOf(codes[at]);
    if (first >= states) return;
    const size_t second = size_t{nodes[first].base} + NumberOf(codes[at + 1]);
    if (second < states) __builtin_prefetch(nodes + second);
  };
  scratch->path.Find(size, [&](size_t start, const auto& edge) {
    prefetch(start + kAhead);
    uint32_t state = Trie::kRoot;
    for (size_t at = start; at < size; ++at) {
      // No state is the child of another by code 0, which stands for symbols that are in no word.
      const uint32_t next = nodes[state].base + codes[at];
      if (next >= states || nodes[next].parent != state) break;
      state = next;
      edge(at + 1, nodes[next].score);
    }
    if constexpr (kSimplified) {
      state = Trie::kRoot;
      for (size_t at = start; at < size; ++at) {
        const uint32_t next = nodes[state].base + simplified[at];
        if (next >= states || nodes[next].parent != state) break;
        state = next;
        edge(at + 1, nodes[next].score);
      }
    }
  });
  scratch->path.ForEach(size, [&](size_t first, size_t last) {
    tokens->push_back({scratch->starts[begin + first], scratch->starts[begin + last]});
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
