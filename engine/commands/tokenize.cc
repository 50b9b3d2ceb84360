#include <fmt/core.h>

#include <memory>

#include "engine/commands/commands.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/commands/terminal/console.h"
#include "engine/commands/tokenizer_options.h"
#include "engine/lexicon/token_writer.h"
#include "engine/lexicon/tokenize_corpus.h"
#include "io/error.h"
#include "io/lexicons/lexicon_name.h"
#include "io/memory.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

struct TokenizeCommandOptions {
  RunOptions run;
  TokenizerChoice tokenizer;
  TokenizeOptions tokenize;
  std::string output = "-";
};

Json DescribeResults(const TokenizeFigures& figures) {
  Json results = DescribeInput(figures.input);
  results.update({{"tokens", figures.tokens}, {"peak_memory", PeakMemory()}});
  return results;
}

void RunTokenize(TokenizeCommandOptions options, Report* report) {
  options.run.input.options.as_it_comes = options.run.storage.work_directory.empty();
  const Resources& resources = options.run.resources;
  TextOutput output(options.output, TempDirectory(options.run.storage));
  CheckOutput(output.file(), report->files_read());
  if (output.file().IsTerminal() || IsTyped(options.run.input)) report->HideProgress();
  if (options.tokenize.format == TokenFormat::kText) {
    options.tokenizer.separator = options.tokenize.separator;
  }
  // Comes before the inputs: when these are there, nobody has to wait for the lexicon.
  const Tokenizer tokenizer = MakeTokenizer(options.tokenizer, resources.memory, report);
  const Storage storage(options.run.storage);
  const Corpus& corpus =
      OpenCorpus(options.run.input, {options.output, options.run.report}, storage, report);
  const TokenizeFigures figures = TokenizeCorpus(corpus, tokenizer, options.tokenize,
                                                 SinkTo(&output), resources, storage, report);
  output.Commit();
  report->SetResults(DescribeResults(figures));
  report->AddOutput(output.file(), {{"tokens", figures.tokens}});
  report->Complete(storage);
  WarnOfInput(figures.input, options.run.quiet, "each is replaced by U+FFFD");
  if (options.output == "-") return;
  Note(options.run.quiet,
       fmt::format("{}, {}\n{} of text in {:.1f} s, {} peak memory",
                   Counted(figures.input.records, "records"), Counted(figures.tokens, "tokens"),
                   ReadableBytes(static_cast<double>(figures.input.text_bytes)), report->seconds(),
                   ReadableBytes(static_cast<double>(PeakMemory()))));
}

}  // namespace

void AddTokenizeCommand(CLI::App* program) {
  const auto options = std::make_shared<TokenizeCommandOptions>();
  CLI::App* const command =
      program->add_subcommand("tokenize", "Divide text into words of a lexicon");
  command->footer(
      "Example: what a corpus is made of, by its own lexicon\n"
      "  ciku mine corpus/ -o lexicon.tsv\n"
      "  ciku tokenize corpus/ --lexicon lexicon.tsv --rules units -o tokens.txt");
  AddRunOptions(command, &options->run);
  AddStrictOption(command, &options->tokenize.strict);
  AddTokenizerOptions(command, &options->tokenizer);
  AddTokenizerAlphabetOption(command, &options->tokenizer);
  command
      ->add_option(
          "-o,--output", options->output,
          "The tokens, a line for each record; compressed if the name ends in .gz or .zst; "
          "with --work-dir, standard output gets them when all are complete")
      ->default_str("standard output")
      ->type_name("FILE");
  AddNamedOption(command, "--format", &options->tokenize.format, kTokenFormats,
                 "How tokens are written: text (tokens with separators between them, without those "
                 "of white space) or jsonl ({\"tokens\":[[\"词\",0,1],...]}: all tokens, each with "
                 "its beginning and end in the record, in symbols)")
      ->default_str("jsonl if the output is named so, otherwise text");
  command
      ->add_option("--separator", options->tokenize.separator,
                   "The text between two tokens in text")
      ->default_str("a space")
      ->type_name("TEXT");
  command->add_flag("--keep-fields", options->tokenize.keep_fields,
                    "Keeps the fields of JSON lines: each record gets its tokens as the field "
                    "\"tokens\"; implies --format jsonl");
  command->callback([=] {
    const bool as_json = options->tokenize.keep_fields || NamesJsonLines(options->output);
    if (as_json && command->count("--format") == 0) {
      options->tokenize.format = TokenFormat::kJsonLines;
    }
    DefaultToStandardInput(command->get_option("INPUT"), &options->run.input);
    RunReported(command, options->run.Reported({options->output}),
                [&](Report* report) { RunTokenize(*options, report); });
  });
}

}  // namespace ciku
