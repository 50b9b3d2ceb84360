// Counts of templates as exact decimal numbers of any size.
#ifndef CIKU_ENGINE_TEMPLATES_DECIMAL_H_
#define CIKU_ENGINE_TEMPLATES_DECIMAL_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/count/big_count.h"

namespace ciku {

// Whether the text is digits, which a point and more digits may follow. It is false for anything
// else, for example a number with a sign or an exponent. O(size of the text).
bool IsDecimal(std::string_view text);

// A number of at least 0 with any number of digits before and after the point. Votes are fractions,
// which a BigCount cannot hold.
class Decimal {
 public:
  Decimal() = default;  // 0
  // Takes a text for which IsDecimal() is true. O(size of the text, squared): less than a
  // millisecond for 10,000 digits.
  explicit Decimal(std::string_view text);

  // O(digits), or O(digits squared) if the numbers of digits after the points differ.
  Decimal& operator+=(const Decimal& other);

  bool is_zero() const { return digits_.is_zero(); }

  // The natural logarithm, rounded as LogOf() rounds it, also for fractions; -infinity for 0.
  // O(digits) for a whole number, O(digits squared) for others.
  double Log() const;

  // All digits, and how many of them are after the point: "25e-2" for 0.25. Equal numbers have
  // equal texts.
  std::string Text() const;

  // The memory that it takes on the heap.
  size_t bytes() const { return HeapBytes(digits_); }

 private:
  // The digits of the same number with `places` digits after the point, of which it has no more.
  BigCount DigitsWith(unsigned places) const;

  BigCount digits_;      // without the point
  unsigned places_ = 0;  // how many of them are after the point
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_DECIMAL_H_
