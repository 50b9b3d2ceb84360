// The main job: from a corpus to a lexicon, in one call.
//
//   const ciku::Corpus corpus = ciku::Corpus::Open({"corpus/"});
//   ciku::MinedLexicon lexicon = ciku::Mine(corpus, {});
//   lexicon.Save("lexicon.tsv");
#ifndef CIKU_ENGINE_DISCOVER_MINE_H_
#define CIKU_ENGINE_DISCOVER_MINE_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ciku/corpus.h"
#include "ciku/lexicon_format.h"
#include "ciku/method_options.h"
#include "ciku/resources.h"
#include "ciku/text_options.h"
#include "ciku/word_list.h"
#include "ciku/words.h"

namespace ciku {

class MinedWords;

struct MineOptions {
  TextOptions text = {};
  MethodOptions method = {};
  // Which words are listed, and in which order.
  FilterOptions filter = {};
  SelectionOptions selection = {};
  uint64_t top = std::numeric_limits<uint64_t>::max();  // lists only the first words
  // Measures the listed words, at the cost of reading the corpus once more. A selection that needs
  // statistics measures them anyway.
  bool statistics = false;
  // The same for some statistics, by the names of their columns (words.h), if not all are wanted.
  // Word and count may be among them.
  std::vector<std::string> columns = {};
  // A lexicon file whose counts are added before any word is chosen; empty for none. They may add
  // up to 2^50.
  std::string add_counts = {};
  // The format of all lexicons that the options name; told from the lines of each if it is missing.
  std::optional<LexiconFormat> lexicon_format = {};
  // Lists Latin words and numbers, too, of up to 255 bytes: those that occur twice or more, and as
  // often as other words have to. They are not divided from text by their counts but by the rules
  // for units, so text.rules must be Rules::kUnits. They have no statistics: words can then be
  // sorted only by count, and not be measured. At the cost of reading the corpus once more.
  bool units_listed = false;
  // A counts file (counts.h) of n-grams that replaces the first sweep: the corpus is cut by it. The
  // text options are then those of the counts.
  std::string counts = {};
  // A joints file (counts.h) that replaces the first sweep and weighing. The method must be the one
  // by which the joints were weighed (MethodOfJoints); the text options are those of the counts.
  std::string joints = {};
  // A counts file of pieces that replaces both sweeps. The corpus is then not read, so words cannot
  // be measured. The method must be the one that cut the pieces.
  std::string pieces = {};
};

// A word of a mined lexicon, valid during a visit.
struct MinedWord {
  std::string_view text;                       // UTF-8
  uint64_t count = 0;                          // as a piece
  const WordStatistics* statistics = nullptr;  // null if words were not measured
};

// Words that no run can hold: how many they are, and the first of them.
struct NotInRuns {
  uint64_t words = 0;
  std::string example = {};

  void Add(std::string_view word) {
    if (words++ == 0) example = word;
  }
};

// What a run read and found.
struct MineFigures {
  InputFigures input;
  uint64_t symbols = 0;          // all occurrences of symbols
  uint64_t distinct = 0;         // distinct pairs, n-grams of two symbols or more, or seeds
  uint64_t strong = 0;           // those of them that hold together, or are kept as words
  uint64_t pieces = 0;           // all occurrences of pieces or tokens
  uint64_t overlong_pieces = 0;  // pieces of more than kMaxWordLength symbols, which are no words
  uint64_t spilled_bytes = 0;
  uint64_t uncounted_inputs = 0;  // inputs that a counts file, if one was given, did not count
  // The option whose threshold leaves no word of two symbols or more; empty if there are such
  // words, or if the method does not tell.
  std::string too_high = {};
  // The words of the dictionary that mining cannot find, because they hold a unit or a character
  // that is no symbol.
  NotInRuns not_in_runs = {};
  // The same for words whose counts were to be added: they are left out.
  NotInRuns added_left_out = {};
  MethodTerms terms;
  size_t threads = 0;     // the number that the memory budget had room for
  size_t block_size = 0;  // bytes of text that a thread reads at once
};

// The words of a run in the order asked for, by default the most frequent first and words of equal
// count by code points. They are in memory or in spilled files, as the budget allows. Not safe for
// use by two threads at once.
class MinedLexicon {
 public:
  // For Mine.
  explicit MinedLexicon(std::unique_ptr<MinedWords> words);
  MinedLexicon(MinedLexicon&&) noexcept;
  MinedLexicon& operator=(MinedLexicon&&) noexcept;
  ~MinedLexicon();

  // How many words are listed.
  uint64_t size() const;

  // Whether words have statistics.
  bool measured() const;

  // Calls visit(word) for every listed word, in order. To be called once: words that do not fit in
  // memory are merged from spilled files, which are gone afterwards.
  void ForEach(const std::function<void(const MinedWord&)>& visit);

  // Returns all words in memory, with the statistics that they have. To be called once, in place of
  // ForEach.
  WordList List();

  // Writes the words to a file, with the columns of their statistics if they have any and the
  // format holds them. If no format is named, the name of the file tells it: lexicon.csv,
  // lexicon.jsonl.gz; tsv for other names. To be called once, in place of ForEach. Throws IoError,
  // and InputError if the format cannot hold a word.
  void Save(const std::string& path, std::optional<LexiconFormat> format = {});

  // Hands the lexicon on to write(text). Words that the format cannot hold are left out. To be
  // called once, in place of ForEach. Throws UsageError if the layout contradicts itself, or if the
  // words do not have the statistics of a column.
  WrittenWords Write(const LexiconLayout& layout,
                     const std::function<void(std::string_view)>& write);

  const MineFigures& figures() const;

 private:
  std::unique_ptr<MinedWords> words_;
};

// Finds the words of a corpus. The result is the same for every number of threads, memory budget,
// block size, order of inputs and compression. Several threads may call it at once, each with its
// own Storage. O(size of the text): two sweeps over the corpus, three with statistics.
//
// Throws UsageError if options contradict each other or if the budget is too small; the error names
// the least that would do. Throws InputError, CorruptionError or IoError, which names file and
// place, if inputs cannot be read as asked.
MinedLexicon Mine(const Corpus& corpus, const MineOptions& options,
                  const Resources& resources = DefaultResources(),
                  const Storage& storage = Storage(), Observer* observer = NoObserver());

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_MINE_H_
