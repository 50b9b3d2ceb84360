// Reads arbitrary bytes in the text format of COPY, as a whole and in stretches, and compares what
// is read with what a reader finds that goes from byte to byte.
#include "io/records/copy_text.h"

#include <cstdint>
#include <string_view>

#include "tests/fuzz/check_table.h"
#include "tests/naive_tables.h"

namespace ciku {
namespace {

void Check(std::string_view text, char delimiter) {
  const TableFormat format = {
      delimiter,
      ParseCopy,
      FirstCopyRecord,
      [=](std::string_view record) { return CopyFields(record, delimiter); },
  };
  CheckTable(format, [] { return CopyFinder(); }, text, ReadCopyNaively(text, delimiter));
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char delimiter : {'\t', '|'}) ciku::Check(text, delimiter);
  return 0;
}
