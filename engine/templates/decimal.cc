#include "engine/templates/decimal.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace ciku {
namespace {

// Numbers of more digits before the point may be beyond the largest double.
constexpr size_t kDigitsOfDoubles = 300;
// More digits than decide which double is nearest.
constexpr size_t kLeadingDigits = 40;

bool IsDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

double Nearest(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Adds digits to as many others; returns what is carried beyond the first.
int AddDigits(std::string_view other, int carry, std::string* digits) {
  for (size_t i = digits->size(); i-- > 0;) {
    const int sum = ((*digits)[i] - '0') + (other[i] - '0') + carry;
    (*digits)[i] = static_cast<char>('0' + sum % 10);
    carry = sum / 10;
  }
  return carry;
}

}  // namespace

Decimal::Decimal(std::string_view whole, std::string_view fraction)
    : whole_(whole.substr(std::min(whole.find_first_not_of('0'), whole.size()))),
      fraction_(fraction.substr(0, fraction.find_last_not_of('0') + 1)) {}

std::optional<Decimal> Decimal::Parse(std::string_view text) {
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == text.npos ? "0" : text.substr(point + 1);
  if (!IsDigits(whole) || !IsDigits(fraction)) return std::nullopt;
  return Decimal(whole, fraction);
}

Decimal& Decimal::operator+=(const Decimal& other) {
  const size_t places = std::max(fraction_.size(), other.fraction_.size());
  const size_t digits = std::max(whole_.size(), other.whole_.size());
  std::string addend = other.fraction_;
  addend.resize(places, '0');
  fraction_.resize(places, '0');
  int carry = AddDigits(addend, 0, &fraction_);
  addend.assign(digits - other.whole_.size(), '0').append(other.whole_);
  whole_.insert(0, digits - whole_.size(), '0');
  carry = AddDigits(addend, carry, &whole_);
  if (carry > 0) whole_.insert(0, 1, '1');
  fraction_.resize(fraction_.find_last_not_of('0') + 1);
  return *this;
}

std::string Decimal::Text() const { return fmt::format("0{}.{}", whole_, fraction_); }

double Decimal::Log() const {
  if (whole_.size() <= kDigitsOfDoubles) {
    return std::log(Nearest(Text()));
  }
  const double leading = Nearest(fmt::format("0.{}", whole_.substr(0, kLeadingDigits)));
  return std::log(leading) + static_cast<double>(whole_.size()) * std::log(10.0);
}

}  // namespace ciku
