#include "engine/commands/report/input_row.h"

#include <cstdint>
#include <nlohmann/json.hpp>

#include "io/error.h"
#include "io/files/file.h"
#include "io/files/file_number.h"
#include "io/files/manifest.h"
#include "io/input/describe_input.h"
#include "io/input/live_input.h"

namespace ciku {
namespace {

std::string FormatOf(const InputFile& file) {
  if (file.container == InputFile::Container::kTar) return "tar";
  if (file.container == InputFile::Container::kSqlite) return "sqlite";
  return std::string(NameOf(kInputFormats, file.format));
}

}  // namespace

Json InputRow(const std::string& option, const InputFile& file, bool read) {
  Json row = {{"option", option},         {"path", file.path},         {"bytes", nullptr},
              {"format", FormatOf(file)}, {"encoding", file.encoding}, {"fingerprint", nullptr}};
  if (!file.live) {
    row["bytes"] = file.identity.size;
    row["fingerprint"] = ChecksumText(file.fingerprint);
  } else if (read) {
    row["bytes"] = file.live->size();
    row["fingerprint"] = ChecksumText(file.live->fingerprint());
  }
  return row;
}

Json InputRow(const NamedFile& named) {
  Json row = {{"option", named.option}, {"path", named.path},  {"bytes", nullptr},
              {"format", nullptr},      {"encoding", nullptr}, {"fingerprint", nullptr}};
  if (named.path == "-" || !RegularFileAt(named.path, -1)) return row;
  try {
    const File file = File::OpenForReading(named.path);
    const uint64_t size = file.Size();
    row["fingerprint"] = ChecksumText(FingerprintOf(file, size));
    row["bytes"] = size;
  } catch (const Error&) {
    // The command will say what is wrong with it.
  }
  return row;
}

}  // namespace ciku
