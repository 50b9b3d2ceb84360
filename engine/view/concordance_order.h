// Lines of a concordance as bytes that sort as the lines do, so that the counter of strings, which
// spills what does not fit in memory, sorts them.
#ifndef CIKU_ENGINE_VIEW_CONCORDANCE_ORDER_H_
#define CIKU_ENGINE_VIEW_CONCORDANCE_ORDER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/view/concordance.h"

namespace ciku {

// Returns the bytes of a line: what it is sorted by, and then all that it holds. `place` is its
// number among all occurrences. The order is not kFile.
std::string SortableLine(const ConcordanceLine& line, ConcordanceOrder order, uint64_t place);

// Returns the line that such bytes hold. Its texts are parts of these bytes.
ConcordanceLine LineOf(std::string_view sortable);

}  // namespace ciku

#endif  // CIKU_ENGINE_VIEW_CONCORDANCE_ORDER_H_
