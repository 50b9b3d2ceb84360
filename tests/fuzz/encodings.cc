// Converts arbitrary bytes from other encodings. ConvertEncoding must return UTF-8, except for the
// bytes 0xFF that mark invalid characters, and the result must not depend on the pieces in which
// the input is converted.
#include <iconv.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "io/streams/byte_stream.h"
#include "io/utf8.h"
#include "tests/fuzz/check.h"

namespace ciku {
namespace {

struct Encoding {
  const char* name;
  std::string_view start;  // the first bytes of any text: a byte-order mark
  std::string_view line_end;
};

using std::string_view_literals::operator""sv;

constexpr Encoding kEncodings[] = {{"GB18030", "", "\n"},
                                   {"BIG5", "", "\n"},
                                   {"BIG5-HKSCS", "", "\n"},
                                   {"CP1258", "", "\n"},
                                   {"UTF-16", "\xFF\xFE", "\n\0"sv},
                                   {"UTF-16BE", "", "\0\n"sv}};

// Keeps a converter of each encoding open, because iconv unloads the tables of an encoding when its
// last converter is closed.
void KeepTables() {
  static const std::array<iconv_t, std::size(kEncodings)> open = [] {
    std::array<iconv_t, std::size(kEncodings)> converters;
    for (size_t i = 0; i < converters.size(); ++i) {
      converters[i] = ::iconv_open("UTF-8", kEncodings[i].name);
    }
    return converters;
  }();
  Require(!open.empty(), "encodings are kept open");
}

// Returns the converted text, which is read `step` bytes at a time.
std::string Convert(std::string_view bytes, const char* encoding, size_t step) {
  const auto stream = ConvertEncoding(StreamOver(bytes), encoding);
  std::string text;
  for (size_t size = step; size == step;) {
    const size_t before = text.size();
    text.resize(before + step);
    size = stream->Read(text.data() + before, step);
    text.resize(before + size);
  }
  Require(stream->Read(text.data(), text.size()) == 0, "a stream that has ended stays so");
  Require(stream->consumed() == bytes.size(), "all bytes are read");
  return text;
}

// Returns the converted text if iconv can convert all bytes in one call.
std::optional<std::string> ConvertAtOnce(std::string bytes, const char* encoding) {
  const iconv_t converter = ::iconv_open("UTF-8", encoding);
  std::string text(4 * bytes.size() + 16, '\0');
  char* in = bytes.data();
  size_t left = bytes.size();
  char* out = text.data();
  size_t room = text.size();
  const size_t failed = static_cast<size_t>(-1);
  const bool whole = ::iconv(converter, &in, &left, &out, &room) != failed &&
                     ::iconv(converter, nullptr, nullptr, &out, &room) != failed;
  ::iconv_close(converter);
  if (!whole) return std::nullopt;
  text.resize(text.size() - room);
  return text;
}

void CheckUtf8(std::string_view text) {
  ForEachSymbol(text, [](char32_t symbol, std::string_view bytes) {
    Require(symbol != kInvalid || bytes == "\xFF", "text is UTF-8 but for what is marked");
  });
}

// Text is converted in pieces of 64 KiB; here the first piece ends inside the input.
void CheckAcrossPieces(std::string_view bytes, const Encoding& encoding) {
  constexpr size_t kPiece = 64 * 1024;
  const size_t before = kPiece - encoding.start.size() - std::min(kPiece / 2, bytes.size() / 2);
  const size_t unit = encoding.line_end.size();
  std::string text(encoding.start);
  text.append(before / unit * unit, encoding.line_end.front());
  if (unit == 2) {
    for (size_t i = encoding.start.size() + 1; i < text.size(); i += unit) {
      text[i] = encoding.line_end.back();
    }
  }
  text += bytes;
  const std::string converted = Convert(text, encoding.name, 100'000);
  Require(std::string_view(converted).substr(before / unit) ==
              Convert(std::string(encoding.start).append(bytes), encoding.name, 1000),
          "conversion does not depend on pieces");
}

void CheckEncoding(std::string_view bytes, const Encoding& encoding) {
  const std::string text = Convert(bytes, encoding.name, 1000);
  CheckUtf8(text);
  Require(Convert(bytes, encoding.name, 7) == text, "conversion does not depend on reads");
  const auto at_once = ConvertAtOnce(std::string(bytes), encoding.name);
  Require(!at_once || *at_once == text, "what can be converted at once is converted so");
}

void Check(std::string_view bytes) {
  constexpr size_t kCount = std::size(kEncodings);
  for (size_t i = 0; i < kCount; ++i) {
    if (IsTurn(i, kCount, bytes.size())) CheckEncoding(bytes, kEncodings[i]);
    // This check takes longer than all others.
    if (IsTurn(i, 32 * kCount, bytes.size())) CheckAcrossPieces(bytes, kEncodings[i]);
  }
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ciku::KeepTables();
  ciku::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
