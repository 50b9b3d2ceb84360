// What a RunStream holds: runs with links, as LinkedRun writes them, or only the words of runs.
//
//   words := varint(tokens)  varint(word) for each
#ifndef CIKU_ENGINE_TEMPLATES_RUN_RECORD_H_
#define CIKU_ENGINE_TEMPLATES_RUN_RECORD_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/templates/linked_run.h"
#include "io/bytes.h"
#include "io/error.h"

namespace ciku {

[[noreturn]] inline void ThrowBadRecord() {
  throw CorruptionError("a temporary file holds something other than runs");
}

// Throws CorruptionError.
inline void ReadRun(const char** at, const char* end, LinkedRun* run) {
  if (!run->Decode(at, end)) ThrowBadRecord();
}

inline void AppendWords(std::span<const WordId> words, std::string* out) {
  AppendVarint(words.size(), out);
  for (const WordId word : words) AppendVarint(word, out);
}

// Throws CorruptionError.
inline void ReadWords(const char** at, const char* end, std::vector<WordId>* words) {
  uint64_t number;
  if (!ReadVarint(at, end, &number) || number > static_cast<uint64_t>(end - *at)) ThrowBadRecord();
  words->resize(number);
  for (WordId& word : *words) {
    if (!ReadVarint(at, end, &number)) ThrowBadRecord();
    word = static_cast<WordId>(number);
  }
}

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_RUN_RECORD_H_
