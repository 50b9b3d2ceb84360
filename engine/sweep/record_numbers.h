// Numbers of records within their files, for a pass that keeps the order of the corpus.
#ifndef CIKU_ENGINE_SWEEP_RECORD_NUMBERS_H_
#define CIKU_ENGINE_SWEEP_RECORD_NUMBERS_H_

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "io/files/manifest.h"
#include "io/input/block.h"
#include "io/input/corpus.h"
#include "io/input/input_file.h"
#include "io/input/source.h"

namespace ciku {

// Counts the records of the current file. For one thread at a time, and one block after the other.
class RecordNumbers {
 public:
  // `corpus` must outlive this object.
  explicit RecordNumbers(const Corpus& corpus) : corpus_(corpus) {}

  // Comes to a block, which may be the first of another file.
  void Enter(const Block& block) {
    const auto file = static_cast<size_t>(&block.source->input() - corpus_.files().data());
    if (std::exchange(file_, file) != file) records_ = 0;
  }

  void Add(uint64_t records) { records_ += records; }

  // The number of the current file in the corpus, from 0 on, and how many of its records came
  // before.
  size_t file() const { return file_; }
  uint64_t records() const { return records_; }

  // What a work folder keeps of it.
  Json Save() const { return {{"file_number", file_}, {"records_of_file", records_}}; }
  void Restore(const Json& saved) {
    file_ = CountIn(saved, "file_number");
    records_ = CountIn(saved, "records_of_file");
  }

 private:
  const Corpus& corpus_;
  size_t file_ = 0;
  uint64_t records_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_RECORD_NUMBERS_H_
