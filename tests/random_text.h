// Makes random inputs. Tests print the seed with SCOPED_TRACE.
#ifndef CIKU_TESTS_RANDOM_TEXT_H_
#define CIKU_TESTS_RANDOM_TEXT_H_

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>

#include "io/utf8.h"

namespace ciku {

// The size and composition of a random text.
struct TextShape {
  size_t symbols = 1000;     // about how many characters
  char32_t distinct = 30;    // how many different characters; if they are few, they repeat often
  double separators = 0.05;  // this number and the next ones are shares of all characters
  double line_ends = 0.02;
  double invalid = 0.005;
  double others = 0.05;  // characters of other scripts and other lengths in UTF-8
};

class RandomText {
 public:
  explicit RandomText(uint64_t seed) : random_(seed) {}

  uint64_t Below(uint64_t bound) {
    return std::uniform_int_distribution<uint64_t>(0, bound - 1)(random_);
  }
  bool Chance(double share) { return std::bernoulli_distribution(share)(random_); }

  std::string Make(const TextShape& shape) {
    static constexpr std::string_view kInvalidBytes[] = {
        "\xFF", "\x80", "\xE4\xB8", "\xC0\x80", "\xED\xA0\x80", "\xF0\x9F", "\xF4\x90\x80\x80"};
    static constexpr std::string_view kOthers[] = {
        "é", "ж", "ア", "한", "𠀀", "々", "〇",           "Ａ", "๗",
        "𝟘", "a", "Z",  "0",  "\t", "\r", "\xEF\xBB\xBF", "é"};
    static constexpr std::string_view kSeparators[] = {"，", "。",           " ",
                                                       ".",  "\xE2\x80\xA8", "\U0001F600"};
    std::string text;
    for (size_t i = 0; i < shape.symbols; ++i) {
      if (Chance(shape.line_ends)) {
        text += Chance(0.2) ? "\r\n" : "\n";
      } else if (Chance(shape.separators)) {
        text += kSeparators[Below(std::size(kSeparators))];
      } else if (Chance(shape.invalid)) {
        text += kInvalidBytes[Below(std::size(kInvalidBytes))];
      } else if (Chance(shape.others)) {
        text += kOthers[Below(std::size(kOthers))];
      } else {
        // Some characters are more frequent than others, as in real text.
        const auto symbol = static_cast<char32_t>(Below(Below(shape.distinct) + 1));
        AppendUtf8(U'一' + symbol, &text);
      }
    }
    return text;
  }

 private:
  std::mt19937_64 random_;
};

// Returns `size` characters of a few of these kinds, at least `least` of them; with the chance
// `invalid`, bytes that are not valid UTF-8 take the place of a character.
inline std::string MakeOfKinds(std::span<const std::u32string_view> all, size_t least, size_t size,
                               double invalid, RandomText* random) {
  std::u32string some;
  const size_t kinds = least + random->Below(all.size());
  for (size_t i = 0; i < kinds; ++i) some += all[random->Below(all.size())];
  std::string text;
  for (size_t i = 0; i < size; ++i) {
    if (random->Chance(invalid)) {
      text += random->Chance(0.5) ? "\xFF" : "\xE4\xB8";
    } else {
      AppendUtf8(some[random->Below(some.size())], &text);
    }
  }
  return text;
}

}  // namespace ciku

#endif  // CIKU_TESTS_RANDOM_TEXT_H_
