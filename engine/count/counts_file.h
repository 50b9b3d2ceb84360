// Counts files: what was counted in a corpus, to be kept, added up and weighed again.
//
// A counts file is a run file (io/block_file.h) whose entries have strings for keys
// (entry_codec.h). Its partitions are
//
//   sections   the keys that begin with the same character, one partition for each such character,
//              in order of code points
//   firsts     the first characters of the sections, each with the sum of its section's counts
//   inputs     "fingerprint size name" for each input that is not empty (see InputKey), with how
//              often it was given
//
// and its description is the JSON object
//
//   {"counts": 1, "about": {...}, "totals": {...}}
//
// where 1 is the version of all this; "about" says what the counts are, and has to be the same in
// files that are added up; "totals" are numbers that are added up with them. In "about", "what" is
// "n-grams", whose keys are windows (ngram_counter.h) of up to "--order" characters, or "pieces",
// whose keys are what sweep 2 has cut. Keys are UTF-8, none
// of them empty, and ascend within a section. Blocks end where a section ends or once they hold
// kRunBlockSize bytes: the same counts of the same inputs are the same bytes, however they came
// about. A reader must reject whatever is otherwise.
#ifndef CIKU_ENGINE_COUNT_COUNTS_FILE_H_
#define CIKU_ENGINE_COUNT_COUNTS_FILE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/count/sorted_entries.h"
#include "engine/sweep/in_order.h"
#include "io/block_file.h"
#include "io/corpus.h"
#include "io/input_file.h"
#include "io/manifest.h"
#include "io/spill_folder.h"

namespace ciku {

// What is counted, in "about".
constexpr const char* kWhat = "what";
constexpr const char* kNgramsCounted = "n-grams";
constexpr const char* kPiecesCounted = "pieces";
constexpr const char* kOrderCounted = "--order";

// The keys that begin with one character.
struct CountsSection {
  char32_t first = 0;
  uint64_t count = 0;  // the sum of their counts
};

// What a counts file says of itself.
struct CountsDescription {
  Json about = Json::object();
  Json totals = Json::object();
};

// Bytes of memory that each section takes while a file is read or written.
constexpr size_t kSectionMemory = sizeof(CountsSection) + sizeof(BlockFile::Partition);

// A complete counts file. Movable; safe to read from several threads.
class CountsFile {
 public:
  // Opens a file. Throws IoError, CorruptionError where it is damaged or is none, InputError where
  // it is of another version.
  explicit CountsFile(const std::string& path);
  // Opens one that was written to a temporary file.
  explicit CountsFile(File file);

  const std::string& path() const { return run_.file().path(); }
  const Json& about() const { return description_.about; }
  // A text in it; empty where there is none.
  std::string about(const char* name) const;
  const Json& totals() const { return description_.totals; }
  // Tells one counts file from another.
  uint64_t checksum() const { return run_.checksum(); }
  size_t largest_block() const { return run_.largest_block(); }

  // The order of n-grams; 0 of pieces.
  size_t order() const { return order_; }

  const std::vector<CountsSection>& sections() const { return sections_; }

  // The entries of a section in order. Like EntryCursor; throws CorruptionError where they are not
  // as they should be.
  class Section {
   public:
    Section(const CountsFile& counts, size_t section);

    bool at_end() const { return entries_.at_end(); }
    std::string_view key() const { return entries_.key(); }
    uint64_t count() const { return entries_.count(); }
    void Next();

   private:
    void Check();

    const CountsFile& counts_;
    const CountsSection expected_;
    EntryCursor<std::string_view> entries_;
    std::string before_;  // the key before
    uint64_t sum_ = 0;
  };

  // The inputs, sorted by their keys.
  class Inputs : public EntryCursor<std::string_view> {
   public:
    explicit Inputs(const CountsFile& counts)
        : EntryCursor(counts.run_, counts.sections_.size() + 1) {}
  };

 private:
  void ReadDescription();
  void ReadFirsts();
  [[noreturn]] void ThrowDamaged(const char* what) const;

  BlockFile run_;
  CountsDescription description_;
  size_t order_ = 0;
  std::vector<CountsSection> sections_;
};

// How a counts file names an input: what tells its text from others', without the folder it is in.
std::string InputKey(const InputFile& input);

// Writes entries section by section. Not safe for use by two threads at once.
class SectionWriter {
 public:
  explicit SectionWriter(File file) : run_(std::move(file)) {}

  // Adds a key in UTF-8 with its count. Keys must ascend.
  void Add(std::string_view key, uint64_t count);

  // Ends the section at hand.
  void EndSection();

  const std::vector<CountsSection>& sections() const { return sections_; }
  BlockFileWriter& run() { return run_; }

  // Takes over the sections of another writer, whose keys follow those of this one; `run` is what
  // that one has written.
  void Append(const std::vector<CountsSection>& sections, const BlockFile& run);

 private:
  void Flush();

  BlockFileWriter run_;
  EntryCodec<std::string_view> codec_;
  std::string block_;
  std::vector<CountsSection> sections_;
  std::string first_;  // the first character of the section at hand, in UTF-8
};

// Sections on disk that were written apart from others, to become part of a counts file.
struct SectionsPart {
  std::vector<CountsSection> sections;
  BlockFile run;
};

// Writes a counts file. Not safe for use by two threads at once.
class CountsWriter {
 public:
  explicit CountsWriter(File file) : sections_(std::move(file)) {}

  // Keys must ascend over all calls of both.
  void Add(std::string_view key, uint64_t count) { sections_.Add(key, count); }
  void Append(const SectionsPart& part) { sections_.Append(part.sections, part.run); }

  // After all keys: the inputs in ascending order of their keys.
  void AddInput(std::string_view key, uint64_t times);

  // Completes the file; the writer is used up. Throws IoError.
  File Finish(const CountsDescription& description);

 private:
  void WriteFirsts();
  void Flush();

  SectionWriter sections_;
  bool has_firsts_ = false;
  EntryCodec<std::string_view> codec_;
  std::string block_;
};

// Calls write(i, section writer) for every i below `parts`, `threads` of them at a time, and
// appends what each writes in order; meanwhile it is kept in `spills`.
template <typename Write>
void WriteParts(size_t parts, size_t threads, SpillFolder* spills, const Write& write,
                CountsWriter* writer) {
  InOrder(
      parts, threads,
      [&](size_t i) {
        SectionWriter part(spills->Create());
        write(i, &part);
        part.EndSection();
        SectionsPart written{part.sections(), part.run().Finish()};
        spills->Grow(written.run.bytes());
        return written;
      },
      [&](const SectionsPart& part) {
        writer->Append(part);
        spills->Shrink(part.run.bytes());
      });
}

// Adds the inputs of a corpus to a counts file.
void AddInputs(const Corpus& corpus, CountsWriter* writer);

// How many inputs of a corpus are none of those that were counted.
uint64_t CountMissingInputs(const Corpus& corpus, const CountsFile& counts);

// Calls visit(key, count) for what a counts file holds, in ascending order: of n-grams those of one
// symbol first, then those of two, and so on, which takes a pass over the file for each order; of
// pieces all of them. Throws CorruptionError.
void DumpCounts(const CountsFile& counts,
                const std::function<void(std::string_view, uint64_t)>& visit);

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_COUNTS_FILE_H_
