// Reads web archives and dumps in stretches, as a reader of blocks does, so that tests can compare
// the results.
#ifndef CIKU_TESTS_DOCUMENT_READING_H_
#define CIKU_TESTS_DOCUMENT_READING_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "io/error.h"
#include "io/records/record_format.h"
#include "io/text.h"

namespace ciku {

// What is read of a file.
struct DocumentTexts {
  std::vector<std::string> texts = {};
  uint64_t records = 0;
  uint64_t bad = 0;
  uint64_t passed_over = 0;
  bool failed = false;  // the texts are those before the failure

  bool operator==(const DocumentTexts&) const = default;
};

using ParseDocuments = RecordCounts (*)(const Text& records, bool skip_bad, const TakeText& take);

// Reads the part of a file that begins at `offset`. Throws InputError.
inline void ReadPart(ParseDocuments parse, std::string_view part, uint64_t offset, bool skip_bad,
                     DocumentTexts* read) {
  static const std::string path = "f";
  const RecordCounts counts =
      parse({part, {.path = &path, .offset = offset}}, skip_bad,
            [&](std::string_view text, size_t) { read->texts.emplace_back(text); });
  read->records += counts.records;
  read->bad += counts.bad;
  read->passed_over += counts.passed_over;
}

// Reads a file in stretches whose sizes `next_size` returns, and sets `most_kept` to the most bytes
// that were kept from one stretch to the next.
template <typename Finder, typename NextSize>
DocumentTexts ReadInStretches(ParseDocuments parse, std::string_view file, bool skip_bad,
                              const NextSize& next_size, size_t* most_kept = nullptr) {
  DocumentTexts read;
  Finder finder;
  std::string kept;
  try {
    for (size_t at = 0; at < file.size();) {
      const std::string_view text = file.substr(at, next_size());
      const FoundEnds found = finder.Find(text);
      if (found.last > 0) {
        const std::string lead = kept + std::string(text.substr(0, found.first));
        ReadPart(parse, lead, at - kept.size(), skip_bad, &read);
        ReadPart(parse, text.substr(found.first, found.last - found.first), at + found.first,
                 skip_bad, &read);
        kept.clear();
      }
      kept += text.substr(found.last);
      if (most_kept != nullptr) *most_kept = std::max(*most_kept, kept.size());
      at += text.size() + found.skip;
    }
    ReadPart(parse, kept, 0, skip_bad, &read);
  } catch (const InputError&) {
    read.failed = true;
  }
  return read;
}

// Reads a file in stretches of one size.
template <typename Finder>
DocumentTexts ReadInStretchesOf(size_t size, ParseDocuments parse, std::string_view file,
                                bool skip_bad = false) {
  return ReadInStretches<Finder>(parse, file, skip_bad, [=] { return size; });
}

}  // namespace ciku

#endif  // CIKU_TESTS_DOCUMENT_READING_H_
