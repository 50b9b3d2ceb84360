// Counts of templates as they are written: exact numbers of any size.
#ifndef CIKU_ENGINE_TEMPLATES_DECIMAL_H_
#define CIKU_ENGINE_TEMPLATES_DECIMAL_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/count/big_count.h"

namespace ciku {

// Whether the text is digits, with a point and more digits behind it or without; false for anything
// else, such as a number with a sign or an exponent. O(size of the text).
bool IsDecimal(std::string_view text);

// A number from 0 on with as many digits as it has, before and after the point: votes are
// fractions, which a BigCount alone is not.
class Decimal {
 public:
  Decimal() = default;  // 0
  // Takes a text that IsDecimal. O(its size squared): less than a millisecond for 10,000 digits.
  explicit Decimal(std::string_view text);

  // O(digits), squared where the numbers of digits behind the points differ.
  Decimal& operator+=(const Decimal& other);

  bool is_zero() const { return digits_.is_zero(); }

  // The natural logarithm, as LogOf() rounds it, of fractions as well; -infinity of 0. O(digits)
  // of a whole number, squared of others.
  double Log() const;

  // Its digits and how many of them are behind the point, the same for equal numbers.
  std::string Text() const;

  // How much memory it takes besides itself.
  size_t bytes() const { return HeapBytes(digits_); }

 private:
  // With so many digits behind the point; `places` are no fewer than it has.
  BigCount DigitsWith(unsigned places) const;

  BigCount digits_;      // without the point
  unsigned places_ = 0;  // of these, how many are behind the point
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_DECIMAL_H_
