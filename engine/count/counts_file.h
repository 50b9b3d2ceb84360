// Counts files: the counts of a corpus, kept so that they can be added up and evaluated again.
//
// A counts file is a block file (io/files/block_file.h) whose entries have strings for keys
// (entry_codec.h). Its partitions are
//
//   sections   the keys that begin with the same character: one partition for each such character,
//              in order of code points
//   firsts     the first characters of the sections, each with the sum of its section's counts
//   inputs     "fingerprint size name" for each input that is not empty (see InputKey), with the
//              number of times that it was given. Of an input that is divided between parts, the
//              one where it begins has it
//
// and its description is the JSON object
//
//   {"counts": 1, "about": {...}, "totals": {...}}
//
// where 1 is the version of this format. "about" says what was counted; it must be the same in all
// files that are added up. "totals" holds numbers that are added up together with the counts. In
// "about", "what" is "n-grams", "pieces" or "joints". The keys of n-grams are windows
// (ngram_counter.h) of up to "--order" characters; the keys of pieces are the pieces that sweep 2
// has cut; those of joints are characters and what holds together (engine/discover/joints_file.h).
//
// A file may hold less than was counted, or may have counted only a part of a corpus. Its version
// is 2 then, so that programs that do not know of this reject it, and the object has some of
//
//   "parts": [...]  which parts of which corpora were counted (counted_parts.h). The others have to
//                   be added before the file is of use
//   "bin": {"number": B, "of": M, "from": F, "end": E}
//                   bin B of M: only sections of characters from F to E - 1, as code points. Totals
//                   and inputs are those of all M bins together
//   "min_count": N  without the n-grams of two symbols or more, or the pieces, that occur less than
//                   N times. A window ends before the first of its n-grams that is left out, so
//                   the counts of all other n-grams are what they were. Totals and inputs stay
//
// Keys are UTF-8, not empty, and ascend within a section. A block ends where its section ends, or
// once it holds kEntryBlockSize bytes. So the same counts of the same inputs are the same bytes, no
// matter how they were counted. A reader must reject a file that breaks these rules.
#ifndef CIKU_ENGINE_COUNT_COUNTS_FILE_H_
#define CIKU_ENGINE_COUNT_COUNTS_FILE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/count/counted_parts.h"
#include "engine/count/sorted_entries.h"
#include "engine/sweep/in_order.h"
#include "io/files/block_file.h"
#include "io/files/manifest.h"
#include "io/files/spill_folder.h"
#include "io/input/corpus.h"
#include "io/input/input_file.h"
#include "io/utf8.h"

namespace ciku {

// Names and values in "about".
constexpr const char* kWhat = "what";
constexpr const char* kNgramsCounted = "n-grams";
constexpr const char* kPiecesCounted = "pieces";
constexpr const char* kJointsKept = "joints";
constexpr const char* kOrderCounted = "--order";

// All keys that begin with the same character.
struct CountsSection {
  char32_t first = 0;
  uint64_t count = 0;  // the sum of the counts of these keys
};

// A range of first characters: those from `from` on and before `end`. The bins of a merge have no
// character in common, and together they have all.
struct CountsBin {
  uint64_t number = 1;  // 1 to `of`
  uint64_t of = 1;
  uint64_t from = 0;
  uint64_t end = kMaxScalar + 1;

  bool Holds(char32_t first) const { return from <= first && first < end; }
};

// The description of a counts file.
struct CountsDescription {
  Json about = Json::object();
  Json totals = Json::object();
  std::optional<CountsBin> bin = {};
  uint64_t min_count = 1;
  CountedParts parts = {};
};

// The bytes of memory that each section takes while a file is read or written.
constexpr size_t kSectionMemory = sizeof(CountsSection) + sizeof(BlockFile::Partition);

// A complete counts file. Movable; safe to read from several threads.
class CountsFile {
 public:
  // Opens a file. Throws IoError, InputError if it is not a counts file or has another version, and
  // CorruptionError if it is damaged. `kind` is what the file should be, for messages, and what
  // makes such files.
  explicit CountsFile(const std::string& path,
                      const char* kind = "counts file; ciku count and ciku words make them");
  // Opens a counts file that was written to a temporary file.
  explicit CountsFile(File file);

  const std::string& path() const { return run_.file().path(); }
  const Json& about() const { return description_.about; }
  // The string of this name in "about"; empty if there is none.
  std::string about(const char* name) const;
  const Json& totals() const { return description_.totals; }
  const CountedParts& parts() const { return description_.parts; }
  // The bin that the file holds, if it does not hold all sections; and the count below which
  // n-grams of two symbols or more, or pieces, were left out.
  const std::optional<CountsBin>& bin() const { return description_.bin; }
  uint64_t min_count() const { return description_.min_count; }

