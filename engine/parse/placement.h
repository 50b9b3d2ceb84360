// Where in a span the words of its template are.
#ifndef CIKU_ENGINE_PARSE_PLACEMENT_H_
#define CIKU_ENGINE_PARSE_PLACEMENT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/parse/chart.h"
#include "engine/parse/template_trie.h"

namespace ciku {

// The places of the words of a template that matches the span [begin, end) of a sentence of these
// words, its parts being given: of all ways to match it that with the largest score, and of several
// with that score the one whose first word comes first, then its second word, and so on. The chart
// has to have the scores of all spans that may be in the gaps. O(words of the template times the
// square of the size of the span), at most.
std::vector<size_t> PlaceWords(const Chart& chart, std::span<const TemplateTrie::Word> words,
                               std::span<const TemplateTrie::Word> parts, size_t begin, size_t end);

}  // namespace ciku

#endif  // CIKU_ENGINE_PARSE_PLACEMENT_H_
