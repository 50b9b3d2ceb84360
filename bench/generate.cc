// ciku-generate: writes generated text, and the lexicon planted in it, to files.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>

#include "bench/generator.h"

namespace {

using ciku::bench::Generator;
using ciku::bench::GeneratorOptions;

constexpr uint64_t kMaxSize = uint64_t{1} << 50;
constexpr size_t kChunkBytes = size_t{1} << 20;

struct Arguments {
  GeneratorOptions generator;
  uint64_t size = 0;
  std::string output = "-";
  std::string lexicon;
};

// A file to write to; "-" is standard output.
class Output {
 public:
  explicit Output(const std::string& path)
      : path_(path), file_(path == "-" ? stdout : std::fopen(path.c_str(), "wb"), &std::fclose) {
    if (file_ == nullptr) Fail();
  }

  // Returns false if the reader of a pipe has closed it; the program then ends without an error.
  bool Write(const std::string& bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) == bytes.size()) return true;
    if (errno != EPIPE) Fail();
    return false;
  }

  void Close() {
    if (std::fclose(file_.release()) != 0 && errno != EPIPE) Fail();
  }

 private:
  [[noreturn]] void Fail() const { throw std::system_error(errno, std::generic_category(), path_); }

  std::string path_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

void WriteText(const Arguments& arguments, Generator* generator) {
  Output output(arguments.output);
  std::string chunk;
  for (uint64_t written = 0; written < arguments.size; written += chunk.size()) {
    chunk.clear();
    generator->Append(std::min<uint64_t>(kChunkBytes, arguments.size - written), &chunk);
    if (!output.Write(chunk)) break;
  }
  output.Close();
}

void WriteLexicon(const Arguments& arguments, const Generator& generator) {
  if (arguments.lexicon.empty()) return;
  Output output(arguments.lexicon);
  for (const auto& word : generator.Planted()) {
    if (!output.Write(fmt::format("{}\t{}\n", word.text, word.count))) break;
  }
  output.Close();
}

void Declare(CLI::App* app, Arguments* arguments) {
  GeneratorOptions& generator = arguments->generator;
  app->add_option("--size", arguments->size, "Bytes of text, rounded up to a whole line: 200M, 2G")
      ->required()
      ->transform(CLI::AsSizeValue(false))
      ->check(CLI::Range(uint64_t{0}, kMaxSize));  // -1 arrives here as 2^64 - 1
  app->add_option("--seed", generator.seed, "Same seed, same text")->capture_default_str();
  app->add_option("--words", generator.words, "Words in the planted lexicon")
      ->capture_default_str();
  app->add_option("--symbols", generator.symbols, "Distinct CJK symbols")->capture_default_str();
  app->add_option("--common-shift", generator.common_shift, "Evenness of symbols in common words")
      ->capture_default_str();
  app->add_option("--rare-shift", generator.rare_shift, "Evenness of symbols in rare words")
      ->capture_default_str();
  app->add_option("--separator", generator.separator, "Between words: \" \" gives a segmentation");
  app->add_option("-o,--output", arguments->output, "File for the text, - for standard output")
      ->capture_default_str();
  app->add_option("--lexicon", arguments->lexicon,
                  "File for the planted words that occur: word<TAB>count");
}

int Run(const Arguments& arguments) {
  Generator generator(arguments.generator);
  WriteText(arguments, &generator);
  WriteLexicon(arguments, generator);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  Arguments arguments;
  CLI::App app("Generates text with a known lexicon, the same for the same seed.", "ciku-generate");
  Declare(&app, &arguments);
  try {
    app.parse(argc, argv);
    return Run(arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::invalid_argument& error) {
    fmt::print(stderr, "ciku-generate: {}\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "ciku-generate: {}\n", error.what());
    return 1;
  }
}
