#include "engine/commands/tokenizer_options.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "engine/commands/lexicon_output.h"
#include "engine/commands/options.h"
#include "engine/commands/terminal/console.h"
#include "engine/lexicon/lexicon.h"
#include "engine/lexicon/phrases.h"
#include "engine/lexicon/user_words.h"
#include "engine/text/white_space.h"
#include "io/error.h"

namespace ciku {
namespace {

constexpr size_t kLeastLexicon = size_t{4} << 20;

// Warns of words whose tokens will look like several tokens.
void WarnOfSeparator(const Lexicon& lexicon, std::string_view separator) {
  uint64_t words = 0;
  std::string_view example;
  lexicon.ForEach([&](std::string_view word, uint64_t) {
    if (word == separator || word.find(separator) == word.npos || IsOnlyWhiteSpace(word)) return;
    if (words++ == 0) example = word;
  });
  if (words == 0) return;
  Warn(fmt::format(
      "the separator of tokens is in {} of the lexicon, such as '{}'; another --separator "
      "or --format jsonl tells tokens apart",
      Counted(words, "words"), Printable(std::string(example))));
}

// Whether the tokenizer is one of the built-in lexicon as it is. Its words do not hold the usual
// separator.
bool IsPrepared(const TokenizerChoice& choice) {
  return choice.lexicon.empty() && choice.user_words.empty() &&
         (choice.separator.empty() || choice.separator == " ");
}

Figures FiguresOf(const Tokenizer& tokenizer) {
  Figures figures{{"words", uint64_t{tokenizer.lexicon_size()}}};
  if (const Phrases* const phrases = tokenizer.phrases()) {
    figures.push_back({"phrases", uint64_t{phrases->size()}});
  }
  return figures;
}

}  // namespace

void AddTokenizerOptions(CLI::App* command, TokenizerChoice* choice) {
  command
      ->add_option(
          "--lexicon", choice->lexicon,
          "The words and their counts, in any format. Words that hold spaces, punctuation, "
          "numbers or Latin words are found before all others, the longest first")
      ->default_str("the built-in one")
      ->type_name("FILE");
  command
      ->add_option(
          "--user-words", choice->user_words,
          "A lexicon whose words are added; may be given again. A word without a count gets "
          "the least with which it is more probable than its parts")
      ->allow_extra_args(false)
      ->type_name("FILE");
  AddLexiconFormatOption(command, &choice->format);
  AddNamedOption(command, "--rules", &choice->options.rules, kRulesNames,
                 "Which tokens are fixed before any lexicon: units (numbers, dates, Latin words, "
                 "punctuation), or those of nlp-zero, which joins letters and digits afterwards")
      ->default_str("units with the built-in lexicon, nlp-zero with another");
  AddNamedOption(
      command, "--script", &choice->options.script, kScripts,
      "Whether the text is in Traditional characters, whose simplified forms are then looked up, "
      "too: hant (it is), hans or none (it is not), or auto (where the lexicon hardly knows a "
      "character but its simplified form). For --rules units")
      ->default_str("auto with the built-in lexicon, none with another");
  command->add_flag_callback(
      "--no-joining", [choice] { choice->options.joining = false; },
      "Does not join letters and digits, but divides them by the lexicon; implies --rules "
      "nlp-zero");
}

void AddTokenizerAlphabetOption(CLI::App* command, TokenizerChoice* choice) {
  AddNamedOption(command, "--alphabet", &choice->options.alphabet, kAlphabets,
                 "Which characters are symbols, besides units; any other is a token of its own. "
                 "The names are those of `ciku mine`; for --rules units")
      ->default_str("han");
}

void AddTokenizedOption(CLI::App* command, bool* tokenized, const char* description) {
  command->add_flag("--tokenized", *tokenized, description)
      ->excludes(command->get_option("--lexicon"))
      ->excludes(command->get_option("--user-words"))
      ->excludes(command->get_option("--lexicon-format"))
      ->excludes(command->get_option("--rules"))
      ->excludes(command->get_option("--script"))
      ->excludes(command->get_option("--no-joining"));
}

Tokenizer MakeTokenizer(const TokenizerChoice& choice, size_t memory, Report* report) {
  if (choice.lexicon.empty()) report->SetOptions({{"lexicon", kBuiltinName}});
  TokenizerOptions options = choice.options;
  if (!options.joining && options.rules.value_or(Rules::kNlpZero) == Rules::kUnits) {
    throw UsageError("--no-joining is for --rules nlp-zero: units join letters and digits");
  }
  if (!options.joining) options.rules = Rules::kNlpZero;
  std::optional<Tokenizer> tokenizer;
  report->Pass("read lexicon", [&] {
    if (IsPrepared(choice)) {
      tokenizer.emplace(Tokenizer::Builtin(options));
      return FiguresOf(*tokenizer);
    }
    Lexicon lexicon =
        choice.lexicon.empty()
            ? Lexicon::Builtin()
            : Lexicon::Load(choice.lexicon, std::max(memory / 8, kLeastLexicon), choice.format);
    AddUserWords(choice.user_words, &lexicon, choice.format);
    if (lexicon.size() == 0) Warn(Printable(choice.lexicon) + ": holds no words");
    tokenizer.emplace(lexicon, options);
    if (!choice.separator.empty()) WarnOfSeparator(lexicon, choice.separator);
    return FiguresOf(*tokenizer);
  });
  report->SetOptions({{"rules", RulesName(tokenizer->rules())}});
  if (tokenizer->rules() == Rules::kUnits) {
    report->SetOptions({{"script", NameOf(kScripts, tokenizer->script())}});
  } else if (options.script.value_or(Script::kNone) != Script::kNone) {
    throw UsageError("--script is for --rules units");
  }
  return *std::move(tokenizer);
}

}  // namespace ciku
