// Divides its first argument into words of the built-in lexicon.
#include <ciku/ciku.h>

#include <iostream>

int main(int /*argc*/, char** argv) {
  const ciku::Tokenizer tokenizer(ciku::Lexicon::Builtin());
  for (const std::string_view token : tokenizer.Tokenize(argv[1])) std::cout << token << '\n';
}
