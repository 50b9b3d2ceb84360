#include "engine/sweep/pack.h"

#include <fmt/core.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/commands/commands.h"
#include "engine/commands/options.h"
#include "engine/commands/terminal/console.h"
#include "io/error.h"
#include "io/files/file.h"
#include "io/memory.h"

namespace ciku {
namespace {

struct PackCommandOptions {
  RunOptions run;
  PackOptions pack;
  std::string output;
};

double RatioOf(const PackResult& packed) {
  return packed.packed_bytes == 0
             ? 0
             : static_cast<double>(packed.text_bytes) / static_cast<double>(packed.packed_bytes);
}

Json DescribeResults(const PackResult& packed) {
  return {{"records", packed.input.records}, {"bad_records", packed.input.bad_records},
          {"text_bytes", packed.text_bytes}, {"packed_bytes", packed.packed_bytes},
          {"ratio", RatioOf(packed)},        {"frames", packed.frames},
          {"shards", packed.shards},         {"peak_memory", PeakMemory()}};
}

void CheckReport(const PackCommandOptions& options) {
  std::error_code error;
  const std::string& report = options.run.report;
  if (!report.empty() && std::filesystem::equivalent(FolderOf(report), options.output, error)) {
    throw UsageError("the report would be among the shards; name a file outside their folder");
  }
}

void ReportShards(const PackResult& packed, const std::string& output, Report* report) {
  std::error_code error;
  const std::string folder = std::filesystem::canonical(output, error).native();
  std::vector<Report::Output> shards;
  for (const PackResult::Shard& shard : packed.listed) {
    shards.push_back({(error ? output : folder) + "/" + shard.name, shard.bytes, shard.xxh3});
  }
  report->AddOutputs(std::move(shards), packed.shards);
}

void RunPack(const PackCommandOptions& options, Report* report) {
  if (options.output == "-") {
    throw UsageError("the shards are several files: name a folder for them, not standard output");
  }
  const Storage storage(options.run.storage);
  const Corpus& corpus = OpenCorpus(options.run.input, {options.run.report}, storage, report);
  const PackResult packed =
      Pack(corpus, options.output, options.pack, options.run.resources, storage, report);
  report->SetThreads(packed.threads);
  report->SetResults(DescribeResults(packed));
  ReportShards(packed, options.output, report);
  report->Complete(storage);
  WarnOfInput(packed.input, options.run.quiet);
  if (packed.frames == 0) Warn("the inputs hold no records: the shard is empty");
  Note(options.run.quiet,
       fmt::format("{}, {} of text in {} of {}, {} packed: ratio {:.2f}\n"
                   "{:.1f} s, {} peak memory",
                   Counted(packed.input.records, "records"),
                   ReadableBytes(static_cast<double>(packed.text_bytes)),
                   Counted(packed.shards, "shards"), Counted(packed.frames, "frames"),
                   ReadableBytes(static_cast<double>(packed.packed_bytes)), RatioOf(packed),
                   report->seconds(), ReadableBytes(static_cast<double>(PeakMemory()))));
}

}  // namespace

void AddPackCommand(CLI::App* program) {
  const auto options = std::make_shared<PackCommandOptions>();
  CLI::App* const command = program->add_subcommand(
      "pack",
      "Turn text into seekable zstd shards, which are small and can be read on all processors");
  command->footer(
      "Shards are in the zstd seekable format; `zstd -d` unpacks them. Lines of text stay lines, "
      "in UTF-8; JSON lines stay JSON lines with only the chosen field, which is then named "
      "text.\n\n"
      "Example: a folder of compressed text in another encoding\n"
      "  ciku pack --encoding GB18030 dump/ -o shards/");
  AddRunOptions(command, &options->run);
  command->add_option("-o,--output", options->output, "The folder for the shards, new or empty")
      ->required()
      ->type_name("DIR");
  TakesSize(command
                ->add_option("--frame-size", options->pack.frame_size,
                             "How much text a frame holds; one thread at a time reads a frame")
                ->default_str("1M"),
            4096, uint64_t{1} << 30);
  TakesSize(
      command->add_option("--shard-size", options->pack.shard_size, "How much text a shard holds")
          ->default_str("256M"),
      4096);
  TakesCount(command
                 ->add_option("--level", options->pack.level,
                              "The level of zstd, from 1 (fast) to 19 (small)")
                 ->capture_default_str(),
             1, 19);
  command->callback([=] {
    CheckReport(*options);
    RunReported(command, options->run.Reported({options->output}),
                [&](Report* report) { RunPack(*options, report); });
  });
}

}  // namespace ciku
