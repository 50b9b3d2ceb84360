// Words of a lexicon: their statistics, and the options that choose which words are listed.
#ifndef CIKU_ENGINE_LEXICON_WORDS_H_
#define CIKU_ENGINE_LEXICON_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ciku {

// Statistics of a word: most of them over all its occurrences in runs, overlapping ones included.
struct WordStatistics {
  uint64_t frequency = 0;  // occurrences
  uint64_t documents = 0;  // records with at least one occurrence
  // The least ln(N1 f(w) / (f(left) f(right))) over the divisions of the word into two parts, in
  // nats. A word of one symbol has none. That of a word that does not occur is minus infinity,
  // written as missing: its count comes from elsewhere.
  std::optional<double> cohesion = {};
  // The entropies of the neighbours before and after the word, in nats. The boundary of a run is
  // one more neighbour.
  double left_entropy = 0;
  double right_entropy = 0;
  // How many different neighbours there are before and after the word.
  uint64_t left_variety = 0;
  uint64_t right_variety = 0;

  // From dividing the corpus into the words of the lexicon. Missing if it was not divided. The gain
  // and the score of a word that is never a token are minus infinity, written as missing.
  // In how many of 64 stretches of the corpus, of the same size, the word is a token.
  std::optional<uint64_t> stretches = {};
  // By how much the logarithm of the word's probability exceeds that of its best division into
  // other words, in nats. A word of one symbol has none.
  std::optional<double> gain = {};
  // ln b + 0.3 min(max(0, gain - t), 8) - 0.9 (k - 2), for a word of k >= 2 symbols in b > 0
  // stretches; t is the gain that words of this length must have (U2026). Words that occur
  // everywhere come before phrases of one event; and length counts against a word because each
  // further symbol raises its gain.
  std::optional<double> score = {};
};

// Which statistics the words of a lexicon have.
struct KnownStatistics {
  bool measured = false;  // those of all occurrences
  bool divided = false;   // those of dividing the corpus
};

// A statistic as users see it.
struct Statistic {
  // The value of --sort. The threshold's option is --min-NAME.
  std::string_view name;
  // The column of TSV and the field of JSON lines; empty if the statistic is not written.
  std::string_view column = {};
  bool is_count = false;  // a whole number; others are written with six decimals
  uint64_t greatest = std::numeric_limits<uint64_t>::max();  // that a count can be
  // Known from dividing the corpus into words; others are measured over all occurrences.
  bool of_division = false;
  // If not empty, follows the name in help texts.
  std::string_view meaning = {};
  // The help text of the threshold; empty if there is none.
  std::string_view threshold_help = {};
  // Returns the value, or nothing if the word has no such statistic. The word then passes all
  // thresholds and is sorted last. A value that is not finite is no number: it is written as
  // missing, passes no threshold and is sorted even after those.
  std::optional<double> (*value)(const WordStatistics&);

  // Whether words of which these statistics are known have it.
  bool IsKnown(const KnownStatistics& known) const {
    return of_division ? known.divided : known.measured;
  }

  std::string threshold() const { return "--min-" + std::string(name); }
};

// All statistics, in the order of their columns.
std::span<const Statistic> AllStatistics();

// Returns the statistic with this name; null if there is none.
const Statistic* StatisticNamed(std::string_view name);

// A range of lengths of words, in symbols, both ends included.
struct LengthRange {
  size_t least = 1;
  size_t most = std::numeric_limits<size_t>::max();

  bool Contains(size_t length) const { return length >= least && length <= most; }
};

// The conditions of a listed word that depend on the word itself.
struct FilterOptions {
  LengthRange lengths = {};
  bool no_digits = false;  // leaves out words that hold a digit: general category Nd
  bool no_latin = false;   // leaves out words that hold a letter of script Latin
  // Lexicons, in any format, whose words are left out.
  std::vector<std::string> excluded = {};
  std::vector<std::string> stop_words = {};  // the same
};

// The conditions of a listed word that depend on statistics, and the order of the list.
struct SelectionOptions {
  // The least values that listed words must have, by the names of the statistics: {{"entropy",
  // 1.5}}.
  std::map<std::string, double> least = {};
  // "count" and the name of a statistic sort the greatest first, "word" by code points.
  std::string sort = "count";

  // True if words have to be measured, or the corpus to be divided into words, for this selection.
  bool NeedsMeasuring() const;
  bool NeedsDivision() const;
  // Whether the words have to be in memory for it.
  bool NeedsWords() const;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_WORDS_H_
