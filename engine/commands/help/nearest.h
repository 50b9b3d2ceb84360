// What somebody who misspelt a name may have meant.
#ifndef CIKU_ENGINE_COMMANDS_HELP_NEAREST_H_
#define CIKU_ENGINE_COMMANDS_HELP_NEAREST_H_

#include <string>
#include <string_view>
#include <vector>

namespace ciku {

// Returns the name that is nearest to what was typed, without regard to case; of equally near ones,
// the first. Returns an empty text if none is near: a name is near if what was typed is its
// beginning, or if it takes up to a third of its letters (but up to two for names of three or four)
// to be inserted, deleted, replaced or swapped with their neighbours (optimal string alignment).
std::string Nearest(std::string_view typed, const std::vector<std::string>& names);

// Returns "; did you mean NAME?" if there is such a name, otherwise an empty text.
std::string DidYouMean(std::string_view typed, const std::vector<std::string>& names);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_HELP_NEAREST_H_
