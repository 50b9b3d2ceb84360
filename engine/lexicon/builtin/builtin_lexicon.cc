#include "engine/lexicon/builtin/builtin_lexicon.h"

#include <cstddef>

// Defined in builtin_lexicon.S.
extern "C" {
extern const char ciku_builtin_lexicon_begin[];  // NOLINT(readability-identifier-naming)
extern const char ciku_builtin_lexicon_end[];    // NOLINT(readability-identifier-naming)
}

namespace ciku {

std::string_view BuiltinLexicon() {
  return {ciku_builtin_lexicon_begin,
          static_cast<size_t>(ciku_builtin_lexicon_end - ciku_builtin_lexicon_begin)};
}

}  // namespace ciku
