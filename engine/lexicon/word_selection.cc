#include "engine/lexicon/word_selection.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "io/error.h"

namespace ciku {
namespace {

constexpr std::string_view kByCount = "count";
constexpr std::string_view kByWord = "word";

const Statistic& Find(const std::string& name) {
  const Statistic* const statistic = StatisticNamed(name);
  if (statistic == nullptr) throw UsageError(fmt::format("there is no statistic '{}'", name));
  return *statistic;
}

// Whether the options use a statistic that is of some kind.
template <typename IsKind>
bool AnyUsed(const SelectionOptions& options, const IsKind& is_kind) {
  const auto& sort = options.sort;
  if (sort != kByCount && sort != kByWord && is_kind(Find(sort))) return true;
  return std::any_of(options.least.begin(), options.least.end(),
                     [&](const auto& threshold) { return is_kind(Find(threshold.first)); });
}

using Thresholds = std::vector<std::pair<const Statistic*, double>>;

// A value that is not finite is no number and meets no threshold.
bool IsWanted(const WordStatistics& statistics, const Thresholds& thresholds) {
  return std::all_of(thresholds.begin(), thresholds.end(), [&](const auto& threshold) {
    const std::optional<double> value = threshold.first->value(statistics);
    return !value || (std::isfinite(*value) && *value >= threshold.second);
  });
}

// What words are sorted by, the greatest first: a number, nothing, or a value that is no number.
std::pair<int, double> SortKey(const std::optional<double>& value) {
  if (!value) return {1, 0};
  return std::isfinite(*value) ? std::pair(2, *value) : std::pair(0, 0.0);
}

}  // namespace

bool SelectionOptions::NeedsMeasuring() const {
  return AnyUsed(*this, [](const Statistic& statistic) { return !statistic.of_division; });
}

bool SelectionOptions::NeedsDivision() const {
  return AnyUsed(*this, [](const Statistic& statistic) { return statistic.of_division; });
}

bool SelectionOptions::NeedsWords() const { return !least.empty() || sort != kByCount; }

void CheckSelection(const SelectionOptions& options) {
  for (const auto& [name, least] : options.least) Find(name);
  if (options.sort != kByCount && options.sort != kByWord) Find(options.sort);
}

std::vector<uint32_t> SelectWords(const WordTable& words,
                                  const std::vector<WordStatistics>& statistics,
                                  const SelectionOptions& options) {
  Thresholds thresholds;
  for (const auto& [name, least] : options.least) thresholds.emplace_back(&Find(name), least);
  std::vector<uint32_t> selected;
  selected.reserve(words.size());
  for (uint32_t word = 0; word < words.size(); ++word) {
    if (statistics.empty() || IsWanted(statistics[word], thresholds)) selected.push_back(word);
  }
  if (options.sort == kByCount) return selected;  // the table's order
  if (options.sort == kByWord) {
    std::sort(selected.begin(), selected.end(),
              [&](uint32_t a, uint32_t b) { return words.InOrder(a, b); });
    return selected;
  }
  const Statistic& statistic = Find(options.sort);
  // In place, because memory is planned for no more.
  std::sort(selected.begin(), selected.end(), [&](uint32_t a, uint32_t b) {
    const auto of_a = SortKey(statistic.value(statistics[a]));
    const auto of_b = SortKey(statistic.value(statistics[b]));
    return of_a != of_b ? of_a > of_b : a < b;
  });
  return selected;
}

}  // namespace ciku
