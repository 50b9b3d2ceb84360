#include "engine/commands/help/nearest.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace ciku {
namespace {

std::string Lowered(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lowered;
}

// The optimal string alignment distance of two names.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> table(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) table[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) table[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
      }
    }
  }
  return table[a.size()][b.size()];
}

size_t MostChanges(size_t length) { return length < 5 ? 1 : std::max<size_t>(2, length / 3); }

}  // namespace

std::string Nearest(std::string_view typed, const std::vector<std::string>& names) {
  constexpr size_t kLongest = 64;  // nobody misspells a name so
  if (typed.empty() || typed.size() > kLongest) return "";
  const std::string lowered = Lowered(typed);
  std::string nearest;
  size_t least = kLongest;
  for (const std::string& name : names) {
    const std::string candidate = Lowered(name);
    const size_t distance = candidate.starts_with(lowered) ? 0 : Distance(lowered, candidate);
    if (distance >= least || distance > MostChanges(candidate.size())) continue;
    least = distance;
    nearest = name;
  }
  return nearest;
}

std::string DidYouMean(std::string_view typed, const std::vector<std::string>& names) {
  const std::string nearest = Nearest(typed, names);
  return nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest);
}

}  // namespace ciku
