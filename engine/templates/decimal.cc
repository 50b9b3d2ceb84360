#include "engine/templates/decimal.h"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <string>

#include "engine/templates/path_weight.h"

namespace ciku {
namespace {

bool IsDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool IsDecimal(std::string_view text) {
  const size_t point = text.find('.');
  return IsDigits(text.substr(0, point)) &&
         (point == text.npos || IsDigits(text.substr(point + 1)));
}

Decimal::Decimal(std::string_view text) {
  const size_t point = std::min(text.find('.'), text.size());
  std::string digits(text.substr(0, point));
  if (point < text.size()) {
    std::string_view fraction = text.substr(point + 1);
    fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
    digits += fraction;
    places_ = static_cast<unsigned>(fraction.size());
  }
  // Digits with a zero in front would be read as an octal number.
  digits.erase(0, digits.find_first_not_of('0'));
  if (!digits.empty()) digits_.assign(digits);
}

BigCount Decimal::DigitsWith(unsigned places) const {
  if (places == places_) return digits_;
  return digits_ * pow(BigCount(10), places - places_);
}

Decimal& Decimal::operator+=(const Decimal& other) {
  const unsigned places = std::max(places_, other.places_);
  digits_ = DigitsWith(places) + other.DigitsWith(places);
  places_ = places;
  return *this;
}

std::string Decimal::Text() const {
  std::string digits = digits_.str();
  unsigned places = places_;
  for (; places > 0 && digits.back() == '0'; --places) digits.pop_back();
  return fmt::format("{}e-{}", digits, places);
}

double Decimal::Log() const {
  if (is_zero()) return -std::numeric_limits<double>::infinity();
  if (places_ == 0) return LogOf(digits_);
  // The quotient has more bits than a double holds. Its lowest bit also tells whether there is a
  // remainder, so that the quotient rounds as the exact number would.
  const BigCount unit = pow(BigCount(10), places_);
  const int shift = std::max(0, 66 + static_cast<int>(msb(unit)) - static_cast<int>(msb(digits_)));
  BigCount quotient;
  BigCount rest;
  divide_qr(BigCount(digits_ << shift), unit, quotient, rest);
  if (!rest.is_zero()) quotient |= 1;
  return LogOf(quotient, -shift);
}

}  // namespace ciku
