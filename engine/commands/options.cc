#include "engine/commands/options.h"

#include <fmt/format.h>

#include <map>

#include "engine/commands/console.h"

namespace ciku {

CLI::Option* TakesSize(CLI::Option* option) {
  return option->transform(CLI::AsSizeValue(false))->type_name("SIZE");
}

void AddRunOptions(CLI::App* command, RunOptions* options) {
  command
      ->add_option("INPUT", options->inputs,
                   "Files, folders (searched for all files that are not hidden) or - for standard "
                   "input; text lines or JSON lines (.jsonl, .ndjson), plain or compressed with "
                   "zstd, gzip, bzip2 or xz")
      ->required()
      ->type_name("");
  InputOptions& input = options->input;
  command
      ->add_option_function<std::string>(
          "--field",
          [&input](const std::string& field) {
            input.field = field;
            input.json_pipes = true;
          },
          "The field of JSON lines that holds the text, dots leading into objects; standard "
          "input is read as JSON lines when this is given (default: text)")
      ->type_name("NAME");
  command
      ->add_option(
          "--encoding", input.encoding,
          "Encoding of the inputs: UTF-8, GB18030, GBK, Big5, UTF-16, any that iconv knows")
      ->capture_default_str()
      ->type_name("NAME");
  command->add_flag("--skip-bad-records", input.skip_bad_records,
                    "Count JSON lines that are broken or lack the field instead of failing");
  Resources& resources = options->resources;
  TakesSize(command->add_option("--memory", resources.memory,
                                "Memory to use, written 512M or 2G (default: half of what this "
                                "process may use); the program itself takes up to 64M more"));
  command->add_option("--threads", resources.threads, "Threads to use (default: all processors)")
      ->check(CLI::Range(size_t{1}, size_t{1024}))
      ->type_name("N");
  command
      ->add_option("--temp-dir", resources.temp_directory,
                   "Folder for temporary files (default: $TMPDIR or /tmp)")
      ->check(CLI::ExistingDirectory)
      ->type_name("DIR");
  command->add_flag("--quiet", options->quiet, "No progress and no summary");
  command->add_option("--report", options->report, "Write what was done to FILE, as JSON")
      ->type_name("FILE");
}

void AddTextOptions(CLI::App* command, Alphabet* alphabet, bool* strict) {
  static const std::map<std::string, Alphabet> kNames = {{"basic", Alphabet::kBasic},
                                                         {"han", Alphabet::kHan},
                                                         {"letters", Alphabet::kLetters},
                                                         {"any", Alphabet::kAny}};
  command
      ->add_option_function<std::string>(
          "--alphabet", [alphabet](const std::string& name) { *alphabet = kNames.at(name); },
          "Which characters are symbols: basic (U+4E00-U+9FA5 and ASCII letters and digits), han "
          "(all Han characters), letters (all letters, marks and numbers), any (default: basic)")
      ->check(CLI::IsMember({"basic", "han", "letters", "any"}))
      ->type_name("NAME");
  command->add_flag("--strict", *strict, "Fail at invalid UTF-8 instead of counting it");
}

Corpus OpenCorpus(const RunOptions& options, Report* report) {
  InputOptions input = options.input;
  input.temp_directory = options.resources.temp_directory;
  SweepMeter meter;
  std::optional<Corpus> corpus;
  report->Sweep("open", 0, meter, [&] {
    corpus = Corpus::Open(options.inputs, input, &meter.bytes);
    return Report::Json{{"files", corpus->files().size()}, {"file_bytes", corpus->total_bytes()}};
  });
  return std::move(*corpus);
}

void WarnOfInput(const Corpus& corpus, const SweepMeter& meter) {
  if (meter.bad_records > 0) {
    Warn(fmt::format("{} JSON lines were left out: broken, or without a text in field '{}'",
                     ReadableCount(meter.bad_records), corpus.options().field));
  }
  if (meter.invalid_bytes > 0) {
    Warn(
        fmt::format("{} bytes are not valid UTF-8 and were taken for separators; is another "
                    "--encoding meant?",
                    ReadableCount(meter.invalid_bytes)));
  }
}

}  // namespace ciku
