// Where in a span the words of its template are.
#ifndef CIKU_ENGINE_TEMPLATES_PLACEMENT_H_
#define CIKU_ENGINE_TEMPLATES_PLACEMENT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/templates/chart.h"
#include "engine/templates/template_trie.h"

namespace ciku {

// The places, in the sentence of these words, of the words of the best template of the span
// [begin, end), which has one: of several ways to match it with the score of the span, that whose
// first word comes first, then its second word, and so on. O(words of the template times the square
// of the size of the span), at most.
std::vector<size_t> PlaceWords(const Chart& chart, const TemplateTrie& trie,
                               std::span<const TemplateTrie::Word> words, size_t begin, size_t end);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_PLACEMENT_H_
