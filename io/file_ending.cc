#include "io/file_ending.h"

#include <algorithm>

#include "io/ascii.h"
#include "io/names.h"

namespace ciku {
namespace {

constexpr Named<Compression> kCompressionEndings[] = {{".gz", Compression::kGzip},
                                                      {".zst", Compression::kZstd},
                                                      {".zstd", Compression::kZstd},
                                                      {".bz2", Compression::kBzip2},
                                                      {".xz", Compression::kXz}};
constexpr Named<LexiconFormat> kFormatEndings[] = {
    {".tsv", LexiconFormat::kTsv},         {".csv", LexiconFormat::kCsv},
    {".jsonl", LexiconFormat::kJsonLines}, {".ndjson", LexiconFormat::kJsonLines},
    {".jl", LexiconFormat::kJsonLines},    {".json", LexiconFormat::kJsonLines},
    {".dict.yaml", LexiconFormat::kRime}};

}  // namespace

bool HasEnding(std::string_view path, std::string_view ending) {
  if (path.size() < ending.size()) return false;
  return std::equal(ending.begin(), ending.end(), path.end() - ending.size(),
                    [](char a, char b) { return a == LowerCase(b); });
}

Compression CompressionByName(std::string_view path) {
  for (const auto& [ending, compression] : kCompressionEndings) {
    if (HasEnding(path, ending)) return compression;
  }
  return Compression::kNone;
}

std::string_view WithoutCompressionEnding(std::string_view path) {
  for (const auto& [ending, compression] : kCompressionEndings) {
    if (HasEnding(path, ending)) return path.substr(0, path.size() - ending.size());
  }
  return path;
}

std::optional<LexiconFormat> LexiconFormatByName(std::string_view path) {
  path = WithoutCompressionEnding(path);
  for (const auto& [ending, format] : kFormatEndings) {
    if (HasEnding(path, ending)) return format;
  }
  return std::nullopt;
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
