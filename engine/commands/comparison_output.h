// How the comparison of two lexicons is written.
#ifndef CIKU_ENGINE_COMMANDS_COMPARISON_OUTPUT_H_
#define CIKU_ENGINE_COMMANDS_COMPARISON_OUTPUT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/lexicon/comparison.h"
#include "engine/lexicon/keyness.h"
#include "io/names.h"
#include "io/output/text_output.h"

namespace ciku {

enum class ComparisonFormat { kTsv, kCsv, kJsonLines };

inline constexpr Named<ComparisonFormat> kComparisonFormats[] = {
    {"tsv", ComparisonFormat::kTsv},
    {"csv", ComparisonFormat::kCsv},
    {"jsonl", ComparisonFormat::kJsonLines}};

// A comparison, and its words by keyness if that is asked for.
struct ComparedLexicons {
  std::string name_a;
  std::string name_b;
  Comparison comparison;
  std::vector<KeyWord> keys;
  bool by_keyness = false;
};

// Writes all words, for other programs: word, counts and ranks in both and, by keyness, G2 and log
// ratio. Completes the output. Throws IoError or ClosedPipe.
void WriteComparedWords(const ComparedLexicons& lexicons, ComparisonFormat format,
                        TextOutput* output);

// Writes what a person wants to see: what both have in common, and the first `top` words of lists;
// by keyness, of words that are more frequent in one than in the other. Completes the output.
// Throws IoError or ClosedPipe.
void WriteComparedLists(const ComparedLexicons& lexicons, uint64_t top, TextOutput* output);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_COMPARISON_OUTPUT_H_
