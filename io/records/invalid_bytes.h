// Bytes that are not valid UTF-8, in text that has gone through a parser of valid text only.
#ifndef CIKU_IO_RECORDS_INVALID_BYTES_H_
#define CIKU_IO_RECORDS_INVALID_BYTES_H_

#include <string>
#include <string_view>

namespace ciku {

// Returns a text with a byte that is not valid UTF-8 (0xFF) in place of each placeholder, which is
// not empty.
inline std::string WithInvalidBytes(std::string_view text, std::string_view placeholder) {
  std::string out;
  for (size_t at = 0; (at = text.find(placeholder)) != text.npos;) {
    out.append(text.substr(0, at)).push_back('\xFF');
    text.remove_prefix(at + placeholder.size());
  }
  return out.append(text);
}

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_INVALID_BYTES_H_
