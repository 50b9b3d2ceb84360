#include "engine/cluster/run_plan.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string_view>

#include "engine/cluster/shared_files.h"
#include "io/error.h"
#include "io/files/growing_checksum.h"
#include "io/files/manifest.h"
#include "io/input/corpus_part.h"
#include "io/input/describe_input.h"
#include "io/input/input_file.h"
#include "io/streams/line_reader.h"

namespace ciku {
namespace {

constexpr const char* kPlan = "plan.json";
constexpr const char* kInputs = "inputs";
constexpr size_t kLongestLine = size_t{64} << 10;

// Everything in a plan but its checksum.
Json ToJson(const RunPlan& plan) {
  Json files = Json::array();
  for (const PlannedFile& file : plan.files) {
    files.push_back(
        {{"path", file.path}, {"bytes", file.bytes}, {"xxh3", ChecksumText(file.xxh3)}});
  }
  return {{"ciku", plan.version},
          {"arguments", plan.arguments},
          {"files", files},
          {"parts", plan.parts},
          {"merge_tasks", plan.merge_tasks},
          {"memory", plan.memory},
          {"threads", plan.threads},
          {"inputs", plan.inputs},
          {"input_bytes", plan.input_bytes},
          {"input_checksum", ChecksumText(plan.input_checksum)},
          {"output", plan.output},
          {"number", ChecksumText(plan.number)}};
}

RunPlan FromJson(const Json& json) {
  RunPlan plan;
  json.at("ciku").get_to(plan.version);
  json.at("arguments").get_to(plan.arguments);
  for (const Json& file : json.at("files")) {
    plan.files.push_back({file.at("path"), CountIn(file, "bytes"), ChecksumFrom(file.at("xxh3"))});
  }
  plan.parts = CountIn(json, "parts");
  plan.merge_tasks = CountIn(json, "merge_tasks");
  plan.memory = CountIn(json, "memory");
  plan.threads = CountIn(json, "threads");
  plan.inputs = CountIn(json, "inputs");
  plan.input_bytes = CountIn(json, "input_bytes");
  plan.input_checksum = ChecksumFrom(json.at("input_checksum"));
  json.at("output").get_to(plan.output);
  plan.number = ChecksumFrom(json.at("number"));
  plan.id = ChecksumOf(JsonText(ToJson(plan)));
  return plan;
}

struct PlannedInput {
  uint64_t size = 0;
  uint64_t modified_ns = 0;
  uint64_t fingerprint = 0;
  std::string path;
};

std::string LineOf(const InputFile& file) {
  return fmt::format("{} {} {} {}", file.identity.size, file.identity.modified_ns,
                     ChecksumText(file.fingerprint), std::filesystem::absolute(file.path).native());
}

PlannedInput PlannedIn(std::string_view line, const std::string& list) {
  PlannedInput input;
  const auto number = [&](uint64_t* value) {
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), *value);
    if (error != std::errc() || end == line.data() + line.size() || *end != ' ') {
      throw CorruptionError(Printable(list) + ": damaged list of inputs");
    }
    line.remove_prefix(static_cast<size_t>(end - line.data()) + 1);
  };
  number(&input.size);
  number(&input.modified_ns);
  constexpr size_t kDigits = 16;
  input.fingerprint = ChecksumFrom(Json(std::string(line.substr(0, kDigits))));
  input.path = line.substr(std::min(line.size(), kDigits + 1));
  return input;
}

// Throws CorruptionError if the list is not the one that was planned.
void ForEachInput(const std::string& run, const RunPlan& plan,
                  const std::function<void(const PlannedInput&)>& visit) {
  const std::string list = run + "/" + kInputs;
  if (PlannedFileAt(list).xxh3 != plan.input_checksum) {
    throw CorruptionError(Printable(list) +
                          ": damaged list of inputs; plan a new run in another folder");
  }
  LineReader lines(list, kLongestLine, '\0');
  for (std::string_view line; lines.Next(&line);) visit(PlannedIn(line, list));
}

void CheckUnchanged(const PlannedInput& planned) {
  const File file = File::OpenForReading(planned.path);
  const FileIdentity now = IdentityOf(file);
  if (now.size == planned.size && static_cast<uint64_t>(now.modified_ns) == planned.modified_ns &&
      FingerprintOf(file, now.size) == planned.fingerprint) {
    return;
  }
  throw InputError(Printable(planned.path) +
                   ": has changed since the run was planned; plan a new run in another folder");
}

}  // namespace

void WritePlan(const std::string& run, RunPlan* plan, const Corpus& corpus) {
  plan->number = ChecksumOf(ProcessName());
  std::string lines;
  for (const InputFile& file : corpus.files()) (lines += LineOf(file)).push_back('\0');
  WriteShared(run + "/" + kInputs, lines);
  plan->inputs = corpus.files().size();
  plan->input_bytes = corpus.total_bytes();
  plan->input_checksum = ChecksumOf(lines);
  const Json json = ToJson(*plan);
  plan->id = ChecksumOf(JsonText(json));
  WriteShared(run + "/" + kPlan, json.dump(2) + "\n");
}

RunPlan ReadPlan(const std::string& run) {
  const std::string path = run + "/" + kPlan;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    throw InputError(fmt::format(
        "{}: there is no plan in this folder; ciku cluster plan makes one. If another machine has "
        "made it, this one does not share the folder",
        Printable(run)));
  }
  RunPlan plan;
  try {
    plan = FromJson(ParseJson(ReadWhole(path)));
  } catch (const Json::exception&) {
    throw CorruptionError(Printable(path) + ": damaged plan; plan a new run in another folder");
  }
  if (plan.version != CIKU_VERSION) {
    throw InputError(fmt::format(
        "{}: was planned by ciku {}, and this is ciku {}: a run needs the same version throughout",
        Printable(path), plan.version, CIKU_VERSION));
  }
  return plan;
}

Corpus OpenPart(const std::string& run, const RunPlan& plan, const InputOptions& options,
                uint64_t part, uint64_t text_before) {
  const uint64_t begin = BeginOfPart(part, plan.parts, plan.input_bytes);
  const uint64_t end = BeginOfPart(part + 1, plan.parts, plan.input_bytes);
  std::vector<std::string> paths;
  CorpusPart::Whole whole = {plan.input_bytes, 0, plan.input_checksum};
  uint64_t at = 0;
  ForEachInput(run, plan, [&](const PlannedInput& input) {
    if (at < end && at + input.size > begin) {
      if (paths.empty()) whole.bytes_before = at;
      CheckUnchanged(input);
      paths.push_back(input.path);
    }
    at += input.size;
  });
  InputOptions opened = options;
  opened.part = {.number = part, .of = plan.parts, .whole = whole, .text_before = text_before};
  return Corpus::Open(paths, opened);
}

PlannedFile PlannedFileAt(const std::string& path) {
  GrowingChecksum checksum;
  File file = File::OpenForReading(path);
  std::string buffer(size_t{1} << 20, '\0');
  while (const size_t size = file.Read(buffer.data(), buffer.size())) {
    checksum.Add(std::string_view(buffer).substr(0, size));
  }
  return {path, checksum.size(), checksum.value()};
}

void CheckFiles(const RunPlan& plan) {
  for (const PlannedFile& planned : plan.files) {
    const PlannedFile now = PlannedFileAt(planned.path);
    if (now.bytes == planned.bytes && now.xxh3 == planned.xxh3) continue;
    throw InputError(Printable(planned.path) +
                     ": has changed since the run was planned; plan a new run in another folder");
  }
}

}  // namespace ciku
