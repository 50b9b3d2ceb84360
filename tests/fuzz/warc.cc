// Reads arbitrary bytes as a web archive, as a whole and in stretches. The texts must be the same,
// and strict and skipping readers must agree.
#include "io/records/warc.h"

#include <string>
#include <string_view>

#include "tests/document_reading.h"
#include "tests/fuzz/check.h"

namespace ciku {
namespace {

constexpr size_t kWhole = 1 << 20;

void CheckStretches(std::string_view bytes, bool skip_bad, const DocumentTexts& whole) {
  for (const size_t size : {1, 7, 30}) {
    size_t most_kept = 0;
    const DocumentTexts read =
        ReadInStretches<WarcFinder>(ParseWarc, bytes, skip_bad, [=] { return size; }, &most_kept);
    // A finder refuses what a skipping parser counts as bad.
    if (skip_bad && read.failed) {
      Require(whole.bad > 0 && whole.texts.size() >= read.texts.size(),
              "what a finder refuses is bad");
      continue;
    }
    Require(read == whole, "texts do not depend on stretches");
  }
}

void Check(std::string_view bytes) {
  const DocumentTexts strict = ReadInStretchesOf<WarcFinder>(kWhole, ParseWarc, bytes);
  DocumentTexts parsed;
  ReadPart(ParseWarc, bytes, 0, true, &parsed);
  Require(parsed.records == parsed.texts.size(), "every record has a text");
  Require(strict.failed == (parsed.bad > 0), "a bad record fails where it is not skipped");
  if (!strict.failed) Require(strict == parsed, "good records are read either way");
  CheckStretches(bytes, false, strict);
  CheckStretches(bytes, true, parsed);
  if (IsWarc(bytes)) Require(bytes.find("WARC/") < bytes.size(), "an archive begins so");
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ciku::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
