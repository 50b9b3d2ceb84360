// Reads arbitrary bytes as a tar archive: names and texts of its files. They must not depend on how
// many bytes are read at a time, nor on whether the beginning of a file was looked at before.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/error.h"
#include "io/input/find_files.h"
#include "io/streams/byte_stream.h"
#include "io/streams/tar_reader.h"
#include "tests/fuzz/check.h"

namespace ciku {
namespace {

// The files of an archive up to its end, or up to where it is damaged.
struct TarFiles {
  std::vector<std::pair<std::string, std::string>> files;
  bool damaged = false;

  bool operator==(const TarFiles&) const = default;
};

constexpr size_t kMostFiles = 100;
constexpr size_t kMostText = size_t{1} << 20;  // holes of sparse files may be endless

TarFiles ReadFiles(std::string_view bytes, size_t step, size_t peeked) {
  TarFiles read;
  try {
    TarReader reader(StreamOver(bytes), "input");
    uint64_t least = 0;
    while (read.files.size() < kMostFiles && reader.Next()) {
      Require(reader.number() >= least, "files are numbered in order");
      least = reader.number() + 1;
      const std::string& name = reader.name();
      Require(!name.starts_with("../") && !name.starts_with('/'), "names begin in the archive");
      std::string text;
      const std::string start(reader.Peek(peeked));
      for (size_t size = step; size == step && text.size() < kMostText;) {
        const size_t before = text.size();
        text.resize(before + step);
        size = reader.Read(text.data() + before, step);
        text.resize(before + size);
      }
      Require(text.starts_with(start), "what was looked at is read");
      text.resize(std::min(text.size(), kMostText));
      read.files.emplace_back(name, std::move(text));
    }
  } catch (const CorruptionError&) {
    read.damaged = true;
  }
  return read;
}

void Check(std::string_view bytes) {
  const TarFiles files = ReadFiles(bytes, 1 << 16, 0);
  if (IsTurn(0, 2, bytes.size())) Require(ReadFiles(bytes, 7, 0) == files, "steps do not matter");
  if (IsTurn(1, 2, bytes.size()))
    Require(ReadFiles(bytes, 100, 30) == files, "a look changes nothing");
  const FileRules rules{{"*.txt", "a/**"}, {"b/", "[!x]?"}};
  for (const auto& [name, text] : files.files) rules.Takes(name);
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ciku::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
