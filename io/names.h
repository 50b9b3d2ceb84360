// Tables of the names that users write for values (such as formats), and look-ups in both
// directions.
#ifndef CIKU_IO_NAMES_H_
#define CIKU_IO_NAMES_H_

#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace ciku {

template <typename Value>
struct Named {
  std::string_view name;
  Value value;
};

// Returns the value that has this name, or nothing if no value has it.
template <typename Value, size_t kSize>
std::optional<Value> ValueNamed(const Named<Value> (&table)[kSize], std::string_view name) {
  for (const Named<Value>& each : table) {
    if (each.name == name) return each.value;
  }
  return std::nullopt;
}

// Returns the first name of a value, or "" if it has none.
template <typename Value, size_t kSize>
std::string_view NameOf(const Named<Value> (&table)[kSize], std::type_identity_t<Value> value) {
  for (const Named<Value>& each : table) {
    if (each.value == value) return each.name;
  }
  return {};
}

}  // namespace ciku

#endif  // CIKU_IO_NAMES_H_
