// How words in context are written.
#ifndef CIKU_ENGINE_COMMANDS_CONCORDANCE_OUTPUT_H_
#define CIKU_ENGINE_COMMANDS_CONCORDANCE_OUTPUT_H_

#include <cstddef>
#include <string_view>

#include "engine/view/concordance.h"
#include "io/input/corpus.h"
#include "io/names.h"

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

// Returns the line above the lines of a format; an empty text if there is none.
std::string_view ConcordanceHeader(ConcordanceFormat format);

// Returns what writes lines with `width` columns on each side. The corpus must outlive it.
RenderLine RenderConcordance(ConcordanceFormat format, size_t width, const Corpus& corpus);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_CONCORDANCE_OUTPUT_H_
