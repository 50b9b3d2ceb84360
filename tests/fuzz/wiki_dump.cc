// Reads arbitrary bytes as a dump of MediaWiki, as a whole and in stretches. The texts must be the
// same, strict and skipping readers must agree, and pages must not depend on their neighbours.
#include "io/records/wiki_dump.h"

#include <string>
#include <string_view>

#include "tests/document_reading.h"
#include "tests/fuzz/check.h"

namespace ciku {
namespace {

DocumentTexts Read(std::string_view bytes, bool skip_bad) {
  DocumentTexts read;
  try {
    ReadPart(ParsePages, bytes, 0, skip_bad, &read);
  } catch (const InputError&) {
    read.failed = true;
  }
  return read;
}

// Reads page by page.
DocumentTexts ReadApart(std::string_view bytes) {
  constexpr std::string_view kEnd = "</page>";
  DocumentTexts all;
  while (!bytes.empty()) {
    const size_t end = bytes.find(kEnd);
    const std::string_view page = bytes.substr(0, end == bytes.npos ? end : end + kEnd.size());
    bytes.remove_prefix(page.size());
    const DocumentTexts one = Read(page, true);
    Require(one.records + one.bad + one.passed_over <= 1, "a page is one record at most");
    all.texts.insert(all.texts.end(), one.texts.begin(), one.texts.end());
    all.records += one.records;
    all.bad += one.bad;
    all.passed_over += one.passed_over;
  }
  return all;
}

void Check(std::string_view bytes) {
  const DocumentTexts skipping = Read(bytes, true);
  Require(!skipping.failed, "bad pages are skipped");
  Require(skipping.records == skipping.texts.size(), "every record has a text");
  Require(ReadApart(bytes) == skipping, "pages do not depend on their neighbours");
  const DocumentTexts strict = Read(bytes, false);
  Require(strict.failed == (skipping.bad > 0), "a bad page fails where it is not skipped");
  Require(strict.failed || strict == skipping, "good pages are read either way");
  for (const size_t size : {1, 6, 20}) {
    Require(ReadInStretchesOf<PageFinder>(size, ParsePages, bytes, true) == skipping,
            "texts do not depend on stretches");
  }
  IsWikiDump(bytes);
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ciku::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
