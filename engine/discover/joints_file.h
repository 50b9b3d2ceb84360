// Joints files: what holds together, weighed once, so that many processes can cut text by it
// without the counts.
//
// A joints file is a counts file (engine/count/counts_file.h) with "what": "joints". The keys of a
// section are the character itself, with the number of its occurrences, and the strong pairs or the
// solid n-grams that begin with it, with the count 0; so a section's sum is how often its character
// occurs, as in a counts file of n-grams. "about" is that of the pieces that are cut by the joints
// (piece_counts.h) but for "what"; "totals" are those of the counts, with "distinct" and "strong":
// how many pairs or n-grams were weighed, and how many hold together. The inputs are those that
// were counted.
#ifndef CIKU_ENGINE_DISCOVER_JOINTS_FILE_H_
#define CIKU_ENGINE_DISCOVER_JOINTS_FILE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "engine/count/counts_file.h"
#include "engine/count/spilled_runs.h"
#include "engine/discover/method.h"
#include "engine/discover/method_options.h"
#include "engine/discover/ngram_counts.h"
#include "engine/text/symbols.h"

namespace ciku {

// An open joints file.
class JointsFile : public CountedText {
 public:
  // Throws as CountsFile, InputError if the file holds something else, and CorruptionError if it
  // does not say how it was weighed.
  explicit JointsFile(const std::string& path);

  // The method by which it was weighed, and its thresholds.
  const MethodOptions& method() const { return method_; }

  // Returns the description of pieces that are cut by these joints.
  Json AboutPieces() const;

  // The figures of weighing, without the joints.
  Weighed weighed() const;

  // Calls visit(symbols) for everything that holds together: n-grams of two up to `order` symbols.
  // Throws CorruptionError if the file holds others.
  void ForEachNgram(const Symbols& symbols, size_t order,
                    const std::function<void(std::span<const SymbolId>)>& visit) const;

 private:
  MethodOptions method_;
};

struct WrittenJoints {
  uint64_t bytes = 0;
  uint64_t spilled_bytes = 0;  // to sort them
};

// Writes what holds together by the counts, as weighed by a method, to a joints file. `symbols` are
// those of the counts.
WrittenJoints WriteJoints(const NgramCounts& counts, const Symbols& symbols,
                          const MethodOptions& method, const Weighed& weighed,
                          const CounterConfig& sorting, File file);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_JOINTS_FILE_H_
