#include "engine/lexicon/builtin/builtin_lexicon.h"

#include <cstddef>

// Defined in builtin_lexicon.S.
extern "C" {
extern const char ciku_builtin_lexicon_begin[];  // NOLINT(readability-identifier-naming)
extern const char ciku_builtin_lexicon_end[];    // NOLINT(readability-identifier-naming)
extern const char ciku_builtin_tables_begin[];   // NOLINT(readability-identifier-naming)
extern const char ciku_builtin_tables_end[];     // NOLINT(readability-identifier-naming)
}

namespace ciku {
namespace {

std::string_view Between(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

}  // namespace

std::string_view BuiltinLexicon() {
  return Between(ciku_builtin_lexicon_begin, ciku_builtin_lexicon_end);
}

std::string_view BuiltinTables() {
  return Between(ciku_builtin_tables_begin, ciku_builtin_tables_end);
}

}  // namespace ciku
