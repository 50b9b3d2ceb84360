#include "bench/generator.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <stdexcept>
#include <unordered_set>
#include <utility>

namespace ciku::bench {
namespace {

constexpr uint32_t kFirstSymbol = 0x4E00;
constexpr uint32_t kBasicSymbols = 20'902;  // U+4E00 to U+9FA5
constexpr uint32_t kCommonPart = 8;         // one word in eight is common
constexpr uint32_t kMaxAsciiWords = 2000;
constexpr uint64_t kTotalWeight = uint64_t{1} << 31;  // of all words together
constexpr int kDistinctAttempts = 1000;
constexpr int kAttempts = 24;        // to draw a word without a weak pair
constexpr int kCommonAttempts = 20;  // of these, with common symbols for a common word
constexpr uint64_t kStrongMargin = 4;
constexpr size_t kMaxWordBytes = 24;  // 8 symbols of 3 bytes
constexpr size_t kMaxSeparatorBytes = 4;

constexpr uint32_t kMinClauseWords = 2;
constexpr uint32_t kMaxClauseWords = 14;
constexpr uint32_t kMinRecordClauses = 2;
constexpr uint32_t kMaxRecordClauses = 16;
constexpr size_t kMaxTokenBytes = kMaxWordBytes + kMaxSeparatorBytes;
constexpr size_t kMaxRecordBytes = kMaxRecordClauses * (kMaxClauseWords + 1) * kMaxTokenBytes + 1;

// A kind of words: its share of the lexicon, its share of the text, and the steepness of its Zipf
// law: the word of rank r has weight 1 / (r + shift)^1.5. Shares are in thousandths.
struct WordClass {
  uint32_t length;  // in symbols; 0 stands for ASCII words and numbers
  uint32_t lexicon_share;
  uint32_t text_share;
  uint32_t shift;
};

// The shares are roughly those of segmented Chinese text. Among one-symbol words, a few particles
// are much more frequent than the rest.
constexpr WordClass kClasses[] = {
    {1, 60, 270, 10}, {2, 560, 470, 100}, {3, 160, 120, 100}, {4, 160, 95, 100}, {5, 25, 14, 100},
    {6, 15, 8, 100},  {7, 6, 5, 100},     {8, 4, 3, 100},     {0, 10, 15, 100},
};

// The number of words of a class. There are not enough symbols for many one-symbol words; ASCII
// words are kept few, so that their letters stay rare enough to hold together. More two-symbol
// words make up for both.
uint32_t ClassSize(const WordClass& word_class, const GeneratorOptions& options) {
  const uint32_t wanted = options.words / 1000 * word_class.lexicon_share +
                          options.words % 1000 * word_class.lexicon_share / 1000 + 1;
  if (word_class.length == 0) return std::min(wanted, kMaxAsciiWords);
  if (word_class.length == 1) return std::min(wanted, options.symbols / 2);
  if (word_class.length > 2) return wanted;
  uint32_t rest = options.words;
  for (const WordClass& other : kClasses) {
    if (other.length != 2) rest -= ClassSize(other, options);
  }
  return rest;
}

std::string EncodeSymbol(uint32_t symbol) {
  return {static_cast<char>(0xE0 | (symbol >> 12)),
          static_cast<char>(0x80 | ((symbol >> 6) & 0x3F)),
          static_cast<char>(0x80 | (symbol & 0x3F))};
}

// Draws the symbols of the language, the most common first.
std::vector<std::string> PickSymbols(uint32_t count, Random* random) {
  std::vector<uint32_t> block(kBasicSymbols);
  std::iota(block.begin(), block.end(), kFirstSymbol);
  std::vector<std::string> symbols;
  for (uint32_t i = 0; i < count; ++i) {
    std::swap(block[i], block[i + random->Below(kBasicSymbols - i)]);
    symbols.push_back(EncodeSymbol(block[i]));
  }
  return symbols;
}

// Weights in proportion to 1 / (rank + shift)^2. Their sum is less than shift + 1 times the first
// weight, and therefore below 2^32.
std::vector<uint32_t> SymbolWeights(uint32_t symbols, uint32_t shift) {
  const uint64_t numerator = uint64_t{shift} * shift * ((uint64_t{1} << 31) / (shift + 1));
  std::vector<uint32_t> weights;
  for (uint32_t rank = 0; rank < symbols; ++rank) {
    const uint64_t shifted = uint64_t{rank} + shift;
    weights.push_back(static_cast<uint32_t>(numerator / (shifted * shifted) + 1));
  }
  return weights;
}

// Two thirds are words of 2 to 8 small letters, the others are numbers of 1 to 4 digits.
std::string MakeAsciiWord(Random* random) {
  if (random->Below(3) == 0) return std::to_string(random->Below(10'000));
  std::string word(2 + random->Below(7), ' ');
  for (char& letter : word) letter = static_cast<char>('a' + random->Below(26));
  return word;
}

// 2^36 / x^1.5, the same on every machine, because IEEE square roots are exactly rounded. `x` must
// be below 2^21.
uint64_t InversePower(uint64_t x) {
  const auto root = static_cast<uint64_t>(std::sqrt(static_cast<double>(x << 20)));
  return (uint64_t{1} << 46) / (x * root);
}

// Zipf weights of `count` words, which together are `text_share` thousandths of kTotalWeight.
std::vector<uint32_t> ZipfWeights(const WordClass& word_class, uint32_t count) {
  const auto unit = [&](uint32_t rank) { return InversePower(uint64_t{rank} + word_class.shift); };
  uint64_t sum = 0;
  for (uint32_t rank = 0; rank < count; ++rank) sum += unit(rank);
  const uint64_t share = word_class.text_share * (kTotalWeight / 1000);
  std::vector<uint32_t> weights;
  for (uint32_t rank = 0; rank < count; ++rank) {
    weights.push_back(static_cast<uint32_t>(share * unit(rank) / sum + 1));
  }
  return weights;
}

// Makes the words of a lexicon, all distinct.
class WordMaker {
 public:
  explicit WordMaker(const GeneratorOptions& options)
      : random_(~options.seed),
        symbols_(PickSymbols(options.symbols, &random_)),
        use_(options.symbols),
        common_(SymbolWeights(options.symbols, options.common_shift)),
        rare_(SymbolWeights(options.symbols, options.rare_shift)) {}

  // `rank` is the word's number, from 0 on, in a class of `words` words. One-symbol words are the
  // most common symbols.
  std::string Make(uint32_t length, uint32_t rank, uint32_t words, uint32_t weight) {
    for (int attempt = 0; attempt < kDistinctAttempts; ++attempt) {
      std::vector<uint32_t> ranks = {rank};
      if (length != 1) ranks = DrawRanks(length, weight, rank < words / kCommonPart);
      std::string word = length == 0 ? MakeAsciiWord(&random_) : Spell(ranks);
      if (!made_.insert(word).second) continue;
      for (const uint32_t symbol : ranks) use_[symbol] += weight;
      return word;
    }
    throw std::invalid_argument("too few symbols, or too uneven, for so many distinct words");
  }

 private:
  // Draws again if a word would have a weak pair, but not endlessly: a few are wanted.
  std::vector<uint32_t> DrawRanks(uint32_t length, uint32_t weight, bool common) {
    std::vector<uint32_t> ranks(length);
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      const AliasTable& table = common && attempt < kCommonAttempts ? common_ : rare_;
      for (uint32_t& rank : ranks) rank = table.Draw(&random_);
      if (LooksStrong(ranks, weight)) break;
    }
    return ranks;
  }

  // Estimates the PMI of the pairs from the words made so far. Later words change it; the margin
  // allows for that.
  bool LooksStrong(const std::vector<uint32_t>& ranks, uint32_t weight) const {
    for (size_t i = 1; i < ranks.size(); ++i) {
      const uint64_t by_chance = use_[ranks[i - 1]] * use_[ranks[i]] / kTotalWeight;
      if (weight < kStrongMargin * by_chance) return false;
    }
    return true;
  }

  std::string Spell(const std::vector<uint32_t>& ranks) const {
    std::string word;
    for (const uint32_t rank : ranks) word += symbols_[rank];
    return word;
  }

  Random random_;
  std::vector<std::string> symbols_;  // the most common first
  std::vector<uint64_t> use_;         // by symbol: the weight of the words made so far that have it
  AliasTable common_;
  AliasTable rare_;
  std::unordered_set<std::string> made_;
};

GeneratorOptions Checked(const GeneratorOptions& options) {
  const auto require = [](uint64_t value, uint64_t low, uint64_t high, const char* message) {
    if (value < low || value > high) throw std::invalid_argument(message);
  };
  require(options.words, 100, 1'000'000, "words: 100 to 1000000");
  require(options.symbols, 1'000, kBasicSymbols, "symbols: 1000 to 20902");
  require(options.common_shift, 10, 100'000, "common shift: 10 to 100000");
  require(options.rare_shift, 10, 100'000, "rare shift: 10 to 100000");
  require(options.separator.size(), 0, kMaxSeparatorBytes, "separator: at most 4 bytes");
  return options;
}

}  // namespace

AliasTable::AliasTable(const std::vector<uint32_t>& weights) : slots_(weights.size()) {
  const uint64_t total = std::accumulate(weights.begin(), weights.end(), uint64_t{0});
  std::vector<uint64_t> left(weights.size());  // weight that is in no slot yet; slots hold `total`
  std::vector<uint32_t> small;
  std::vector<uint32_t> large;
  for (uint32_t i = 0; i < weights.size(); ++i) {
    left[i] = weights[i] * uint64_t{weights.size()};
    slots_[i] = {UINT32_MAX, i};
    (left[i] < total ? small : large).push_back(i);
  }
  while (!small.empty()) {  // so another index has more than `total` left
    const uint32_t poor = small.back();
    const uint32_t rich = large.back();
    small.pop_back();
    slots_[poor] = {static_cast<uint32_t>((left[poor] << 32) / total), rich};
    left[rich] -= total - left[poor];
    if (left[rich] >= total) continue;
    large.pop_back();
    small.push_back(rich);
  }
}

struct Generator::Lexicon {
  explicit Lexicon(const GeneratorOptions& options) {
    WordMaker maker(options);
    for (const WordClass& word_class : kClasses) {
      const uint32_t count = ClassSize(word_class, options);
      const std::vector<uint32_t> class_weights = ZipfWeights(word_class, count);
      for (uint32_t i = 0; i < count; ++i) {
        words.push_back(maker.Make(word_class.length, i, count, class_weights[i]));
      }
      weights.insert(weights.end(), class_weights.begin(), class_weights.end());
    }
  }

  std::vector<std::string> words;
  std::vector<uint32_t> weights;
};

Generator::Generator(const GeneratorOptions& options)
    : Generator(Checked(options), Lexicon(Checked(options))) {}

Generator::Generator(const GeneratorOptions& options, const Lexicon& lexicon)
    : random_(options.seed),
      separator_(options.separator),
      table_(lexicon.weights),
      comma_(MakeToken("，")),
      stop_(MakeToken("。")),
      counts_(lexicon.words.size()) {
  for (const std::string& word : lexicon.words) words_.push_back(MakeToken(word));
}

Generator::Token Generator::MakeToken(std::string_view text) const {
  Token token = {};
  char* const end = std::copy(text.begin(), text.end(), token.bytes.data());
  std::copy(separator_.begin(), separator_.end(), end);
  token.size = static_cast<uint32_t>(text.size() + separator_.size());
  return token;
}

void Generator::Append(size_t bytes, std::string* out) {
  const size_t start = out->size();
  out->resize(start + bytes + kMaxRecordBytes + kMaxTokenBytes);
  char* const begin = out->data() + start;
  char* cursor = begin;
  while (cursor < begin + bytes) cursor = WriteRecord(cursor);
  out->resize(start + static_cast<size_t>(cursor - begin));
}

char* Generator::WriteRecord(char* cursor) {
  const uint32_t clauses =
      kMinRecordClauses + random_.Below(kMaxRecordClauses - kMinRecordClauses + 1);
  for (uint32_t i = 1; i < clauses; ++i) {
    cursor = WriteWords(cursor);
    cursor = WriteToken(random_.Below(3) == 0 ? stop_ : comma_, cursor);
  }
  cursor = WriteToken(stop_, WriteWords(cursor)) - separator_.size();
  *cursor = '\n';
  return cursor + 1;
}

char* Generator::WriteWords(char* cursor) {
  const uint32_t words = kMinClauseWords + random_.Below(kMaxClauseWords - kMinClauseWords + 1);
  for (uint32_t i = 0; i < words; ++i) {
    const uint32_t word = table_.Draw(&random_);
    ++counts_[word];
    cursor = WriteToken(words_[word], cursor);
  }
  return cursor;
}

char* Generator::WriteToken(const Token& token, char* cursor) {
  std::memcpy(cursor, token.bytes.data(), token.bytes.size());
  return cursor + token.size;
}

std::vector<PlantedWord> Generator::Planted() const {
  std::vector<PlantedWord> planted;
  for (size_t i = 0; i < words_.size(); ++i) {
    if (counts_[i] == 0) continue;
    const size_t size = words_[i].size - separator_.size();
    planted.push_back({std::string(words_[i].bytes.data(), size), counts_[i]});
  }
  std::sort(planted.begin(), planted.end(), [](const PlantedWord& a, const PlantedWord& b) {
    return a.count != b.count ? a.count > b.count : a.text < b.text;
  });
  return planted;
}

}  // namespace ciku::bench
