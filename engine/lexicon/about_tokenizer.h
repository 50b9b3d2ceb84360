// Describes what tokens depend on, for work folders.
#ifndef CIKU_ENGINE_LEXICON_ABOUT_TOKENIZER_H_
#define CIKU_ENGINE_LEXICON_ABOUT_TOKENIZER_H_

#include <nlohmann/json.hpp>

#include "engine/lexicon/tokenizer.h"
#include "engine/sweep/job.h"
#include "engine/text/alphabet.h"

namespace ciku {

// Returns the lexicon and the options of a tokenizer as options of a job.
inline Json AboutTokenizer(const Tokenizer& tokenizer) {
  Json about = {
      {"--lexicon", ContentText(tokenizer.lexicon_size(), "words", tokenizer.lexicon_checksum())},
      {"--rules", RulesName(tokenizer.rules())}};
  if (tokenizer.rules() == Rules::kUnits) {
    about["--alphabet"] = AlphabetName(tokenizer.options().alphabet);
    about["--script"] = NameOf(kScripts, tokenizer.script());
  } else {
    about["--no-joining"] = !tokenizer.options().joining;
  }
  return about;
}

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_ABOUT_TOKENIZER_H_
