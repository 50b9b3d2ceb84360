#include "engine/view/concordance_sample.h"

#include <xxhash.h>

#include <algorithm>

#include "engine/view/context.h"

namespace ciku {

ConcordanceSample::ConcordanceSample(const std::vector<std::string>& words, uint64_t size)
    : size_(size), kept_(words.size()) {
  for (const std::string& word : words) seeds_.push_back(XXH3_64bits(word.data(), word.size()));
}

size_t ConcordanceSample::Memory(size_t words, uint64_t size, size_t columns) {
  // A vector may have twice the room that it needs, and a string takes a little more than its text.
  return words * size * (2 * sizeof(Kept) + 2 * MostContext(columns) + 32);
}

bool ConcordanceSample::Takes(uint32_t word, uint64_t number) {
  taken_ = XXH3_64bits_withSeed(&number, sizeof(number), seeds_[word]);
  const std::vector<Kept>& kept = kept_[word];
  return kept.size() < size_ || taken_ < kept.front().hash;
}

void ConcordanceSample::Add(const ConcordanceLine& line, uint64_t place) {
  std::vector<Kept>& kept = kept_[line.word];
  if (kept.size() == size_) {
    std::pop_heap(kept.begin(), kept.end(), &IsLess);
    kept.pop_back();
  }
  kept.push_back(
      {taken_, place, line, std::string(line.left).append(line.right), line.left.size()});
  std::push_heap(kept.begin(), kept.end(), &IsLess);
}

void ConcordanceSample::ForEach(
    const std::function<void(const ConcordanceLine&, uint64_t place)>& visit) const {
  std::vector<const Kept*> all;
  for (const std::vector<Kept>& of_word : kept_) {
    for (const Kept& kept : of_word) all.push_back(&kept);
  }
  std::sort(all.begin(), all.end(),
            [](const Kept* a, const Kept* b) { return a->place < b->place; });
  for (const Kept* const kept : all) {
    ConcordanceLine line = kept->line;
    line.left = std::string_view(kept->texts).substr(0, kept->left_size);
    line.right = std::string_view(kept->texts).substr(kept->left_size);
    visit(line, kept->place);
  }
}

}  // namespace ciku
