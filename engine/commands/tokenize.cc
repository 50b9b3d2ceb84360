#include <fmt/format.h>

#include <memory>

#include "engine/commands/commands.h"
#include "engine/commands/console.h"
#include "engine/commands/job.h"
#include "engine/commands/options.h"
#include "engine/commands/tokenizer_options.h"
#include "engine/lexicon/tokenize_corpus.h"
#include "io/memory.h"
#include "io/text_output.h"

namespace ciku {
namespace {

constexpr Named<TokenFormat> kTokenFormats[] = {{"text", TokenFormat::kText},
                                                {"jsonl", TokenFormat::kJsonLines}};

struct TokenizeCommandOptions {
  RunOptions run;
  TokenizerChoice tokenizer;
  TokenizeOptions tokenize;
  std::string output = "-";
};

// What the text depends on besides the inputs and the lexicon.
Json DescribeOptions(const TokenizeOptions& options) {
  return {{"format", NameOf(kTokenFormats, options.format)},
          {"separator", Printable(options.separator)},
          {"strict", options.strict}};
}

void RunTokenize(TokenizeCommandOptions options) {
  if (options.run.inputs.empty()) options.run.inputs = {"-"};
  const Resources& resources = options.run.resources;
  TextOutput output(options.output);
  Report report("tokenize", options.run.quiet, options.run.report, options.output);
  Job job(options.run);
  const Storage& storage = job.storage();
  const Corpus corpus = OpenCorpus(options.run, storage.spills, &report);

  report.options() = DescribeOptions(options.tokenize);
  Json about = NamedAsOptions(report.options());
  report.options().update(DescribeResources(resources));
  const Tokenizer tokenizer = MakeTokenizer(options.tokenizer, resources.memory, &report, &about);
  job.Begin("tokenize", about, corpus);

  TokenizeMeter meter;
  options.tokenize.memory = resources.memory;
  options.tokenize.threads = resources.threads;
  report.Sweep("tokenize", corpus.total_bytes(), meter.sweep, storage.work, [&] {
    TokenizeCorpus(corpus, tokenizer, options.tokenize, storage, &meter,
                   [&](std::string_view text) { output.Write(text); });
    return Json{{"records", meter.sweep.records.load()}, {"tokens", meter.tokens.load()}};
  });
  output.Commit();
  report.results() = {{"records", meter.sweep.records.load()},
                      {"bad_records", meter.sweep.bad_records.load()},
                      {"invalid_bytes", meter.sweep.invalid_bytes.load()},
                      {"text_bytes", meter.sweep.text_bytes.load()},
                      {"tokens", meter.tokens.load()},
                      {"peak_memory", PeakMemory()}};
  report.Write();
  job.Finish();
  WarnOfInput(corpus, meter.sweep, "each taken for a symbol, U+FFFD");
  if (options.output == "-") return;
  Note(options.run.quiet,
       fmt::format("{} records, {} tokens\n{} of text in {:.1f} s, {} peak memory",
                   ReadableCount(meter.sweep.records), ReadableCount(meter.tokens),
                   ReadableBytes(static_cast<double>(meter.sweep.text_bytes)), report.seconds(),
                   ReadableBytes(static_cast<double>(PeakMemory()))));
}

}  // namespace

void AddTokenizeCommand(CLI::App* program) {
  const auto options = std::make_shared<TokenizeCommandOptions>();
  CLI::App* const command =
      program->add_subcommand("tokenize", "Divide text into words of a lexicon");
  command->footer(
      "Example: what a corpus is made of, by its own lexicon\n"
      "  ciku mine corpus/ --method ngram -o lexicon.tsv\n"
      "  ciku tokenize corpus/ --lexicon lexicon.tsv -o tokens.txt");
  AddRunOptions(command, &options->run);
  command->get_option("INPUT")->required(false);
  AddStrictOption(command, &options->tokenize.strict);
  AddTokenizerOptions(command, &options->tokenizer);
  command
      ->add_option("-o,--output", options->output,
                   "The tokens, a line for each record; with --work-dir, standard output gets them "
                   "when all are there")
      ->type_name("FILE");
  AddNamedOption(command, "--format", &options->tokenize.format, kTokenFormats,
                 "text (tokens between separators, those of white space left out) or jsonl "
                 "({\"tokens\":[[\"词\",0,1],...]}: all tokens, with where each begins and ends in "
                 "its record, in symbols) (default: text)");
  command
      ->add_option("--separator", options->tokenize.separator,
                   "What stands between tokens in text (default: a space)")
      ->type_name("TEXT");
  command->callback([options] { RunTokenize(*options); });
}

}  // namespace ciku
