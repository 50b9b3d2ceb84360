#include "engine/sweep/pack.h"

#include <fmt/format.h>

#include "engine/commands/commands.h"
#include "engine/commands/console.h"
#include "engine/commands/job.h"
#include "engine/commands/options.h"
#include "io/memory.h"

namespace ciku {
namespace {

struct PackCommandOptions {
  RunOptions run;
  PackOptions pack;
  std::string output;
};

void RunPack(const PackCommandOptions& options) {
  Report report("pack", options.run.quiet, options.run.report, options.output);
  report.options() = {{"frame_size", options.pack.frame_size},
                      {"shard_size", options.pack.shard_size},
                      {"level", options.pack.level}};
  report.options().update(DescribeResources(options.run.resources));
  Job job(options.run);
  const Corpus corpus = OpenCorpus(options.run, job.storage().spills, &report);
  job.Begin("pack",
            {{"--output", Printable(options.output)},
             {"--frame-size", options.pack.frame_size},
             {"--shard-size", options.pack.shard_size},
             {"--level", options.pack.level}},
            corpus);
  SweepMeter packing;
  PackResult packed;
  report.Sweep("pack", corpus.total_bytes(), packing, nullptr, [&] {
    packed = Pack(corpus, options.output, options.pack, options.run.resources.memory,
                  options.run.resources.threads, job.storage(), &packing);
    return Json{{"records", packing.records.load()}};
  });
  const double ratio = packed.packed_bytes == 0 ? 0
                                                : static_cast<double>(packed.text_bytes) /
                                                      static_cast<double>(packed.packed_bytes);
  report.results() = {{"records", packing.records.load()},
                      {"bad_records", packing.bad_records.load()},
                      {"text_bytes", packed.text_bytes},
                      {"packed_bytes", packed.packed_bytes},
                      {"ratio", ratio},
                      {"frames", packed.frames},
                      {"shards", packed.shards},
                      {"peak_memory", PeakMemory()}};
  report.Write();
  job.Finish();
  WarnOfInput(corpus, packing);
  if (packed.shards == 0) Warn("the inputs hold no records: the folder is empty");
  Note(options.run.quiet,
       fmt::format("{} records, {} of text in {} shards of {} frames, {} packed: ratio {:.2f}\n"
                   "{:.1f} s, {} peak memory",
                   ReadableCount(packing.records),
                   ReadableBytes(static_cast<double>(packed.text_bytes)), packed.shards,
                   ReadableCount(packed.frames),
                   ReadableBytes(static_cast<double>(packed.packed_bytes)), ratio, report.seconds(),
                   ReadableBytes(static_cast<double>(PeakMemory()))));
}

}  // namespace

void AddPackCommand(CLI::App* program) {
  const auto options = std::make_shared<PackCommandOptions>();
  CLI::App* const command = program->add_subcommand(
      "pack", "Turn text into seekable zstd shards, which are small and read on all processors");
  command->footer(
      "Shards are in the zstd seekable format; `zstd -d` unpacks them. Records stay what they "
      "are:\n"
      "lines in UTF-8, JSON lines with the chosen field alone, named text.\n\n"
      "Example: a folder of compressed text in another encoding\n"
      "  ciku pack --encoding GB18030 dump/ -o shards/");
  AddRunOptions(command, &options->run);
  command->add_option("-o,--output", options->output, "The folder for the shards, new or empty")
      ->required()
      ->type_name("DIR");
  TakesSize(command->add_option("--frame-size", options->pack.frame_size,
                                "Text in a frame, which is read by one thread (default: 1M)"),
            4096, uint64_t{1} << 30);
  TakesSize(command->add_option("--shard-size", options->pack.shard_size,
                                "Text in a shard (default: 256M)"),
            4096);
  TakesCount(
      command->add_option("--level", options->pack.level, "Level of zstd, 1 (fast) to 19 (small)")
          ->capture_default_str(),
      1, 19);
  command->callback([options] { RunPack(*options); });
}

}  // namespace ciku
