#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/commands/commands.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/commands/terminal/console.h"
#include "engine/commands/tokenizer_options.h"
#include "engine/parse/parse_corpus.h"
#include "engine/parse/text_parser.h"
#include "engine/sweep/budget.h"
#include "io/error.h"
#include "io/lexicons/lexicon_name.h"
#include "io/memory.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

// Templates may always take this much memory, so that a budget that is too small is refused with
// the least that would do.
constexpr size_t kLeastTemplates = 4 * kMiB;

struct ParseCommandOptions {
  RunOptions run;
  std::vector<std::string> sentences;
  std::string templates;
  bool tokenized = false;
  TokenizerChoice tokenizer;
  ParserOptions parser;
  ParseOptions parse;
  std::string output = "-";
};

Json DescribeResults(const ParseFigures& figures) {
  return {{"sentences", figures.input.records},
          {"tokens", figures.tokens},
          {"bad_records", figures.input.bad_records},
          {"invalid_bytes", figures.input.invalid_bytes},
          {"too_long", figures.too_long},
          {"text_bytes", figures.input.text_bytes},
          {"peak_memory", PeakMemory()}};
}

Parser MakeParser(const ParseCommandOptions& options, Report* report) {
  std::optional<Parser> parser;
  report->Pass("read templates", [&] {
    const size_t most = std::max(options.run.resources.memory / 8, kLeastTemplates);
    const TemplateCounts templates = TemplateCounts::Load(options.templates, most);
    if (templates.size() == 0) Warn(Printable(options.templates) + ": holds no templates");
    if (templates.size() > 0 && !templates.HasGaps()) {
      Warn(Printable(options.templates) +
           ": no template has a gap, [X]: ciku templates writes such files");
    }
    parser.emplace(templates, options.parser);
    return Figures{{"templates", uint64_t{parser->size()}}};
  });
  return *std::move(parser);
}

void ReportTrees(const ParseFigures& figures, const TextOutput& output, Report* report) {
  report->SetResults(DescribeResults(figures));
  report->AddOutput(output.file(), {{"sentences", figures.input.records}});
}

ParseFigures ParseInputs(const ParseCommandOptions& options, const Parser& parser,
                         const Tokenizer* tokenizer, TextOutput* output, Report* report) {
  const Storage storage(options.run.storage);
  const Corpus& corpus =
      OpenCorpus(options.run.input, {options.output, options.run.report}, storage, report);
  const ParseFigures figures = ParseCorpus(corpus, parser, tokenizer, options.parse, SinkTo(output),
                                           options.run.resources, storage, report);
  output->Commit();
  ReportTrees(figures, *output, report);
  report->Complete(storage);
  WarnOfInput(figures.input, options.run.quiet, "each is replaced by U+FFFD");
  if (figures.too_long > 0) {
    Warn(fmt::format("left out {} of more than 1,000 tokens or 64 KiB",
                     Counted(figures.too_long, "sentences")));
  }
  return figures;
}

ParseFigures ParseArguments(const ParseCommandOptions& options, const Parser& parser,
                            const Tokenizer* tokenizer, TextOutput* output, Report* report) {
  const ParseFigures figures = ParseSentences(options.sentences, parser, tokenizer, options.parse,
                                              SinkTo(output), options.run.resources, report);
  output->Commit();
  ReportTrees(figures, *output, report);
  return figures;
}

void RunParse(const ParseCommandOptions& options, Report* report) {
  TextOutput output(options.output, TempDirectory(options.run.storage));
  CheckOutput(output.file(), report->files_read());
  if (output.file().IsTerminal() || IsTyped(options.run.input)) report->HideProgress();
  std::optional<Tokenizer> tokenizer;
  if (!options.tokenized) {
    tokenizer.emplace(MakeTokenizer(options.tokenizer, options.run.resources.memory, report));
  }
  const Parser parser = MakeParser(options, report);
  const auto parse = options.sentences.empty() ? &ParseInputs : &ParseArguments;
  const ParseFigures figures =
      parse(options, parser, tokenizer ? &*tokenizer : nullptr, &output, report);
  if (options.output == "-") return;
  Note(options.run.quiet,
       fmt::format("{}, {} in {:.1f} s, {} peak memory",
                   Counted(figures.input.records, "sentences"), Counted(figures.tokens, "tokens"),
                   report->seconds(), ReadableBytes(static_cast<double>(PeakMemory()))));
}

