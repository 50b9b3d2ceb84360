// Parses tokens into a tree: the first argument is a file of templates, the others are the tokens.
#include <ciku/ciku.h>

#include <iostream>
#include <vector>

int main(int argc, char** argv) {
  const ciku::Parser parser(ciku::TemplateCounts::Load(argv[1]));
  const std::vector<std::string_view> tokens(argv + 2, argv + argc);
  std::string drawing;
  ciku::AppendTree(ciku::TreeFormat::kBrackets, parser.Parse(tokens), &drawing);
  std::cout << drawing;
}
