#include <fmt/core.h>

#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "engine/commands/commands.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/commands/terminal/console.h"
#include "engine/commands/tokenizer_options.h"
#include "engine/count/big_count.h"
#include "engine/templates/find_templates.h"
#include "engine/templates/path_weight.h"
#include "engine/templates/template_list.h"
#include "engine/text/alphabet.h"
#include "io/files/spill_folder.h"
#include "io/lexicons/lexicon_name.h"
#include "io/memory.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

struct TemplatesCommandOptions {
  RunOptions run;
  bool tokenized = false;
  TokenizerChoice tokenizer;
  TemplateOptions templates;
  TemplateFormat format = TemplateFormat::kTsv;
  std::string output = "-";
};

Json DescribeResults(const Templates& templates, const Storage& storage) {
  const TemplateFigures& figures = templates.figures();
  Json results = DescribeInput(figures.input);
  results.update({{"runs", figures.runs},
                  {"tokens", figures.tokens},
                  {"skip_grams", figures.skip_grams},
                  {"paths", figures.paths},
                  {"templates", templates.size()},
                  {"peak_memory", PeakMemory()},
                  {"peak_temporary_bytes", storage.spills()->peak_bytes()}});
  return results;
}

// Returns a decimal number of paths in readable form: with all its digits or, if they are too many,
// as a power of two.
std::string ReadablePaths(const std::string& decimal) {
  const BigCount paths(decimal);
  if (paths <= std::numeric_limits<uint64_t>::max()) {
    return ReadableCount(static_cast<uint64_t>(paths));
  }
  return fmt::format("over 2^{}", msb(paths));
}

void WarnOfTemplates(const TemplateFigures& figures) {
  if (figures.runs == 0) {
    Warn("the inputs hold no tokens of this alphabet: there are no templates");
  }
  if (figures.drowned) {
    Warn(
        fmt::format("one run has {} of {} paths and drowns all others; --weight sentence gives "
                    "each run one vote",
                    ReadablePaths(figures.most_paths), ReadablePaths(figures.paths)));
  }
}

void Summarize(bool quiet, const Templates& templates, double seconds) {
  const TemplateFigures& figures = templates.figures();
  Note(quiet,
       fmt::format("{}, {} of {}, {}\n{}\n"
                   "{} of text in {:.1f} s, {} peak memory",
                   Counted(figures.input.records, "records"), Counted(figures.runs, "runs"),
                   Counted(figures.tokens, "tokens"),
                   ReadablePaths(figures.paths) + (figures.paths == "1" ? " path" : " paths"),
                   Counted(templates.size(), "templates"),
                   ReadableBytes(static_cast<double>(figures.input.text_bytes)), seconds,
                   ReadableBytes(static_cast<double>(PeakMemory()))));
}

void RunTemplates(TemplatesCommandOptions options, Report* report) {
  const Resources& resources = options.run.resources;
  TextOutput output(options.output, TempDirectory(options.run.storage));
  CheckOutput(output.file(), report->files_read());
  const Storage storage(options.run.storage);
  const Corpus& corpus =
      OpenCorpus(options.run.input, {options.output, options.run.report}, storage, report);
  std::optional<Tokenizer> tokenizer;
  if (!options.tokenized) {
    options.tokenizer.options.alphabet = options.templates.alphabet;
    tokenizer.emplace(MakeTokenizer(options.tokenizer, resources.memory, report));
  }
  const Templates templates = FindTemplates(
      corpus, options.templates, tokenizer ? &*tokenizer : nullptr, resources, storage, report);
  templates.Write(options.format, [&](std::string_view text) { output.Write(text); });
  output.Commit();
  report->SetResults(DescribeResults(templates, storage));
  report->AddOutput(output.file(), {{"templates", templates.size()}});
  report->Complete(storage);
  WarnOfInput(templates.figures().input, options.run.quiet);
  WarnOfTemplates(templates.figures());
  Summarize(options.run.quiet, templates, report->seconds());
}

