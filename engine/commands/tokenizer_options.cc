#include "engine/commands/tokenizer_options.h"

#include <algorithm>
#include <optional>

#include "engine/commands/console.h"
#include "engine/lexicon/lexicon.h"
#include "io/error.h"

namespace ciku {
namespace {

constexpr size_t kLeastLexicon = size_t{4} << 20;

}  // namespace

void AddTokenizerOptions(CLI::App* command, TokenizerChoice* choice) {
  command->add_flag_callback(
      "--no-joining", [choice] { choice->options.joining = false; },
      "Does not join letters and digits, but divides them by the lexicon");
  command->add_option("--lexicon", choice->lexicon, "The words and their counts, in any format")
      ->default_str("the built-in one")
      ->type_name("FILE");
}

void AddTokenizedOption(CLI::App* command, bool* tokenized, const char* description) {
  command->add_flag("--tokenized", *tokenized, description)
      ->excludes(command->get_option("--lexicon"))
      ->excludes(command->get_option("--no-joining"));
}

Tokenizer MakeTokenizer(const TokenizerChoice& choice, size_t memory, Report* report) {
  report->options()["lexicon"] = choice.lexicon.empty() ? "built-in" : choice.lexicon;
  report->options()["joining"] = choice.options.joining;
  std::optional<Tokenizer> tokenizer;
  report->Pass("read lexicon", [&] {
    const Lexicon lexicon =
        choice.lexicon.empty() ? Lexicon::Builtin()
                               : Lexicon::Load(choice.lexicon, std::max(memory / 8, kLeastLexicon));
    if (lexicon.size() == 0) Warn(Printable(choice.lexicon) + ": holds no words");
    tokenizer.emplace(lexicon, choice.options);
    return Figures{{"words", uint64_t{lexicon.size()}}};
  });
  return *std::move(tokenizer);
}

}  // namespace ciku
