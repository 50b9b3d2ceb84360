#include "engine/commands/tokenizer_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "engine/commands/console.h"
#include "engine/commands/job.h"
#include "engine/lexicon/dictionary.h"
#include "io/error.h"

namespace ciku {
namespace {

constexpr size_t kLeastLexicon = size_t{4} << 20;

}  // namespace

void AddTokenizerOptions(CLI::App* command, TokenizerChoice* choice) {
  command->add_flag_callback(
      "--no-joining", [choice] { choice->options.joining = false; },
      "Leaves letters and digits as the lexicon divides them");
  command->add_option("--lexicon", choice->lexicon, "The words and their counts, in any format")
      ->default_str("the built-in one")
      ->type_name("FILE");
}

void AddTokenizedOption(CLI::App* command, bool* tokenized, const char* description) {
  command->add_flag("--tokenized", *tokenized, description)
      ->excludes(command->get_option("--lexicon"))
      ->excludes(command->get_option("--no-joining"));
}

Tokenizer MakeTokenizer(const TokenizerChoice& choice, size_t memory, Report* report, Json* job) {
  report->options()["lexicon"] = choice.lexicon.empty() ? "built-in" : choice.lexicon;
  report->options()["joining"] = choice.options.joining;
  std::optional<Tokenizer> tokenizer;
  report->Pass("read lexicon", [&] {
    const Dictionary dictionary =
        choice.lexicon.empty()
            ? Dictionary::Builtin()
            : Dictionary::Load(choice.lexicon, std::max(memory / 8, kLeastLexicon));
    if (dictionary.size() == 0) {
      Warn(Printable(choice.lexicon) + ": holds no words");
    }
    tokenizer.emplace(dictionary, choice.options);
    if (job != nullptr) {
      (*job)["--lexicon"] = Content(dictionary.size(), "words", dictionary.Checksum());
      (*job)["--no-joining"] = !choice.options.joining;
    }
    return Json{{"words", dictionary.size()}};
  });
  return *std::move(tokenizer);
}

}  // namespace ciku
