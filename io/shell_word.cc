#include "io/shell_word.h"

#include <fmt/core.h>

#include "io/utf8.h"

namespace ciku {
namespace {

// Control characters beyond ASCII mean something to terminals, too.
bool IsOdd(char32_t scalar) {
  return scalar < 0x20 || (scalar >= 0x7f && scalar < 0xa0) || scalar == kInvalid;
}

std::string Escaped(std::string_view text) {
  std::string out = "$'";
  ForEachSymbol(text, [&](char32_t scalar, std::string_view bytes) {
    if (IsOdd(scalar)) {
      for (const char byte : bytes)
        out += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
      return;
    }
    if (scalar == '\'' || scalar == '\\') out += '\\';
    out += bytes;
  });
  return out + "'";
}

std::string InQuotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

}  // namespace

std::string ShellWord(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-+=:,@%";
  if (FindSymbol(text, &IsOdd) != text.data() + text.size()) return Escaped(text);
  if (text.empty() || text.find_first_not_of(kPlain) != text.npos) return InQuotes(text);
  return std::string(text);
}

}  // namespace ciku
