// Stretches of text, and where they come from.
#ifndef CIKU_IO_TEXT_H_
#define CIKU_IO_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ciku {

// The place in a file that a stretch of text comes from, for messages.
struct Origin {
  enum class Kind {
    kFile,    // offset in the file itself
    kFrame,   // offset in the text that begins with the zstd frame at `frame`
    kMember,  // offset in the text that begins with the gzip or bzip2 member at `frame`
    kStream,  // offset in the decompressed (and converted) text of the whole file
  };
  const std::string* path = nullptr;
  Kind kind = Kind::kFile;
  uint64_t frame = 0;
  uint64_t offset = 0;

  // Returns "PATH: byte 12 of ...", with `ahead` added to the offset.
  std::string Describe(uint64_t ahead) const;
};

// Where the records of parsed text come from.
struct RecordPlaces {
  // The numbers (counted from 0) of the line ends in the text that end records. A record may hold
  // other line ends.
  std::vector<uint32_t> ends;
  // For each record, its offset in what was parsed: in the lead of a block for the first `in_lead`
  // records, in its body for the others.
  std::vector<uint64_t> offsets;
  size_t in_lead = 0;
  Origin lead;
  Origin body;
  // What was parsed.
  std::string_view lead_bytes;
  std::string_view body_bytes;

  // Returns what was parsed from the beginning of record `i` (counted from 0) on.
  std::string_view FromRecord(size_t i) const {
    return (i < in_lead ? lead_bytes : body_bytes).substr(offsets[i]);
  }

  // Describes the place of the record that holds byte `at` of the text.
  std::string Describe(std::string_view text, size_t at) const;
};

// A stretch of UTF-8 text. Runs of symbols do not cross its edges, unless it is joined to the
// stretch before or after it.
struct Text {
  std::string_view bytes;
  Origin origin;
  // A run of symbols began in the stretch before and goes on in this one. The SplitRule decides how
  // much of the run is in both stretches.
  bool joined_to_previous = false;
  bool joined_to_next = false;
  // The line goes on in the next stretch: a carriage return at the end of this one does not end it.
  bool line_goes_on = false;
  // If `bytes` are folded text, the text before folding, to which `origin` refers; otherwise empty.
  std::string_view original = {};
  // This thread got the text before this stretch immediately before the stretch itself.
  bool continues = false;
  // The number (counted from 1) of the record that the stretch is a part of, if the other parts are
  // in other blocks; 0 if the stretch holds whole records.
  uint64_t part_of = 0;
  // If the sweep tells positions: how many bytes of text, in the order of the corpus, come before
  // this stretch; and how many before the record in which the stretch begins. Folded text counts as
  // it was before folding.
  uint64_t position = 0;
  uint64_t record_position = 0;
  // The records of parsed text; null if every line is a record.
  const RecordPlaces* parsed = nullptr;
  // How many of the last bytes are also the first bytes of the next stretch, to which this one is
  // joined. Folded text does not say.
  size_t shared_with_next = 0;

  // Describes the place of byte `at` of the text before folding: "PATH: offset 12"; for parsed
  // text, the place of its record.
  std::string Describe(size_t at) const {
    const std::string_view unfolded = original.empty() ? bytes : original;
    return parsed != nullptr ? parsed->Describe(unfolded, at) : origin.Describe(at);
  }
};

}  // namespace ciku

#endif  // CIKU_IO_TEXT_H_
