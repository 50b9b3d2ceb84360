#include "engine/commands/help/completion.h"

#include <memory>
#include <string>

#include "engine/commands/commands.h"
#include "engine/commands/options.h"
#include "io/output/text_output.h"

namespace ciku {

void AddCompletionCommand(CLI::App* program) {
  CLI::App* const command = program->add_subcommand(
      "completion", "Print what bash, zsh or fish need to complete ciku's command lines");
  command->footer(
      "The packages install it. Example: for this shell alone\n"
      "  source <(ciku completion bash)");
  const auto shell = std::make_shared<Shell>();
  AddNamedOption(command, "SHELL", shell.get(), kShells, "The shell: bash, zsh or fish")
      ->required();
  command->callback([=] {
    TextOutput output("-");
    output.Write(CompletionScript(*program, *shell));
    output.Commit();
  });
}

}  // namespace ciku
