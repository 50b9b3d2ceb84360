// How words in context are written.
#ifndef CIKU_ENGINE_COMMANDS_CONCORDANCE_OUTPUT_H_
#define CIKU_ENGINE_COMMANDS_CONCORDANCE_OUTPUT_H_

#include <cstddef>

#include "engine/view/concordance.h"
#include "io/input/corpus.h"
#include "io/names.h"
#include "io/output/text_output.h"

namespace ciku {

// text   a line for people: the text on the left, flush right in as many columns as it may take,
// the
//        word, the text on the right, and the file with the number of the record
// tsv    a table with a header: word, file, record, left, right
// jsonl  {"word":"词","file":"a.txt","record":1,"left":"...","right":"..."}
//
// Control characters, tabs and line ends among them, are spaces in text and tsv. Bytes that are not
// valid UTF-8 are U+FFFD.
enum class ConcordanceFormat { kText, kTsv, kJsonLines };

inline constexpr Named<ConcordanceFormat> kConcordanceFormats[] = {
    {"text", ConcordanceFormat::kText},
    {"tsv", ConcordanceFormat::kTsv},
    {"jsonl", ConcordanceFormat::kJsonLines}};

// Writes the lines of a concordance. Not safe for use by two threads at once.
class ConcordanceOutput {
 public:
  // `width` is the number of columns on each side. The corpus and the output must outlive this
  // object. Throws as Write.
  ConcordanceOutput(ConcordanceFormat format, size_t width, const Corpus& corpus,
                    TextOutput* output);

  // Throws IoError or ClosedPipe.
  void Write(const ConcordanceLine& line);

 private:
  void WriteText(const ConcordanceLine& line);
  void WriteTable(const ConcordanceLine& line);
  void WriteJson(const ConcordanceLine& line);

  const ConcordanceFormat format_;
  const size_t width_;
  const Corpus& corpus_;
  TextOutput* const output_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_CONCORDANCE_OUTPUT_H_
