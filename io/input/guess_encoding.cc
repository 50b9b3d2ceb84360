#include "io/input/guess_encoding.h"

#include <iconv.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "io/streams/byte_stream.h"

namespace ciku {
namespace {

using std::string_view_literals::operator""sv;

unsigned char ByteAt(std::string_view text, size_t i) {
  return static_cast<unsigned char>(text[i]);
}

// Returns the size of the character at `i`, or 0 if it is not valid UTF-8. (Characters that are too
// long or surrogates count as valid: this is a guess.)
size_t Utf8Size(std::string_view text, size_t i) {
  const unsigned char lead = ByteAt(text, i);
  const size_t size = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (lead > 0xF4) return 0;
  for (size_t k = 1; k < size; ++k) {
    if (i + k == text.size()) return k;  // cut off
    if ((ByteAt(text, i + k) & 0xC0) != 0x80) return 0;
  }
  return size;
}

// Whether iconv converts the sample without an error, apart from a character that its end cuts off.
bool Converts(std::string_view sample, const char* encoding) {
  const std::unique_ptr<void, int (*)(iconv_t)> converter(::iconv_open("UTF-8", encoding),
                                                          ::iconv_close);
  char* in = const_cast<char*>(sample.data());
  size_t left = sample.size();
  std::array<char, 4096> buffer;
  while (left > 0) {
    char* out = buffer.data();
    size_t room = buffer.size();
    if (::iconv(converter.get(), &in, &left, &out, &room) == static_cast<size_t>(-1)) {
      if (errno == E2BIG) continue;
      return errno == EINVAL;
    }
  }
  return true;
}

// The share, among the characters of two bytes, of those whose first byte is from `first` to
// `last` and whose second byte is at least `least`.
double ShareOfCommon(std::string_view sample, unsigned first, unsigned last, unsigned least) {
  size_t all = 0;
  size_t common = 0;
  for (size_t i = 0; i + 1 < sample.size(); ++i) {
    const unsigned lead = ByteAt(sample, i);
    if (lead < 0x80) continue;
    const unsigned trail = ByteAt(sample, ++i);
    ++all;
    common += lead >= first && lead <= last && trail >= least;
  }
  return all == 0 ? 0 : static_cast<double>(common) / static_cast<double>(all);
}

}  // namespace

const char* EncodingByMark(std::string_view head) {
  if (head.starts_with(kByteOrderMark)) return "UTF-8";
  if (head.starts_with("\xFF\xFE\0\0"sv)) return "UTF-32LE";
  if (head.starts_with("\0\0\xFE\xFF"sv)) return "UTF-32BE";
  if (head.starts_with("\xFF\xFE"sv)) return "UTF-16LE";
  if (head.starts_with("\xFE\xFF"sv)) return "UTF-16BE";
  return nullptr;
}

const char* EncodingByEscapes(std::string_view head) {
  if (head.find("\x1B$)C") != head.npos) return "ISO-2022-KR";
  if (head.find("\x1B$B") != head.npos || head.find("\x1B$@") != head.npos) return "ISO-2022-JP";
  return nullptr;
}

bool LooksLikeUtf8(std::string_view sample) {
  if (simdjson::validate_utf8(sample.data(), sample.size())) return true;
  size_t begin = 0;  // behind the end of a character that the sample's beginning cuts off
  while (begin < sample.size() && begin < 3 && (ByteAt(sample, begin) & 0xC0) == 0x80) ++begin;
  size_t beyond_ascii = 0;
  size_t invalid = 0;
  for (size_t i = begin; i < sample.size();) {
    const size_t size = Utf8Size(sample, i);
    if (size == 0) ++invalid;
    if (size != 1) beyond_ascii += size == 0 ? 1 : size;
    i += size == 0 ? 1 : size;
  }
  return invalid * 4 < beyond_ascii || invalid == 0;
}

const char* GuessChineseEncoding(std::string_view sample) {
  // GB 2312 has its 3,755 common characters in rows 0xB0 to 0xD7, Big5 its 5,401 in 0xA4 to 0xC6.
  // Trail bytes are 0xA1 or more in GB 2312 and 0x40 or more in Big5.
  constexpr double kLeastShare = 0.5;
  const double gb18030 = Converts(sample, "GB18030") ? ShareOfCommon(sample, 0xB0, 0xD7, 0xA1) : 0;
  const double big5 = Converts(sample, "BIG5") ? ShareOfCommon(sample, 0xA4, 0xC6, 0x40) : 0;
  if (std::max(gb18030, big5) < kLeastShare) return nullptr;
  return gb18030 >= big5 ? "GB18030" : "Big5";
}

}  // namespace ciku
