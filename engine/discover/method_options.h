// How words are found: the methods and their thresholds.
#ifndef CIKU_ENGINE_DISCOVER_METHOD_OPTIONS_H_
#define CIKU_ENGINE_DISCOVER_METHOD_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ciku {

// The unigram method (U2026): every run of text is divided into the words that make it most
// probable; words that gain too little over their best division into other words are dropped, round
// by round. It needs Rules::kUnits.
struct UnigramOptions {
  // The length of the longest words, 2 to kMaxOrder (8); those of a dictionary may be longer.
  size_t order = 8;
  // The least count of a seed. If not given, it grows with the corpus: N / 25,000,000 for N
  // occurrences of symbols, but at least 2.
  std::optional<uint64_t> seed_count = {};
  // The least boundary entropy of a seed of 2, 3, ... symbols, in nats.
  std::vector<double> seed_entropy = DefaultEntropies(8);
  // The least gain of a word of 2, 3, ... symbols, in nats: by how much the logarithm of its
  // probability exceeds that of its best division into other words.
  std::vector<double> min_gain = DefaultGains(8);
  size_t rounds = 3;  // of dividing the text and dropping words; at least 1
  size_t passes = 2;  // over the text, in each round; at least 1
  // The least count of a word that is listed. At least 1.
  uint64_t min_count = 1;
  // A lexicon file whose words are seeds and are never dropped; empty for none.
  std::string dictionary = {};
  bool only_new = false;  // lists only words that are not in the dictionary

  // The defaults for lengths from 2 to `order`.
  static std::vector<double> DefaultEntropies(size_t order);
  static std::vector<double> DefaultGains(size_t order);
};

// The pair cut (S3913): text is cut between two neighbours that do not hold together; a piece that
// remains often enough is a word.
struct PairCutOptions {
  // The least count of a strong pair, and of a word. At least 1.
  uint64_t min_count = 10;
  // A pair is strong if ln(N n(ab) / (n(a) n(b))) is at least this, in nats.
  double min_pmi = 0;
  // Added to n(a), n(b) and n(ab) in that ratio. At least 0.
  double smoothing = 0;
};

// N-gram discovery (S4256/S6920): two neighbours stay together if a solid n-gram covers both.
struct NgramOptions {
  // The largest length of a solid n-gram, 2 to kMaxOrder (8).
  size_t order = 4;
  // The least count of a solid n-gram, and of a word. At least 1.
  uint64_t min_count = 10;
  // The least cohesion of a solid n-gram of 1, 2, ... symbols, in nats; one threshold for each
  // length up to the order. Single symbols are always solid.
  std::vector<double> thresholds = DefaultThresholds(4);

  // 0, 2, 4, ... for the lengths 1 to `order`. These are the sources' thresholds up to length 4.
  static std::vector<double> DefaultThresholds(size_t order);
};

// The word finder (S5597): like the pair cut, but with thresholds of probability instead of counts.
// Words that other words explain as well are dropped.
struct WordFinderOptions {
  // The probability of a strong pair, and of a word, is greater than this. Greater than 0.
  double min_proba = 1e-7;
  // The pointwise mutual information of a strong pair is greater than this, in nats.
  double min_pmi = 1;
};

// The terms that a method uses, in reports and on the screen, for what it counts.
struct MethodTerms {
  const char* count_pass = "";  // names of passes, also in work folders
  const char* weigh_pass = "";
  const char* distinct = "";  // fields of reports: "distinct_pairs", "strong_pairs"
  const char* strong = "";
  const char* plural = "";          // "pairs"
  const char* holds_together = "";  // "strong"
  const char* parts = "pieces";     // what text is divided into, also a field of reports
};

// The default is the unigram method. The others are the sources' own.
using MethodOptions = std::variant<UnigramOptions, PairCutOptions, NgramOptions, WordFinderOptions>;

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_METHOD_OPTIONS_H_
