#include "io/streams/file_ending.h"

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

}  // namespace

bool HasEnding(std::string_view path, std::string_view ending) {
  if (path.size() < ending.size()) return false;
  return std::equal(ending.begin(), ending.end(), path.end() - ending.size(),
                    [](char a, char b) { return a == LowerCase(b); });
}

Compression CompressionByName(std::string_view path) {
  return ValueByEnding(kCompressionEndings, path).value_or(Compression::kNone);
}

std::string_view WithoutCompressionEnding(std::string_view path) {
  for (const auto& [ending, compression] : kCompressionEndings) {
    if (HasEnding(path, ending)) return path.substr(0, path.size() - ending.size());
  }
  return path;
}

}  // namespace ciku
