// Mines the words of a folder.
#include <ciku/ciku.h>

#include <iostream>

int main(int argc, char** argv) {
  const ciku::Corpus corpus = ciku::Corpus::Open({argv + 1, argv + argc});
  const ciku::MineOptions options{.method = ciku::UnigramOptions{.min_count = 2}};
  ciku::Mine(corpus, options).ForEach([](const ciku::MinedWord& word) {
    std::cout << word.text << '\t' << word.count << '\n';
  });
}
