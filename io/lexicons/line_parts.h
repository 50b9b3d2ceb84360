// What the parts of a lexicon's line look like: numbers, words with tags.
#ifndef CIKU_IO_LEXICONS_LINE_PARTS_H_
#define CIKU_IO_LEXICONS_LINE_PARTS_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ciku {

// The whole number below 2^64 that a text is in decimal digits; nothing if it is none.
std::optional<uint64_t> WholeNumber(std::string_view text);

// Whether a text is a number, though perhaps no whole number, or one too large: 1.5, -3, 1e5, 10%,
// 1,000. Full-width digits count.
bool LooksLikeNumber(std::string_view text);

bool IsAscii(std::string_view text);

// Whether the parts of a line are a word and known tags, each with a count or without one. Sets
// *counted if there is a count.
bool AreWordAndTags(const std::vector<std::string_view>& parts, bool* counted);

// Whether a number follows a word that is not English, and more than a tag follows the number.
bool HasInnerCount(const std::vector<std::string_view>& parts);

// The columns of a line between tabs, without those that are empty.
std::vector<std::string_view> SplitAtTabs(std::string_view line);

}  // namespace ciku

#endif  // CIKU_IO_LEXICONS_LINE_PARTS_H_
