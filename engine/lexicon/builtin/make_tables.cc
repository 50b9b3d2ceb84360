// Makes the tables of the built-in lexicon's tokenizer, during the build.
//
//   ciku_make_tables LEXICON TABLES
#include <exception>
#include <fstream>
#include <iostream>
#include <string>

#include "engine/lexicon/builtin/builtin_lexicon.h"
#include "engine/lexicon/lexicon.h"
#include "engine/lexicon/tokenizer.h"

namespace ciku {

// Nothing is built in yet.
std::string_view BuiltinLexicon() { return {}; }
std::string_view BuiltinTables() { return {}; }

}  // namespace ciku

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  try {
    ciku::Lexicon lexicon = ciku::Lexicon::Load(argv[1]);
    lexicon.set_rules(ciku::Rules::kUnits);
    std::ofstream file(argv[2], std::ios::binary);
    file << ciku::Tokenizer::TablesOf(lexicon);
    return file.flush() ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
