// Which parts of a corpus a counts file has counted, if it has not counted all of it.
//
// In the description of a counts file, "parts" is an array with an object for each corpus that was
// counted in part:
//
//   {"corpus": checksum, "of": N, "numbers": [I, ...]}
//
// where the corpus is told by the checksum of its list of files, and the numbers ascend. A corpus
// all of whose parts were counted is not among them.
#ifndef CIKU_ENGINE_COUNT_COUNTED_PARTS_H_
#define CIKU_ENGINE_COUNT_COUNTED_PARTS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "io/input/corpus.h"
#include "io/json.h"

namespace ciku {

class CountedParts {
 public:
  CountedParts() = default;
  // Of a corpus that was opened as a whole or in part.
  explicit CountedParts(const Corpus& corpus);

  // Throws CorruptionError or nlohmann's exceptions if `json` does not name parts.
  static CountedParts From(const Json& json);
  Json ToJson() const;

  // Adds parts that another file has counted. Throws InputError, which names that file, if some of
  // them are here already or if it divides the same corpus differently. Corpora that are complete
  // stay, so that a part that comes twice is found.
  void Add(const CountedParts& other, const std::string& file);

  // Forgets the corpora all of whose parts were counted.
  void DropComplete();

  bool all() const { return parts_.empty(); }

  // Throws InputError, which names the missing parts and begins with `what`, if some are missing.
  void RequireAll(const std::string& what) const;

 private:
  struct Parts {
    uint64_t of = 1;
    std::set<uint64_t> numbers;
  };

  std::map<uint64_t, Parts> parts_;  // by the checksum of the corpus
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_COUNTED_PARTS_H_
