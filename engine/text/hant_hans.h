// Simplified forms of Traditional Chinese characters.
#ifndef CIKU_ENGINE_TEXT_HANT_HANS_H_
#define CIKU_ENGINE_TEXT_HANT_HANS_H_

#include <vector>

namespace ciku {

// ICU's transform Hant-Hans (Unicode CLDR), character by character. Immutable; safe to share
// between threads.
class HantHans {
 public:
  // The transform, which is made when it is needed first: that takes some 40 ms. Throws Error if
  // ICU has no such transform.
  static const HantHans& Get();

  // The simplified form of a character; the character itself if it has none.
  char32_t Simplified(char32_t scalar) const {
    return scalar < forms_.size() ? forms_[scalar] : scalar;
  }

 private:
  HantHans();

  std::vector<char32_t> forms_;  // by scalar value
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_HANT_HANS_H_
