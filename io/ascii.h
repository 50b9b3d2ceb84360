// ASCII letters in headers, names and tags: bytes of other characters stay as they are.
#ifndef CIKU_IO_ASCII_H_
#define CIKU_IO_ASCII_H_

#include <algorithm>
#include <string>
#include <string_view>

namespace ciku {

constexpr bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool IsAsciiDigit(char c) { return c >= '0' && c <= '9'; }
constexpr char LowerCase(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Returns a text with its letters in lower case.
inline std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = LowerCase(c);
  return lower;
}

inline bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return LowerCase(x) == LowerCase(y); });
}

// Returns a text without the given characters at its start, and at both ends.
constexpr std::string_view WithoutStart(std::string_view text, std::string_view characters) {
  return text.substr(std::min(text.find_first_not_of(characters), text.size()));
}
constexpr std::string_view WithoutEnds(std::string_view text, std::string_view characters) {
  const size_t begin = text.find_first_not_of(characters);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(characters) - begin + 1);
}

// Returns a text without the spaces and tabs at its ends.
constexpr std::string_view WithoutBlanks(std::string_view text) { return WithoutEnds(text, " \t"); }

}  // namespace ciku

#endif  // CIKU_IO_ASCII_H_
