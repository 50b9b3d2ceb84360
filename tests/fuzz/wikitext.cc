// Reduces arbitrary bytes as wikitext and compares the text with what the rules say if one applies
// them in the simplest way.
#include "io/records/wikitext.h"

#include <string>
#include <string_view>

#include "io/records/wikitext_pruner.h"
#include "tests/fuzz/check.h"
#include "tests/naive_wikitext.h"

namespace ciku {
namespace {

void Check(const std::string& wikitext) {
  const std::string pruned = PruneWikitext(wikitext);
  Require(pruned == NaivePrune(wikitext), "what vanishes as a whole is what the rules say");
  Require(pruned.size() <= wikitext.size(), "what is left is not longer");
  const std::string text = ReduceWikitext(wikitext);
  Require(text == NaiveReduce(wikitext), "the text is what the rules say");
  Require(text.size() <= wikitext.size(), "the text is not longer");
  Require(text.find("\n\n") == text.npos && text.find("  ") == text.npos, "the text is tidy");
  Require(text.empty() || (text.front() > ' ' || text.front() < 0), "the text begins with a word");
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ciku::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
