// Finds the sentence templates of text whose tokens are separated by spaces.
#include <ciku/ciku.h>

#include <iostream>

int main(int argc, char** argv) {
  const ciku::Corpus corpus = ciku::Corpus::Open({argv + 1, argv + argc});
  const ciku::TemplateOptions options{.min_proba = 0.2, .min_pmi = 0};
  const ciku::Templates templates = ciku::FindTemplates(corpus, options, nullptr);
  for (size_t i = 0; i < templates.size(); ++i) {
    std::cout << templates.text(i) << '\t' << templates.count(i) << '\n';
  }
}