  // Throws InputError if the file is a bin, or if it also lacks parts of a corpus: nothing can be
  // found out from such counts.
  void CheckAllKeys() const;
  void CheckWhole() const;
  // Throws UsageError if what occurs `least` times may have been left out. `option` is the option
  // that asks for that, for the message.
  void CheckHolds(uint64_t least, const char* option) const;

  // A checksum of the whole file, which tells one counts file from another.
  uint64_t checksum() const { return run_.checksum(); }
  size_t largest_block() const { return run_.largest_block(); }
  uint64_t bytes() const { return run_.bytes(); }

  // Throws InputError if the file holds something else than `what`; `remedy` follows the message.
  void CheckKind(const char* what, const char* remedy) const;

  // The order of the n-grams; 0 if the file holds something else.
  size_t order() const { return order_; }

  const std::vector<CountsSection>& sections() const { return sections_; }
  // The bytes that a section takes in the file.
  uint64_t SectionBytes(size_t section) const {
    return run_.partitions()[section + 1].offset - run_.partitions()[section].offset;
  }
  // The same for all files with the same inputs.
  uint64_t inputs_digest() const { return run_.partitions()[sections_.size() + 1].digest; }
  // The sections are its first partitions.
  const BlockFile& run() const { return run_; }

  // Reads the entries of a section in order, like EntryCursor. Throws CorruptionError if a key is
  // not valid, in order and in its section, or if the counts do not add up to the sum of the
  // section.
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
    std::string before_;  // the previous key
    uint64_t sum_ = 0;
  };

  // Reads the inputs, sorted by their keys.
  class Inputs : public EntryCursor<std::string_view> {
   public:
    explicit Inputs(const CountsFile& counts)
        : EntryCursor(counts.run_, counts.sections_.size() + 1) {}
  };

 private:
  void ReadDescription();
  void ReadLimits(const Json& description);
  void ReadFirsts();
  uint64_t NumberIn(const Json& object, const char* name) const;
  [[noreturn]] void ThrowDamaged(const char* what) const;

  BlockFile run_;
  CountsDescription description_;
  size_t order_ = 0;
  std::vector<CountsSection> sections_;
};

// The key of an input in a counts file: its fingerprint and its size, in 16 hexadecimal digits
// each, and its file name without the folder.
std::string InputKey(const InputFile& input);

// Writes entries section by section. Not safe for use by two threads at once.
class SectionWriter {
 public:
  explicit SectionWriter(File file) : run_(std::move(file)) {}

  // Adds a key in UTF-8 with its count. Keys must ascend.
  void Add(std::string_view key, uint64_t count);

  // Ends the current section.
  void EndSection();

  const std::vector<CountsSection>& sections() const { return sections_; }
  BlockFileWriter& run() { return run_; }

  // Appends the sections of another writer, which has written them to the block file `file`. Their
  // keys must follow all keys of this writer.
  void Append(const std::vector<CountsSection>& sections, const BlockFile& file);

 private:
  void Flush();

  BlockFileWriter run_;
  EntryCodec<std::string_view> codec_;
  std::string block_;
  std::vector<CountsSection> sections_;
  std::string first_;  // the first character of the current section, in UTF-8
};

// Sections that were written to a file of their own, to become part of a counts file.
struct SectionsPart {
  std::vector<CountsSection> sections;
  BlockFile run;
};

// Writes a counts file. Not safe for use by two threads at once.
class CountsWriter {
 public:
  explicit CountsWriter(File file) : sections_(std::move(file)) {}

  // Add keys. They must ascend over all calls of Add and Append.
  void Add(std::string_view key, uint64_t count) { sections_.Add(key, count); }
  void Append(const SectionsPart& part) { sections_.Append(part.sections, part.run); }
  // Appends all sections of another file.
  void Append(const CountsFile& file) { sections_.Append(file.sections(), file.run()); }

  // Adds an input and the number of times that it was given. Must be called after all keys were
  // added, in ascending order of the keys of the inputs.
  void AddInput(std::string_view key, uint64_t times);

  // Completes and returns the file. The writer must not be used afterwards. Throws IoError.
  File Finish(const CountsDescription& description);

 private:
  void WriteFirsts();
  void Flush();

  SectionWriter sections_;
  bool has_firsts_ = false;
  EntryCodec<std::string_view> codec_;
  std::string block_;
};

// Calls write(i, section writer) for every i below `parts`, on `threads` threads, and appends the
// written sections to `writer` in the order of i. Sections that wait for their turn are kept in
// `spills`.
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

// Returns how many inputs of a corpus are not among the counted inputs.
uint64_t CountMissingInputs(const Corpus& corpus, const CountsFile& counts);

// Calls visit(key, count) for all pieces of a counts file in ascending order, or for all n-grams:
// those of one symbol in ascending order, then those of two, and so on, which takes a pass over the
// file for each length. Throws CorruptionError.
void DumpCounts(const CountsFile& counts,
                const std::function<void(std::string_view, uint64_t)>& visit);

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_COUNTS_FILE_H_
