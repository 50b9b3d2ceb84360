// Character references of HTML: names such as &nbsp; and numbers such as &#20013; or &#x4E2D;.
#ifndef CIKU_IO_RECORDS_CHARACTER_REFERENCES_H_
#define CIKU_IO_RECORDS_CHARACTER_REFERENCES_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace ciku {

// Appends the character that the reference at the start of `text`, which begins with &, stands for,
// and returns the size of the reference. Returns 0 if it is none: if the name is none of HTML 4's
// (nor apos), if the semicolon is missing, or if text may not hold the character (surrogates,
// control characters other than tab and line ends).
size_t DecodeReference(std::string_view text, std::string* out);

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_CHARACTER_REFERENCES_H_
