// Finds the places of a template's words in a span.
#ifndef CIKU_ENGINE_PARSE_PLACEMENT_H_
#define CIKU_ENGINE_PARSE_PLACEMENT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/parse/chart.h"
#include "engine/parse/template_trie.h"

namespace ciku {

// Takes the words of a sentence and the parts of a template that matches its span [begin, end).
// Returns the places of the template's words, in the match with the largest score; if several
// matches have this score, the one whose first word comes first, then its second word, and so on.
// The chart must already have the scores of all spans that may be in the gaps. Takes at most
// O(words of the template times the square of the span's size).
std::vector<size_t> PlaceWords(const Chart& chart, std::span<const TemplateTrie::Word> words,
                               std::span<const TemplateTrie::Word> parts, size_t begin, size_t end);

}  // namespace ciku

#endif  // CIKU_ENGINE_PARSE_PLACEMENT_H_
