#include "engine/lexicon/word_selection.h"

#include <algorithm>

namespace ciku {
namespace {

double Entropy(const WordStatistics& statistics) {
  return std::min(statistics.left_entropy, statistics.right_entropy);
}

bool IsWanted(const WordStatistics& statistics, const SelectionOptions& options) {
  return Entropy(statistics) >= options.min_entropy &&
         (!statistics.cohesion || *statistics.cohesion >= options.min_cohesion) &&
         statistics.documents >= options.min_documents;
}

// Sorts by what value(word) is, the greatest first.
template <typename Value>
void SortByGreatest(const Value& value, std::vector<uint32_t>* selected) {
  std::sort(selected->begin(), selected->end(), [&](uint32_t a, uint32_t b) {
    const auto of_a = value(a);
    const auto of_b = value(b);
    return of_a != of_b ? of_a > of_b : a < b;
  });
}

}  // namespace

bool SelectionOptions::NeedsStatistics() const {
  const SelectionOptions none;
  return min_entropy != none.min_entropy || min_cohesion != none.min_cohesion ||
         min_documents != none.min_documents || (sort != SortKey::kCount && sort != SortKey::kWord);
}

std::vector<uint32_t> SelectWords(const WordTable& words,
                                  const std::vector<WordStatistics>& statistics,
                                  const SelectionOptions& options) {
  std::vector<uint32_t> selected;
  selected.reserve(words.size());
  for (uint32_t word = 0; word < words.size(); ++word) {
    if (statistics.empty() || IsWanted(statistics[word], options)) selected.push_back(word);
  }
  const auto by = [&](const auto& value) {
    SortByGreatest([&](uint32_t word) { return value(statistics[word]); }, &selected);
  };
  switch (options.sort) {
    case SortKey::kCount:
      break;  // as they are
    case SortKey::kWord:
      std::sort(selected.begin(), selected.end(),
                [&](uint32_t a, uint32_t b) { return words.InOrder(a, b); });
      break;
    case SortKey::kFrequency:
      by([](const WordStatistics& of) { return of.frequency; });
      break;
    case SortKey::kDocuments:
      by([](const WordStatistics& of) { return of.documents; });
      break;
    case SortKey::kCohesion:
      by([](const WordStatistics& of) { return of.cohesion; });  // none is less than any
      break;
    case SortKey::kLeftEntropy:
      by([](const WordStatistics& of) { return of.left_entropy; });
      break;
    case SortKey::kRightEntropy:
      by([](const WordStatistics& of) { return of.right_entropy; });
      break;
    case SortKey::kEntropy:
      by(Entropy);
      break;
  }
  return selected;
}

}  // namespace ciku