void AddSentenceOptions(CLI::App* command, ParseCommandOptions* options) {
  CLI::Option* const sentences =
      command
          ->add_option("SENTENCE", options->sentences,
                       "Sentences; put -- before them if one begins with a hyphen")
          ->default_str("the sentences of --input")
          ->type_name("");
  command
      ->add_option("--input", options->run.input.paths,
                   "Files, folders or - for standard input; each line, or the text of each JSON "
                   "line, is a sentence; may be repeated")
      ->default_str("standard input")
      ->excludes(sentences)
      ->allow_extra_args(false)
      ->type_name("INPUT");
  AddWorkOptions(command, &options->run)->excludes(sentences);
  AddReadingOptions(command, &options->run.input);
  for (const std::string& name : ReadingOptionNames()) {
    sentences->excludes(command->get_option(name));
  }
  AddStrictOption(command, &options->parse.strict);
  command
      ->add_flag("--skip-too-long", options->parse.skip_too_long,
                 "Leaves out too long sentences instead of failing: those of more than 1,000 "
                 "tokens or 64 KiB")
      ->excludes(sentences);
}

}  // namespace

void AddParseCommand(CLI::App* program) {
  const auto options = std::make_shared<ParseCommandOptions>();
  CLI::App* const command =
      program->add_subcommand("parse", "Parse sentences into trees of templates");
  command->footer(
      "A sentence is parsed into the nesting of templates with the largest score. The score is the "
      "sum of the logarithms of the templates' shares of all templates, plus the null score for "
      "each two neighbours that no template links. A sentence may have up to 1,000 tokens.\n\n"
      "Example: a sentence by the templates of a corpus\n"
      "  ciku parse 这本书的内容很好 --templates templates.tsv --lexicon lexicon.tsv");
  AddSentenceOptions(command, options.get());
  AddTokenizerOptions(command, &options->tokenizer);
  AddTokenizerAlphabetOption(command, &options->tokenizer);
  AddTokenizedOption(command, &options->tokenized, "Sentences are tokens separated by spaces");
  command
      ->add_option("--templates", options->templates,
                   "The templates and their counts, as `ciku templates` writes them")
      ->required()
      ->type_name("FILE");
  TakesNumber(command
                  ->add_option("--null-score", options->parser.null_score,
                               "The score of two neighbouring tokens that no template links")
                  ->capture_default_str(),
              std::numeric_limits<double>::lowest());
  command
      ->add_option(
          "-o,--output", options->output,
          "The trees, in the order of the sentences; compressed if the name ends in .gz or "
          ".zst; with --work-dir, standard output gets them when all are complete")
      ->default_str("standard output")
      ->type_name("FILE");
  AddNamedOption(command, "--format", &options->parse.format, kTreeFormats,
                 "How trees are written: tree (drawn, with an empty line after each), brackets "
                 "(one line each, with modules in parentheses) or json (one line each, with "
                 "template, content, score and modules)")
      ->default_str("json if the output is named .json or .jsonl, otherwise tree");
  AddResourceOptions(command, &options->run.resources, &options->run.storage);
  AddReportOptions(command, &options->run.quiet, &options->run.report);
  command->callback([=] {
    if (command->count("--format") == 0 && NamesJsonLines(options->output)) {
      options->parse.format = TreeFormat::kJson;
    }
    if (options->sentences.empty()) {
      DefaultToStandardInput(command->get_option("--input"), &options->run.input);
    }
    options->run.input.options.as_it_comes = options->run.storage.work_directory.empty();
    RunReported(command, options->run.Reported({options->output}),
                [&](Report* report) { RunParse(*options, report); });
  });
}

}  // namespace ciku
