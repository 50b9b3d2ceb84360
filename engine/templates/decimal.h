// Counts of templates: exact numbers of any size.
#ifndef CIKU_ENGINE_TEMPLATES_DECIMAL_H_
#define CIKU_ENGINE_TEMPLATES_DECIMAL_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ciku {

// A number from 0 on with as many digits as it has, before and after the point: a long sentence
// has more paths than any type of the processor can count. O(digits) for all that is done with it.
class Decimal {
 public:
  Decimal() = default;  // 0
  explicit Decimal(std::string_view whole, std::string_view fraction = {});

  // Reads digits, with a point and more digits behind it or without; nothing where the text is
  // anything else, such as a number with a sign or an exponent.
  static std::optional<Decimal> Parse(std::string_view text);

  Decimal& operator+=(const Decimal& other);

  bool is_zero() const { return whole_.empty() && fraction_.empty(); }

  // The natural logarithm, of the double that is nearest to the number where it is less than
  // 10^300. -infinity of 0.
  double Log() const;

  // Its digits, the same for equal numbers.
  std::string Text() const;

  // About how much memory it takes besides itself.
  size_t bytes() const { return whole_.size() + fraction_.size(); }

 private:
  // Without the zeros at the outer ends.
  std::string whole_;
  std::string fraction_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_DECIMAL_H_
