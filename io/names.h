// Names by which users tell values: tables of both, and what to find in them.
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

// The value of that name; nothing where none has it.
template <typename Value, size_t kSize>
std::optional<Value> ValueNamed(const Named<Value> (&table)[kSize], std::string_view name) {
  for (const Named<Value>& each : table) {
    if (each.name == name) return each.value;
  }
  return std::nullopt;
}

// The first name of a value; empty where it has none.
template <typename Value, size_t kSize>
std::string_view NameOf(const Named<Value> (&table)[kSize], std::type_identity_t<Value> value) {
  for (const Named<Value>& each : table) {
    if (each.value == value) return each.name;
  }
  return {};
}

}  // namespace ciku

#endif  // CIKU_IO_NAMES_H_
