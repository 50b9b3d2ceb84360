#include "engine/commands/input_options.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "engine/commands/options.h"
#include "engine/commands/terminal/console.h"
#include "io/files/file.h"
#include "io/input/input_file.h"

namespace ciku {
namespace {

// Adds an option that may be given several times, with one value each time.
CLI::Option* AddList(CLI::App* command, const char* name, std::vector<std::string>* values,
                     const char* description, const char* type) {
  return command->add_option(name, *values, description)->allow_extra_args(false)->type_name(type);
}

void AddFileOptions(CLI::App* command, InputOptions* input) {
  CLI::Option* const list =
      command
          ->add_option("--files-from", input->files_from,
                       "A file with more inputs, one in each line; - for standard input")
          ->type_name("FILE");
  command
      ->add_flag("-0,--null", input->zero_ended,
                 "The names in this file end with zero bytes, as `find -print0` writes them")
      ->needs(list);
  AddList(
      command, "--include", &input->include,
      "Takes only files whose name fits this pattern (*.txt), from folders, lists and archives; "
      "may be repeated",
      "GLOB");
  AddList(command, "--exclude-files", &input->exclude,
          "Leaves out files and folders whose name fits this pattern (*.png, drafts/); with a "
          "slash, it is for the path below the folder; ** crosses slashes. May be repeated",
          "GLOB");
}

// Returns the part that "I/N" names; nothing if it names none.
std::optional<CorpusPart> PartFrom(const std::string& text) {
  const auto share = ParseShare(text, CorpusPart::kMost);
  if (!share) return std::nullopt;
  return CorpusPart{.number = share->first, .of = share->second};
}

void AddPartOption(CLI::App* command, InputOptions* input) {
  command
      ->add_option_function<std::string>(
          "--part", [input](const std::string& text) { input->part = PartFrom(text); },
          "Reads the I-th of N parts of the inputs, which have equally many bytes on disk. Each "
          "record is in one of them. What can only be read from its beginning belongs to one part: "
          "gzip, bzip2, xz, a single zstd frame, tables, archives, dumps, other encodings")
      ->check([](const std::string& text) {
        return PartFrom(text)
                   ? ""
                   : fmt::format(
                         "'{}' is no part I/N such as 3/8, with I from 1 to N and N up to {}", text,
                         CorpusPart::kMost);
      })
      ->type_name("I/N");
}

void AddFieldOptions(CLI::App* command, InputOptions* input) {
  AddNamedOption(command, "--input-format", &input->format, kInputFormats,
                 "The format of all inputs: lines, jsonl, csv, tsv, copy (of PostgreSQL's COPY or "
                 "`mysqldump --tab`), warc (also WET) or mediawiki")
      ->default_str("told by names and first bytes");
  CLI::Option* const fields = AddList(
      command, "--field", &input->fields,
      "The field of JSON lines that holds the text: body.text is a field in a field, "
      "paragraphs[].text one in each element of an array, \"a.b\" a name with a dot. All inputs "
      "are then JSON lines. May be repeated: each text is a record of its own",
      "FIELD");
  fields->default_str("text");
  AddList(command, "--column", &input->columns,
          "The column of CSV, TSV or COPY that holds the text: a name in the first record, or a "
          "number from 1 on. May be repeated",
          "NAME|N")
      ->excludes(fields);
  command
      ->add_option(
          "--join-fields", input->join,
          "Joins the texts of several fields or columns to one record; this text stands between "
          "them")
      ->type_name("TEXT");
  command
      ->add_option_function<std::string>(
          "--delimiter",
          [input](const std::string& text) { input->delimiter = text == "\\t" ? '\t' : text[0]; },
          "What separates the columns")
      ->default_str(", for csv, a tab for tsv and copy")
      ->check([](const std::string& text) {
        const bool one = text.size() == 1 || text == "\\t";
        return one && text.find_first_of("\"\\\r\n") != 0 ? "" : text + " is no delimiter";
      })
      ->type_name("C");
  command->add_flag("--skip-header", input->header,
                    "The first record of each table holds names, no text; so it does in any case "
                    "if --column is a name");
}

void AddDatabaseOptions(CLI::App* command, InputOptions* input) {
  CLI::Option* const database =
      command
          ->add_option("--sqlite", input->sqlite,
                       "Reads texts from this SQLite database, which is not changed")
          ->type_name("FILE");
  CLI::Option* const query =
      command
          ->add_option("--query", input->query,
                       "The query whose first column holds the texts, a record in each row")
          ->type_name("SQL");
  database->needs(query);
  query->needs(database);
}

bool IsTerminal(const std::string& path) {
  if (path == "-") return ::isatty(STDIN_FILENO) == 1;
  std::error_code error;
  if (!std::filesystem::is_character_file(path, error)) return false;
  const File file(::open(path.c_str(), O_RDONLY | O_NOCTTY | O_CLOEXEC), path);
  return ::isatty(file.descriptor()) == 1;
}

// Whether one thread at a time can read the file.
bool IsReadSerially(const InputFile& file) {
  return file.container != InputFile::Container::kNone || !IsUtf8(file.encoding) ||
         file.compression == Compression::kXz;
}

}  // namespace

void AddInputOptions(CLI::App* command, InputChoice* choice) {
  command
      ->add_option(
          "INPUT", choice->paths,
          "Files, folders or - for standard input: text lines, JSON lines, CSV, TSV, WARC, "
          "WET, MediaWiki dumps or tar archives of these, plain or compressed with zstd, "
          "gzip, bzip2 or xz. Folders are searched for all files that are not hidden")
      ->type_name("INPUT");
  AddReadingOptions(command, choice);
}

void AddReadingOptions(CLI::App* command, InputChoice* choice) {
  InputOptions* const input = &choice->options;
  AddFileOptions(command, input);
  AddPartOption(command, input);
  AddFieldOptions(command, input);
  command
      ->add_option("--encoding", input->encoding,
                   "Encoding of the inputs: UTF-8, GB18030, GBK, Big5, UTF-16 or any other that "
                   "iconv knows; auto tells UTF-8, GB18030 and Big5 apart, file by file. A "
                   "byte-order mark wins")
      ->default_str("UTF-8; files that seem to be GB18030 or Big5 are errors")
      ->check([](const std::string& name) { return name.empty() ? "unknown encoding ''" : ""; })
      ->type_name("NAME");
  command->add_flag("--skip-bad-records", input->skip_bad_records,
                    "Leaves out broken records instead of failing, and those that lack what was "
                    "asked for; they are counted");
  command->add_flag("--allow-binary", input->allow_binary,
                    "Reads as text what does not look like it, instead of failing");
  AddDatabaseOptions(command, input);
}

std::vector<std::string> ReadingOptionNames() {
  return {"--files-from",   "--null",     "--include",          "--exclude-files", "--part",
          "--input-format", "--field",    "--column",           "--join-fields",   "--delimiter",
          "--skip-header",  "--encoding", "--skip-bad-records", "--allow-binary",  "--sqlite",
          "--query"};
}

bool IsTyped(const InputChoice& choice) {
  return IsTerminal(choice.options.files_from) ||
         std::any_of(choice.paths.begin(), choice.paths.end(), IsTerminal);
}

void DefaultToStandardInput(CLI::Option* inputs, InputChoice* choice) {
  if (choice->any()) return;
  choice->paths = {"-"};
  inputs->add_result("-");
}

namespace {

// Throws ValidationError if an option says how tables or JSON lines are read, and there are none:
// their lines would be read as text.
void CheckFormatsAsked(const Corpus& corpus) {
  const InputOptions& options = corpus.options();
  const auto none = [&](const auto& is) {
    return std::none_of(corpus.files().begin(), corpus.files().end(), [&](const InputFile& file) {
      return file.container == InputFile::Container::kTar || is(file);
    });
  };
  const auto is_table = [](const InputFile& file) { return file.columns != nullptr; };
  const auto has_fields = [&](const InputFile& file) {
    return is_table(file) || file.format == InputFormat::kJsonLines;
  };
  constexpr const char* kNoTable = "no input seems to be a table; --input-format names its format";
  if (options.delimiter && none(is_table)) throw CLI::ValidationError("--delimiter", kNoTable);
  if (options.header && none(is_table)) throw CLI::ValidationError("--skip-header", kNoTable);
  if (options.join && none(has_fields)) {
    throw CLI::ValidationError("--join-fields",
                               "no input seems to have fields; --input-format names its format");
  }
}

}  // namespace

const Corpus& OpenCorpus(const InputChoice& choice, const std::vector<std::string>& results,
                         const Storage& storage, Report* report) {
  if (!choice.any()) throw CLI::RequiredError("INPUT (- is standard input)");
  if (IsTyped(choice)) report->HideProgress();
  InputOptions options = choice.options;
  options.results = results;
  SweepMeter meter;
  std::optional<Corpus> corpus;
  report->Sweep("open", 0, meter, nullptr, [&] {
    corpus = Corpus::Open(choice.paths, options, storage.spills(), &meter.bytes);
    return Figures{{"files", uint64_t{corpus->files().size()}},
                   {"file_bytes", corpus->total_bytes()}};
  });
  CheckFormatsAsked(*corpus);
  for (const std::string& remark : corpus->remarks()) Warn(remark);
  return report->Keep(std::move(*corpus));
}

void WarnOfInput(const InputFigures& input, bool quiet, const char* invalid) {
  if (input.bad_records > 0) {
    Warn(fmt::format("{} left out: broken, or without the text that was asked for",
                     Counted(input.bad_records, "record was", "records were")));
  }
  if (input.invalid_bytes > 0) {
    Warn(fmt::format("{} not valid UTF-8; {}; is --encoding right?",
                     Counted(input.invalid_bytes, "byte is", "bytes are"), invalid));
  }
  if (input.passed_over > 0) {
    Note(quiet,
         fmt::format("passed over {} of archives and dumps without text of their own, such as "
                     "requests, images, talk pages and redirects",
                     Counted(input.passed_over, "records")));
  }
  if (input.records == 0 && input.passed_over > 0) {
    Warn("the inputs hold no records with text, only others");
  }
}

void AdvisePacking(const Corpus& corpus, bool quiet) {
  constexpr uint64_t kLarge = uint64_t{256} << 20;
  uint64_t serially = 0;
  for (const InputFile& file : corpus.files()) {
    if (IsReadSerially(file)) serially += file.identity.size;
  }
  if (serially < kLarge) return;
  Note(quiet, fmt::format("{} of the inputs can only be read by one thread for each file, several "
                          "times over; `ciku pack` turns them into shards that all threads read",
                          ReadableBytes(static_cast<double>(serially))));
}

}  // namespace ciku
