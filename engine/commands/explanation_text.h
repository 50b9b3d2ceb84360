// Explanations of words in plain sentences.
#ifndef CIKU_ENGINE_COMMANDS_EXPLANATION_TEXT_H_
#define CIKU_ENGINE_COMMANDS_EXPLANATION_TEXT_H_

#include <string>

#include "engine/discover/method_options.h"
#include "engine/view/explanation.h"

namespace ciku {

// Returns a heading, a table of the joints, and what follows from them: whether the word holds
// together, what it lacks, and which thresholds would do. The columns of the table are `aligned`
// for a terminal.
std::string ExplanationText(const WordExplanation& word, const MethodOptions& method, bool aligned);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_EXPLANATION_TEXT_H_
