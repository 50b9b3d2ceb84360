#include "engine/lexicon/word_selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

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

bool IsWanted(const WordStatistics& statistics, const SelectionOptions& options) {
  return std::all_of(options.least.begin(), options.least.end(), [&](const auto& least) {
    const std::optional<double> value = Find(least.first).value(statistics);
    return !value || *value >= least.second;
  });
}

}  // namespace

bool SelectionOptions::NeedsStatistics() const {
  return !least.empty() || (sort != kByCount && sort != kByWord);
}

void CheckSelection(const SelectionOptions& options) {
  for (const auto& [name, least] : options.least) Find(name);
  if (options.sort != kByCount && options.sort != kByWord) Find(options.sort);
}

std::vector<uint32_t> SelectWords(const WordTable& words,
                                  const std::vector<WordStatistics>& statistics,
                                  const SelectionOptions& options) {
  std::vector<uint32_t> selected;
  selected.reserve(words.size());
  for (uint32_t word = 0; word < words.size(); ++word) {
    if (statistics.empty() || IsWanted(statistics[word], options)) selected.push_back(word);
  }
  if (options.sort == kByCount) return selected;  // the table's order
  if (options.sort == kByWord) {
    std::sort(selected.begin(), selected.end(),
              [&](uint32_t a, uint32_t b) { return words.InOrder(a, b); });
    return selected;
  }
  const Statistic& statistic = Find(options.sort);
  std::stable_sort(selected.begin(), selected.end(), [&](uint32_t a, uint32_t b) {
    // A missing value is less than any other.
    return statistic.value(statistics[a]) > statistic.value(statistics[b]);
  });
  return selected;
}

}  // namespace ciku
