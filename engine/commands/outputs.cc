#include "engine/commands/outputs.h"

#include <fmt/core.h>
#include <unistd.h>

#include <optional>
#include <variant>

#include "engine/commands/console.h"
#include "io/error.h"
#include "io/files/file_number.h"

namespace ciku {

std::string TempDirectory(const StorageOptions& storage) {
  return storage.temp_directory ? *storage.temp_directory : DefaultTempDirectory();
}

namespace {

void CheckIsNotRead(const std::optional<FileNumber>& key, const std::vector<std::string>& read,
                    const char* what) {
  if (!key) return;
  for (const std::string& path : read) {
    if (RegularFileAt(path, STDIN_FILENO) != key) continue;
    throw UsageError(fmt::format("{}: is read, and the {} would take its place; name another file",
                                 path == "-" ? "standard input" : Printable(path), what));
  }
}

}  // namespace

void CheckOutput(const ResultFile& output, const std::vector<std::string>& read,
                 const std::string& report) {
  CheckIsNotRead(output.key(), read, "result");
  CheckIsNotRead(RegularFileAt(report, STDOUT_FILENO), read, "report");
  if (output.in_place().empty()) return;
  Warn(
      fmt::format("{}: cannot be replaced, because {}; it will be written over when the result is "
                  "complete",
                  Printable(output.path()), output.in_place()));
}

TextSink SinkTo(TextOutput* output) {
  return {[output](std::string_view text) { output->Write(text); }, [output] { output->Flush(); }};
}

void CheckBinaryOutput(const ResultFile& output) {
  if (output.IsTerminal()) {
    throw UsageError("a counts file is not text: write it to a file or a pipe, not to a terminal");
  }
}

std::vector<std::string> FilesRead(const InputChoice& input) {
  std::vector<std::string> paths = input.paths;
  paths.insert(paths.end(), {input.options.sqlite, input.options.files_from});
  return paths;
}

std::vector<std::string> FilesRead(const RunOptions& run, const MineOptions& mine) {
  std::vector<std::string> paths = FilesRead(run.input);
  const FilterOptions& filter = mine.filter;
  paths.insert(paths.end(), filter.excluded.begin(), filter.excluded.end());
  paths.insert(paths.end(), filter.stop_words.begin(), filter.stop_words.end());
  paths.insert(paths.end(), {mine.add_counts, mine.counts, mine.pieces});
  if (const auto* unigram = std::get_if<UnigramOptions>(&mine.method)) {
    paths.push_back(unigram->dictionary);
  }
  return paths;
}

std::vector<std::string> FilesRead(const RunOptions& run, const TokenizerChoice& tokenizer) {
  std::vector<std::string> paths = FilesRead(run.input);
  paths.push_back(tokenizer.lexicon);
  paths.insert(paths.end(), tokenizer.user_words.begin(), tokenizer.user_words.end());
  return paths;
}

}  // namespace ciku
