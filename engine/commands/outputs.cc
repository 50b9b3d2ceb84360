#include "engine/commands/outputs.h"

#include <fmt/core.h>
#include <unistd.h>

#include "engine/commands/terminal/console.h"
#include "io/error.h"
#include "io/files/file_number.h"

namespace ciku {

std::string TempDirectory(const StorageOptions& storage) {
  return storage.temp_directory ? *storage.temp_directory : DefaultTempDirectory();
}

namespace {

void Check(const ResultFile& output, const std::vector<NamedFile>& read, const char* what) {
  for (const NamedFile& file : read) {
    if (!output.key() || RegularFileAt(file.path, STDIN_FILENO) != output.key()) continue;
    throw UsageError(fmt::format("{}: is read, and the {} would take its place; name another file",
                                 file.path == "-" ? "standard input" : Printable(file.path), what));
  }
  if (output.in_place().empty()) return;
  Warn(
      fmt::format("{}: cannot be replaced, because {}; it will be written over when the {} is "
                  "complete",
                  Printable(output.path()), output.in_place(), what));
}

}  // namespace

void CheckOutput(const ResultFile& output, const std::vector<NamedFile>& read) {
  Check(output, read, "result");
}

void CheckReport(const ResultFile& report, const std::vector<NamedFile>& read) {
  Check(report, read, "report");
}

TextSink SinkTo(TextOutput* output) {
  return {[output](std::string_view text) { output->Write(text); }, [output] { output->Flush(); }};
}

void CheckBinaryOutput(const ResultFile& output) {
  if (output.IsTerminal()) {
    throw UsageError("a counts file is not text: write it to a file or a pipe, not to a terminal");
  }
}

}  // namespace ciku
