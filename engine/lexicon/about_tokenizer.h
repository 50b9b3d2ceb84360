// Describes what tokens depend on, for work folders.
#ifndef CIKU_ENGINE_LEXICON_ABOUT_TOKENIZER_H_
#define CIKU_ENGINE_LEXICON_ABOUT_TOKENIZER_H_

#include <nlohmann/json.hpp>

#include "engine/lexicon/tokenizer.h"
#include "engine/sweep/job.h"

namespace ciku {

// Returns the lexicon and the options of a tokenizer as options of a job.
inline Json AboutTokenizer(const Tokenizer& tokenizer) {
  return {
      {"--lexicon", ContentText(tokenizer.lexicon_size(), "words", tokenizer.lexicon_checksum())},
      {"--no-joining", !tokenizer.options().joining}};
}

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_ABOUT_TOKENIZER_H_
