#include <memory>
#include <string>
#include <vector>

#include "engine/commands/commands.h"
#include "engine/commands/explanation_text.h"
#include "engine/commands/method_options.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/discover/methods.h"
#include "engine/discover/ngram_counts.h"
#include "engine/view/explanation.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

struct ExplainOptions {
  std::vector<std::string> words;
  std::string counts;
  GivenMethod method;
  Resources resources = DefaultResources();
  std::string output = "-";
  bool quiet = false;
  std::string report;
};

void RunExplain(const ExplainOptions& options, Report* report) {
  NoteMethod(options.method, options.quiet);
  MakeMethodOptions(options.method);  // finds contradictions
  TextOutput output(options.output);
  CheckOutput(output.file(), report->files_read());
  const MethodOptions method = MethodForCounts(options.counts, options.method);
  report->SetOptions(DescribeMethod(method));
  const std::vector<WordExplanation> words =
      Explain(options.words, options.counts, method, options.resources, report);
  for (const WordExplanation& word : words) {
    if (&word != &words.front()) output.Write("\n");
    output.Write(ExplanationText(word, method, output.file().IsTerminal()));
  }
  output.Commit();
  report->SetResults({{"words", words.size()}});
  report->AddOutput(output.file(), {{"words", words.size()}});
  WarnOfRules(method, NgramCounts(options.counts).text().rules.value(), options.counts);
}

}  // namespace

void AddExplainCommand(CLI::App* program) {
  const auto options = std::make_shared<ExplainOptions>();
  CLI::App* const command = program->add_subcommand(
      "explain", "Explain why words are found, or are missing: what their joints lack");
  command->footer(
      "Example: why a phrase is no word by the pair cut, and what would make it one\n"
      "  ciku count corpus/ --order 4 --rules nlp-zero -o corpus.counts\n"
      "  ciku explain 经济发展 --counts corpus.counts --method pair-cut --min-pmi 2");
  command->add_option("WORD", options->words, "Words to explain")->required()->type_name("");
  command
      ->add_option("--counts", options->counts,
                   "A counts file of n-grams, as `ciku count` makes it; for the unigram method, of "
                   "n-grams that are longer than the words")
      ->required()
      ->type_name("COUNTS");
  AddMethodOptions(command, &options->method);
  command->get_option("--order")->default_str(
      "as for mine; for ngram no more than that of the counts");
  TakesCount(command->add_option("-j,--threads", options->resources.threads, "Threads to use")
                 ->default_str("all processors"),
             1, 1024);
  command
      ->add_option("-o,--output", options->output,
                   "The explanations; compressed if the name ends in .gz or .zst")
      ->default_str("standard output")
      ->type_name("FILE");
  AddReportOptions(command, &options->quiet, &options->report);
  command->callback([=] {
    RunReported(command, {options->quiet, options->report, {options->output}},
                [&](Report* report) { RunExplain(*options, report); });
  });
}

}  // namespace ciku
