#include "engine/lexicon/tokenizer.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/lexicon/trie.h"
#include "engine/text/threads.h"

namespace ciku {
namespace {

constexpr double kBridge = -100;
constexpr double kFirst = 1;
constexpr double kNone = -std::numeric_limits<double>::infinity();

bool IsLetterOrDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// Joins letters and digits, as the head of the header says.
void Join(std::string_view text, std::vector<Token>* tokens) {
  bool is_open = false;
  auto last = tokens->begin();  // of those that are done
  for (auto token = tokens->begin(); token != tokens->end(); ++token) {
    const std::string_view bytes = token->In(text);
    const bool is_word = IsLetterOrDigit(bytes.back());
    if (is_word && is_open && std::all_of(bytes.begin(), bytes.end(), [](char c) {
          return IsLetterOrDigit(c) || c == '.';
        })) {
      std::prev(last)->end = token->end;
      continue;
    }
    is_open = is_word && !is_open;
    *last++ = *token;
  }
  tokens->erase(last, tokens->end());
}

// The words of a dictionary as codes, which are given to symbols as they come.
struct Encoded {
  std::vector<uint32_t> codes;
  std::vector<uint64_t> ends;
  std::vector<uint64_t> counts;
};

}  // namespace

Tokenizer::Tokenizer(const Dictionary& dictionary, TokenizerOptions options) : options_(options) {
  // Frequent symbols get small codes, so that the trie's busy states lie together.
  Encoded words;
  uint32_t last_code = 0;
  for (const auto& [word, count] : dictionary.Sorted()) {
    const char* const end = word.data() + word.size();
    for (const char* at = word.data(); at < end;) {
      const Decoded decoded = DecodeUtf8(at, end);
      if (decoded.scalar >= codes_.size()) codes_.resize(decoded.scalar + 1);
      uint32_t& code = codes_[decoded.scalar];
      if (code == 0) code = ++last_code;
      words.codes.push_back(code);
      at += decoded.size;
    }
    words.ends.push_back(words.codes.size());
    words.counts.push_back(count);
  }
  const CodedWords coded{words.codes, words.ends};
  const Trie trie(coded, SortWords(coded));
  nodes_.assign(trie.cells(), {0, Trie::kNone, kNone});
  const double log_total = std::log(static_cast<double>(dictionary.total()));
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
  scratch->codes.clear();
  scratch->starts.clear();
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto end_stretch = [&](size_t at) {
    scratch->starts.push_back(at);
    AddBestPath(scratch, tokens);
    scratch->codes.clear();
    scratch->starts.clear();
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
    scratch->codes.push_back(CodeOf(decoded.scalar));
    scratch->starts.push_back(start);
    if (scratch->codes.size() == kLongestStretch) end_stretch(start + decoded.size);
  }
  end_stretch(text.size());
  if (options_.joining) Join(text, tokens);
}

// Adds the tokens of a stretch.
void Tokenizer::AddBestPath(Scratch* scratch, std::vector<Token>* tokens) const {
  const std::vector<uint32_t>& codes = scratch->codes;
  const size_t size = codes.size();
  if (size == 0) return;
  if (scratch->scores.size() < size + 1) {
    scratch->scores.resize(size + 1);
    scratch->origins.resize(size + 1);
  }
  double* const scores = scratch->scores.data();
  uint32_t* const origins = scratch->origins.data();
  std::fill_n(scores, size + 1, kNone);
  scores[0] = kFirst;
  for (size_t start = 0; start < size; ++start) {
    const double score = scores[start];
    uint32_t state = Trie::kRoot;
    for (size_t at = start; at < size;) {
      const uint32_t next = nodes_[state].base + codes[at];
      if (codes[at] == 0 || next >= nodes_.size()) break;
      const Node& node = nodes_[next];
      if (node.parent != state) break;
      state = next;
      ++at;
      // -infinity where no word ends is never greater.
      if (score + node.score > scores[at]) {
        scores[at] = score + node.score;
        origins[at] = static_cast<uint32_t>(start);
      }
    }
    if (scores[start + 1] == kNone) {
      scores[start + 1] = score + kBridge;
      origins[start + 1] = static_cast<uint32_t>(start);
    }
  }
  const size_t before = tokens->size();
  for (size_t at = size; at > 0; at = origins[at]) {
    tokens->push_back({scratch->starts[origins[at]], scratch->starts[at]});
  }
  std::reverse(tokens->begin() + static_cast<std::ptrdiff_t>(before), tokens->end());
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
  OnThreads(threads, [&] {
    tbb::parallel_for(size_t{0}, texts.size(), [&](size_t i) { all[i] = Tokenize(texts[i]); });
  });
  return all;
}

}  // namespace ciku
