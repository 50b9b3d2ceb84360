// A generator of Chinese-looking text with a known lexicon, for benchmarks and tests.
//
// First a lexicon is made, the planted words: words of 1 to 8 symbols of the basic CJK block, and
// some ASCII words and numbers, all distinct. Text is then words drawn one by one, independently of
// each other, with Zipf frequencies among the words of each length. Clauses of 2 to 14 words end
// with "，" or "。", and a record is a line of 2 to 16 clauses. The same options give the same
// bytes on every machine: the generator uses no distribution of the standard library, and integers
// only, except for exactly rounded square roots.
//
// What the pair cut can find, if the strong pairs are those of exactly this text: a planted word is
// certainly in the mined lexicon, with a count of `CountLone` or more, if
// `CountLone` is >= min_count. This takes two things:
//   * Every pair inside the word is strong (`HoldsTogether`). This holds for nearly all words,
//     because pairs that would be weak are avoided, as far as can be estimated, when words are
//     made.
//   * The word stands often enough between joints that are not strong. Words are drawn
//     independently, so the PMI of a joint stays below ln(symbols / words) ~ 0.8, except where rare
//     symbols meet by chance, or a joint spells a pair that is inside another word.
// Of the words of two or more symbols that occur 10 times or more in the first 20 MB of the default
// text, 96 % are found at min_count 10 and min_pmi 1. The following are not found:
//   * words with a weak pair inside, whose symbols are so common that they meet as often by chance;
//   * words that occur hardly more often than min_count and are joined to a neighbour once or
//   twice.
//     At min_pmi 0 there are more of these, because common symbols attract each other slightly.
// One-symbol words are found if they are frequent, but prove little: they simply remain between
// cuts. The lexicon also has single symbols and other fragments of words that are below min_count
// or have a weak pair inside, and neighbours that were joined by chance.

#ifndef CIKU_BENCH_GENERATOR_H_
#define CIKU_BENCH_GENERATOR_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ciku::bench {

// With the defaults, the text resembles Chinese text. Some options have ranges.
struct GeneratorOptions {
  uint64_t seed = 1;
  uint32_t words = 50'000;   // size of the planted lexicon, 100 to 1,000,000
  uint32_t symbols = 6'300;  // distinct CJK symbols to build words from, 1,000 to 20,902
  // The symbol of rank r is drawn into a word with weight 1 / (r + shift)^2. Common and rare words
  // of each length have different shifts. A larger shift makes symbols more evenly frequent, gives
  // more distinct pairs, and fewer weak pairs inside words. 10 to 100,000.
  uint32_t common_shift = 40;
  uint32_t rare_shift = 1'000;
  // Written after every word and punctuation mark except at the end of a record; at most 4 bytes.
  // With " ", the text is the correct segmentation of the text that the same options give with "".
  std::string separator;
};

struct PlantedWord {
  std::string text;    // UTF-8
  uint64_t count = 0;  // occurrences in the text generated so far
};

// A small generator of pseudo-random numbers (splitmix64). Its definition fixes the sequence.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }

  // Uniform in [0, bound).
  uint32_t Below(uint32_t bound) {
    return static_cast<uint32_t>(((Next() >> 32) * uint64_t{bound}) >> 32);
  }

 private:
  uint64_t state_;
};

// Draws indices with given integer weights in constant time (Walker's alias method).
class AliasTable {
 public:
  // There may be at most 2^20 weights, each above 0, with a sum below 2^32.
  explicit AliasTable(const std::vector<uint32_t>& weights);

  uint32_t Draw(Random* random) const {
    const uint64_t bits = random->Next();
    const auto index = static_cast<uint32_t>(((bits >> 32) * slots_.size()) >> 32);
    const Slot& slot = slots_[index];
    return static_cast<uint32_t>(bits) < slot.threshold ? index : slot.alias;
  }

 private:
  struct Slot {
    uint32_t threshold;  // in units of 2^-32
    uint32_t alias;
  };
  std::vector<Slot> slots_;
};

// Not safe for use by two threads at once. Takes less than 15 MB with 50,000 words, and 160 MB with
// 1,000,000.
class Generator {
 public:
  // Throws std::invalid_argument if an option is out of its range, or if the symbols are too few or
  // too unevenly frequent to make so many distinct words.
  explicit Generator(const GeneratorOptions& options);

  // Appends whole records to `out` until it has grown by at least `bytes`; it grows by less than
  // one record more. The next call continues the same endless text, which does not depend on the
  // sizes of the calls.
  void Append(size_t bytes, std::string* out);

  // The planted words that have occurred so far, sorted by descending count, then by code points.
  std::vector<PlantedWord> Planted() const;

 private:
  struct Lexicon;

  // All bytes are copied, but only `size` of them count: copies of a fixed size are fast.
  struct Token {
    std::array<char, 28> bytes;
    uint32_t size;
  };

  Generator(const GeneratorOptions& options, const Lexicon& lexicon);
  Token MakeToken(std::string_view text) const;
  char* WriteRecord(char* cursor);
  char* WriteWords(char* cursor);
  static char* WriteToken(const Token& token, char* cursor);

  Random random_;
  std::string separator_;
  AliasTable table_;
  Token comma_;
  Token stop_;
  std::vector<Token> words_;
  std::vector<uint64_t> counts_;
};

namespace internal {

// Takes one symbol off the front of valid, non-empty UTF-8.
inline char32_t TakeSymbol(std::string_view* text) {
  const auto lead = static_cast<unsigned char>(text->front());
  const size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t symbol = size == 1 ? lead : lead & (0x7FU >> size);
  for (const char byte : text->substr(1, size - 1)) {
    symbol = (symbol << 6) | (static_cast<unsigned char>(byte) & 0x3FU);
  }
  text->remove_prefix(size);
  return symbol;
}

inline std::u32string Decode(std::string_view text) {
  std::u32string symbols;
  while (!text.empty()) symbols.push_back(TakeSymbol(&text));
  return symbols;
}

}  // namespace internal

// Whether the pair cut never cuts inside `word` (UTF-8), because every pair of neighbours in it is
// strong. `strong(first, second)` takes two char32_t.
template <typename Strong>
bool HoldsTogether(std::string_view word, const Strong& strong) {
  const std::u32string symbols = internal::Decode(word);
  for (size_t i = 1; i < symbols.size(); ++i) {
    if (!strong(symbols[i - 1], symbols[i])) return false;
  }
  return true;
}

// Takes whole records generated with the separator " ". Returns for every word how often it is a
// piece by itself: it holds together, and there is no strong pair across either end. Words that
// never are are left out.
template <typename Strong>
std::map<std::string, uint64_t> CountLone(std::string_view segmented, const Strong& strong) {
  std::map<std::string, uint64_t> counts;
  std::string_view word;  // the word before the current token; empty at the start of a clause
  bool joined_left = false;
  while (!segmented.empty()) {
    const std::string_view token = segmented.substr(0, segmented.find_first_of(" \n"));
    const bool is_mark = token == "，" || token == "。";
    const bool joined_right =
        !word.empty() && !is_mark &&
        strong(internal::Decode(word).back(), internal::Decode(token).front());
    if (!word.empty() && !joined_left && !joined_right && HoldsTogether(word, strong)) {
      ++counts[std::string(word)];
    }
    word = is_mark ? std::string_view() : token;
    joined_left = joined_right;
    segmented.remove_prefix(std::min(token.size() + 1, segmented.size()));
  }
  return counts;
}

}  // namespace ciku::bench

#endif  // CIKU_BENCH_GENERATOR_H_
