#include "io/input/record_formats.h"

#include <fmt/format.h>

#include "io/error.h"
#include "io/records/columns.h"
#include "io/records/copy_text.h"
#include "io/records/csv.h"
#include "io/records/warc.h"
#include "io/records/wiki_dump.h"

namespace ciku {
namespace {

class LineFinder : public RecordFinder {
 public:
  FoundEnds Find(std::string_view text) override {
    const size_t last = text.rfind('\n') + 1;
    return {.first = last == 0 ? 0 : text.find('\n') + 1, .last = last};
  }
};

}  // namespace

std::unique_ptr<RecordFinder> MakeRecordFinder(const InputFile& input) {
  switch (input.format) {
    case InputFormat::kCsv:
    case InputFormat::kTsv:
      return std::make_unique<CsvFinder>(input.columns->delimiter);
    case InputFormat::kCopy:
      return std::make_unique<CopyFinder>();
    case InputFormat::kWarc:
      return std::make_unique<WarcFinder>();
    case InputFormat::kWiki:
      return std::make_unique<PageFinder>();
    case InputFormat::kLines:
    case InputFormat::kJsonLines:
      break;
  }
  return std::make_unique<LineFinder>();
}

RecordParser::RecordParser(const InputOptions& options)
    : fields_{.paths = {}, .join = options.join}, skip_bad_(options.skip_bad_records) {
  for (const std::string& field : options.fields) fields_.paths.push_back(ParseJsonPath(field));
  if (fields_.paths.empty()) fields_.paths.push_back({"text"});
}

RecordCounts RecordParser::Parse(const Text& records, const InputFile& input,
                                 const TakeText& take) const {
  switch (input.format) {
    case InputFormat::kJsonLines:
      return ParseJsonLines(records, fields_, skip_bad_, take);
    case InputFormat::kCsv:
    case InputFormat::kTsv:
      return ParseCsv(records, *input.columns, fields_.join, skip_bad_, take);
    case InputFormat::kCopy:
      return ParseCopy(records, *input.columns, fields_.join, skip_bad_, take);
    case InputFormat::kWarc:
      return ParseWarc(records, skip_bad_, take);
    case InputFormat::kWiki:
      return ParsePages(records, skip_bad_, take);
    case InputFormat::kLines:
      break;
  }
  return {};
}

RecordCounts RecordParser::TakeCutOff(const InputFile& input) const {
  if (skip_bad_) return {.bad = 1};
  throw InputError(
      fmt::format("{}: the file ends inside a {}; get it anew, or pass --skip-bad-records to read "
                  "what is there",
                  Printable(input.path), NounOf(input.format)));
}

const char* NounOf(InputFormat format) {
  switch (format) {
    case InputFormat::kLines:
      return "line";
    case InputFormat::kJsonLines:
      return "JSON line";
    case InputFormat::kWiki:
      return "page";
    default:
      return "record";
  }
}

}  // namespace ciku
