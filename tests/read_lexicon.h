// Reading a lexicon back, for tests.
#ifndef CIKU_TESTS_READ_LEXICON_H_
#define CIKU_TESTS_READ_LEXICON_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "io/lexicons/lexicon_file.h"

namespace ciku {

using LexiconEntries = std::vector<std::pair<std::string, std::optional<uint64_t>>>;

// The words and counts of a lexicon. Its lines have to tell the expected format.
inline LexiconEntries ReadLexicon(const std::string& path, LexiconFormat expected) {
  LexiconReader reader(path);
  EXPECT_EQ(LexiconFormatName(reader.format()), LexiconFormatName(expected));
  LexiconEntries entries;
  for (LexiconEntry entry; reader.Next(&entry);) entries.emplace_back(entry.word, entry.count);
  return entries;
}

}  // namespace ciku

#endif  // CIKU_TESTS_READ_LEXICON_H_
