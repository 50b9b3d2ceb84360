// Counts files hold the counts of n-grams, or of pieces, of a corpus. They can be kept, added up,
// weighed and printed.
//
//   ciku::Count(ciku::Corpus::Open({"a/"}), {}, "a.counts");
//   ciku::Count(ciku::Corpus::Open({"b/"}), {}, "b.counts");
//   ciku::Merge({"a.counts", "b.counts"}, "all.counts");
//   ciku::Mine(ciku::Corpus::Open({"a/", "b/"}), {.counts = "all.counts"}).Save("lexicon.tsv");
#ifndef CIKU_ENGINE_DISCOVER_COUNTS_H_
#define CIKU_ENGINE_DISCOVER_COUNTS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ciku/corpus.h"
#include "ciku/merge_options.h"
#include "ciku/mine.h"
#include "ciku/resources.h"
#include "ciku/text_options.h"

namespace ciku {

class CountsFile;
class ResultFile;

struct CountOptions {
  // The rules are Rules::kUnits unless they are given, as the unigram method needs. The sources'
  // methods usually go with Rules::kNlpZero.
  TextOptions text = {};
  // The length of the longest n-grams, 1 to 9; all shorter ones are counted as well. The unigram
  // method needs one more than its longest words have, the pair cut 2, n-gram discovery its order.
  size_t order = 9;
};

// What a counting run read and found.
struct CountFigures {
  InputFigures input;
  uint64_t symbols = 0;  // all occurrences of symbols
  uint64_t pairs = 0;    // all occurrences of two neighbours within a run
  uint64_t counts_bytes = 0;
  uint64_t spilled_bytes = 0;
  size_t threads = 0;     // the number that the memory budget had room for
  size_t block_size = 0;  // bytes of text that a thread reads at once
};

// Counts the n-grams of a corpus into a counts file, which appears when it is complete. The same
// inputs give the same bytes, whatever the resources. Throws as Mine does.
CountFigures Count(const Corpus& corpus, const CountOptions& options, const std::string& path,
                   const Resources& resources = DefaultResources(),
                   const Storage& storage = Storage(), Observer* observer = NoObserver());

// Adds up counts files, either of n-grams or of pieces, into a counts file `path`. The result is
// byte for byte what counting all inputs at once gives. Returns its size in bytes. O(n log k) for n
// entries in k files. Throws InputError if the files do not go together or if an input, or a part
// of a corpus, was counted twice, and UsageError if the memory is too little.
uint64_t Merge(const std::vector<std::string>& counts, const std::string& path,
               const Resources& resources = DefaultResources(), const Storage& storage = Storage(),
               Observer* observer = NoObserver());

// The same with options (merge_options.h): for one of several bins, which many processes may merge
// side by side, for sums without rare n-grams, and for sums that must not lack parts of a corpus.
uint64_t Merge(const std::vector<std::string>& counts, const MergeOptions& options,
               const std::string& path, const Resources& resources = DefaultResources(),
               const Storage& storage = Storage(), Observer* observer = NoObserver());

// Cuts a corpus by a counts file of n-grams and writes all pieces to a counts file `path`. Merge
// can add it to the pieces of other parts of the corpus; Mine can use it instead of its sweeps.
// Throws as Mine does.
MineFigures CutPieces(const Corpus& corpus, const std::string& counts, const MethodOptions& method,
                      const std::string& path, const Resources& resources = DefaultResources(),
                      const Storage& storage = Storage(), Observer* observer = NoObserver());

// What a weighing run found.
struct WeighFigures {
  uint64_t symbols = 0;   // all occurrences of symbols
  uint64_t distinct = 0;  // distinct pairs, or n-grams of two symbols or more
  uint64_t strong = 0;    // those of them that hold together
  uint64_t joints_bytes = 0;
  uint64_t spilled_bytes = 0;
  MethodTerms terms;
  size_t threads = 0;  // the number that the memory budget had room for
};

// Weighs a counts file of n-grams and writes what holds together to a joints file `path`, which is
// small. Mine and CutPiecesByJoints can use it in place of the counts, with the same result. Throws
// as Mine does, and UsageError for the unigram method.
WeighFigures Weigh(const std::string& counts, const MethodOptions& method, const std::string& path,
                   const Resources& resources = DefaultResources(),
                   const Storage& storage = Storage(), Observer* observer = NoObserver());

// Returns the method by which a joints file was weighed, with its thresholds.
MethodOptions MethodOfJoints(const std::string& path);

// Cuts a corpus by a joints file, as CutPieces does by the counts.
MineFigures CutPiecesByJoints(const Corpus& corpus, const std::string& joints,
                              const std::string& path,
                              const Resources& resources = DefaultResources(),
                              const Storage& storage = Storage(),
                              Observer* observer = NoObserver());

// Looks counts up in a counts file. Safe to share between threads.
class Counts {
 public:
  // Throws IoError, InputError if the file is no counts file, CorruptionError if it is damaged.
  explicit Counts(const std::string& path);
  Counts(Counts&&) noexcept;
  ~Counts();

  // Returns how often an n-gram, or a piece, occurs. Reads what begins with its first symbol, up to
  // the n-gram. Throws UsageError if an n-gram has more symbols than those that were counted,
  // CorruptionError if the file is damaged.
  uint64_t Count(std::string_view key) const;

  // The length of the longest n-grams, in symbols; 0 if the file holds pieces.
  size_t order() const;
  // All occurrences of symbols in the text that was counted.
  uint64_t symbols() const;

 private:
  std::unique_ptr<const CountsFile> file_;
};

// Calls visit(key, count) for everything in a counts file, in ascending order: n-grams of one
// symbol first, then of two, and so on; or all pieces. Reads the file once for each order. Throws
// CorruptionError.
void DumpCounts(const std::string& path,
                const std::function<void(std::string_view, uint64_t)>& visit);

// The same, but written into a file that is already open and that the caller commits. A file that
// cannot be written is then found before the corpus is opened.
CountFigures Count(const Corpus& corpus, const CountOptions& options, ResultFile* output,
                   const Resources& resources, const Storage& storage, Observer* observer);
uint64_t Merge(const std::vector<std::string>& counts, const MergeOptions& options,
               ResultFile* output, const Resources& resources, const Storage& storage,
               Observer* observer);
MineFigures CutPieces(const Corpus& corpus, const std::string& counts, const MethodOptions& method,
                      ResultFile* output, const Resources& resources, const Storage& storage,
                      Observer* observer);
WeighFigures Weigh(const std::string& counts, const MethodOptions& method, ResultFile* output,
                   const Resources& resources, const Storage& storage, Observer* observer);
MineFigures CutPiecesByJoints(const Corpus& corpus, const std::string& joints, ResultFile* output,
                              const Resources& resources, const Storage& storage,
                              Observer* observer);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_COUNTS_H_
