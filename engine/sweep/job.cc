#include "engine/sweep/job.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/text/alphabet.h"
#include "io/error.h"
#include "io/input/corpus_part.h"
#include "io/input/input_file.h"
#include "io/output/work_folder.h"

namespace ciku {

void BeginJob(const char* command, const Json& options, const Corpus& corpus,
              const Storage& storage, Observer* observer) {
  WorkFolder* const work = storage.work();
  if (work == nullptr) return;
  for (const InputFile& file : corpus.files()) {
    if (!file.live) continue;
    throw UsageError(
        Printable(file.path) +
        ": is read as it comes, and a work folder needs an input that can be had again");
  }
  Json job = {{"command", command}, {"version", CIKU_VERSION}};
  job.update(JobOptions(corpus.options()));
  job.update(options);
  work->Begin(job, corpus);
  if (work->resumed()) observer->Resumed(work->directory());
}

Json NamedAsOptions(const Json& described) {
  Json named = Json::object();
  for (const auto& [key, value] : described.items()) {
    std::string name = "--" + key;
    std::replace(name.begin(), name.end(), '_', '-');
    named[name] = value;
  }
  return named;
}

Json JobOptions(const InputOptions& input) {
  const std::vector<std::string> fields =
      input.fields.empty() ? std::vector<std::string>{"text"} : input.fields;
  return {{"--encoding", input.encoding.empty() ? "UTF-8" : Printable(input.encoding)},
          {"--field", Printable(fmt::format("{}", fmt::join(fields, ", ")))},
          {"--column", Printable(fmt::format("{}", fmt::join(input.columns, ", ")))},
          {"--join-fields", input.join ? Json(Printable(*input.join)) : Json()},
          {"--delimiter", input.delimiter ? Json(Printable({*input.delimiter})) : Json()},
          {"--skip-header", input.header},
          {"--input-format", input.format ? Json(NameOf(kInputFormats, *input.format)) : Json()},
          {"--query", Printable(input.query)},
          {"--part", input.part ? Json(PartText(*input.part)) : Json()},
          {"--skip-bad-records", input.skip_bad_records}};
}

Json JobOptions(const TextOptions& options) {
  return {{"--alphabet", AlphabetName(options.alphabet)},
          {"--normalize", NormalFormName(options.folding)},
          {"--lower", options.folding.lower},
          {"--rules", RulesName(options.rules.value_or(Rules::kNlpZero))},
          {"--strict", options.strict}};
}

std::string ContentText(size_t size, const char* what, uint64_t checksum) {
  return fmt::format("{} {} (checksum {})", size, what, ChecksumText(checksum));
}

Json DescribeInput(const InputFigures& input) {
  return {{"records", input.records},
          {"bad_records", input.bad_records},
          {"passed_over", input.passed_over},
          {"invalid_bytes", input.invalid_bytes},
          {"text_bytes", input.text_bytes}};
}

InputFigures InputFiguresFrom(const Json& described) {
  InputFigures input;
  input.records = CountIn(described, "records");
  input.bad_records = CountIn(described, "bad_records");
  // Counts files of earlier versions do not say it.
  if (described.contains("passed_over")) input.passed_over = CountIn(described, "passed_over");
  input.invalid_bytes = CountIn(described, "invalid_bytes");
  input.text_bytes = CountIn(described, "text_bytes");
  return input;
}

}  // namespace ciku
