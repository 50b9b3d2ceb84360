// ciku-manual: prints the manual page of ciku, or of one of its commands, as Markdown. It is not
// installed: the build makes manual pages with it.
#include <algorithm>
#include <iostream>
#include <memory>
#include <string>

#include "engine/commands/manual/manual_page.h"
#include "engine/commands/program.h"

int main(int argc, char** argv) {
  const std::unique_ptr<CLI::App> program = ciku::MakeProgram();
  const std::string name = argc < 2 ? "" : argv[1];
  if (name.empty()) {
    std::cout << ciku::ManualPage(*program);
  } else if (ciku::HasCommand(*program, name)) {
    std::cout << ciku::ManualPage(*program->get_subcommand(name));
  } else {
    std::cerr << "ciku-manual: no such command: " << name << "\n";
    return 2;
  }
  return std::cout.flush() ? 0 : 1;
}
