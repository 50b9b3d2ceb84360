// The subcommands. Each function adds a subcommand to the program, with its options and the
// function that runs it.
#ifndef CIKU_ENGINE_COMMANDS_COMMANDS_H_
#define CIKU_ENGINE_COMMANDS_COMMANDS_H_

#include <CLI/CLI.hpp>

namespace ciku {

void AddClusterCommands(CLI::App* program);
void AddCompareCommand(CLI::App* program);
void AddCompletionCommand(CLI::App* program);
void AddCountCommand(CLI::App* program);
void AddEvaluateCommand(CLI::App* program);
void AddExplainCommand(CLI::App* program);
void AddKwicCommand(CLI::App* program);
void AddLexiconCommand(CLI::App* program);
void AddMergeCommand(CLI::App* program);
void AddMineCommand(CLI::App* program);
void AddPackCommand(CLI::App* program);
void AddParseCommand(CLI::App* program);
void AddTemplatesCommand(CLI::App* program);
void AddTokenizeCommand(CLI::App* program);
void AddWeighCommand(CLI::App* program);
void AddWordsCommand(CLI::App* program);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_COMMANDS_H_
