#include <memory>

#include "engine/commands/commands.h"
#include "engine/commands/mine_options.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

struct MineCommandOptions {
  RunOptions run;
  MineChoice choice;
};

void RunMine(const MineCommandOptions& options, Report* report) {
  const MineChoice& choice = options.choice;
  TextOutput output(choice.output.path, TempDirectory(options.run.storage));
  CheckOutput(output.file(), report->files_read());
  const Storage storage(options.run.storage);
  const Corpus& corpus =
      OpenCorpus(options.run.input, {choice.output.path, options.run.report}, storage, report);
  AdvisePacking(corpus, options.run.quiet);

  MinedLexicon lexicon = Mine(corpus, choice.mine, options.run.resources, storage, report);
  WriteMined(choice, &lexicon, storage, options.run.quiet, report, &output);
}

}  // namespace

void AddMineCommand(CLI::App* program) {
  const auto options = std::make_shared<MineCommandOptions>();
  CLI::App* const command =
      program->add_subcommand("mine", "Find the words of a corpus: the main job");
  command->footer(
      "Example: the words of two symbols or more of a folder of text, the surest first\n"
      "  ciku mine corpus/ -o lexicon.tsv --min-length 2 --sort score\n"
      "New words: those that a dictionary does not explain\n"
      "  ciku mine corpus/ -o new.tsv --dictionary builtin --only-new --min-count 20");
  AddRunOptions(command, &options->run);
  AddMineOptions(command, &options->choice);
  command->callback([=] {
    RunReported(command, options->run.Reported({options->choice.output.path}), [&](Report* report) {
      ChooseMining(&options->choice, options->run.quiet);
      report->SetOptions(ChosenMining(options->choice));
      RunMine(*options, report);
    });
  });
}

}  // namespace ciku