void AddTokenOptions(CLI::App* command, TemplatesCommandOptions* options) {
  AddAlphabetOption(command, &options->templates.alphabet);
  AddStrictOption(command, &options->templates.strict);
  AddTokenizerOptions(command, &options->tokenizer);
  AddTokenizedOption(command, &options->tokenized,
                     "The inputs are tokens separated by spaces; a token with a character outside "
                     "the alphabet separates the tokens before it from those after it");
}

void AddThresholdOptions(CLI::App* command, TemplatesCommandOptions* options) {
  TemplateOptions& templates = options->templates;
  TakesCount(
      command->add_option("--window", templates.window, "How many tokens apart linked words may be")
          ->capture_default_str(),
      1, kWidestWindow);
  TakesNumber(command
                  ->add_option("--min-proba", templates.min_proba,
                               "The probability that links and templates exceed: a link among "
                               "all pairs of words in the window, a template among all paths")
                  ->capture_default_str(),
              std::numeric_limits<double>::min())
      ->type_name("P");
  TakesNumber(command
                  ->add_option("--min-pmi", templates.min_pmi,
                               "The pointwise mutual information that a link exceeds, in nats")
                  ->capture_default_str(),
              std::numeric_limits<double>::lowest());
  AddNamedOption(
      command, "--weight", &templates.weight, kPathWeights,
      "What is counted: sentence (the paths of a run of words share one vote, in units of 2^-63, "
      "so that one long run cannot drown all others), or path (every path through the links of a "
      "run)")
      ->default_str("sentence");
  TakesCount(command->add_option("--min-count", templates.min_count,
                                 "The least count of a template, in paths or votes"),
             1);
}

void AddListOptions(CLI::App* command, TemplatesCommandOptions* options) {
  TakesCount(command
                 ->add_option("--min-words", options->templates.min_words,
                              "The least number of words in a template")
                 ->capture_default_str(),
             1);
  command->add_flag("--no-trivial", options->templates.no_trivial,
                    "Leaves out templates of a single word between two gaps");
  TakesCount(
      command->add_option("--top", options->templates.top, "Lists only the first N templates"), 1);
  AddNamedOption(
      command, "--format", &options->format, kTemplateFormats,
      "How templates are written: tsv (template<TAB>count, words and gaps separated by spaces, a "
      "gap written [X]) or jsonl ({\"template\":[null,\"是\",null,\"的\"],\"count\":12})")
      ->default_str("jsonl if the output is named so, otherwise tsv");
}

}  // namespace

void AddTemplatesCommand(CLI::App* program) {
  const auto options = std::make_shared<TemplatesCommandOptions>();
  CLI::App* const command =
      program->add_subcommand("templates", "Find the sentence templates of a corpus");
  command->footer(
      "Example: templates of two words and more, by the corpus's own lexicon\n"
      "  ciku mine corpus/ -o lexicon.tsv\n"
      "  ciku templates corpus/ --lexicon lexicon.tsv --rules units --min-words 2 -o "
      "templates.tsv");
  AddRunOptions(command, &options->run);
  command
      ->add_option("-o,--output", options->output,
                   "The templates, the most frequent first; compressed if the name ends in .gz or "
                   ".zst")
      ->default_str("standard output")
      ->type_name("FILE");
  AddTokenOptions(command, options.get());
  AddThresholdOptions(command, options.get());
  AddListOptions(command, options.get());
  command->callback([=] {
    if (command->count("--format") == 0 && NamesJsonLines(options->output)) {
      options->format = TemplateFormat::kJsonLines;
    }
    DefaultToStandardInput(command->get_option("INPUT"), &options->run.input);
    RunReported(command, options->run.Reported({options->output}),
                [&](Report* report) { RunTemplates(*options, report); });
  });
}

}  // namespace ciku
