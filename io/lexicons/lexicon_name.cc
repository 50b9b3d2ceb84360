#include "io/lexicons/lexicon_name.h"

#include "io/names.h"
#include "io/streams/file_ending.h"

namespace ciku {
namespace {

constexpr Named<LexiconFormat> kFormatEndings[] = {
    {".tsv", LexiconFormat::kTsv},         {".csv", LexiconFormat::kCsv},
    {".jsonl", LexiconFormat::kJsonLines}, {".ndjson", LexiconFormat::kJsonLines},
    {".jl", LexiconFormat::kJsonLines},    {".json", LexiconFormat::kJsonLines},
    {".dict.yaml", LexiconFormat::kRime}};

}  // namespace

std::optional<LexiconFormat> LexiconFormatByName(std::string_view path) {
  return ValueByEnding(kFormatEndings, WithoutCompressionEnding(path));
}

std::string RimeNameFor(std::string_view path) {
  path = WithoutCompressionEnding(path);
  path.remove_prefix(path.rfind('/') + 1);  // npos + 1 is 0
  for (const std::string_view ending : {std::string_view(".yaml"), std::string_view(".dict")}) {
    if (HasEnding(path, ending)) path.remove_suffix(ending.size());
  }
  return path.empty() || path == "-" ? "ciku" : std::string(path);
}

}  // namespace ciku
