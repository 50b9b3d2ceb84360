#include "engine/templates/linked_run.h"

#include <numeric>

#include "io/bytes.h"

namespace ciku {

void LinkedRun::Link(std::span<const WordId> words, const WordLinks& links) {
  words_.assign(1, kNoWordId);
  words_.insert(words_.end(), words.begin(), words.end());
  links_.assign(words_.size(), 0);
  bool is_linked = false;
  links.ForEach(words, [&](size_t from, size_t to) {
    links_[from + 1] |= uint64_t{1} << (to - from - 1);
    is_linked = true;
  });
  if (is_linked) return FindStarts();
  starts_.clear();
  alone_.resize(size());
  std::iota(alone_.begin(), alone_.end(), uint32_t{1});
}

size_t LinkedRun::links() const {
  size_t sum = 0;
  for (const uint64_t links : links_) sum += static_cast<size_t>(std::popcount(links));
  return sum;
}

void LinkedRun::FindStarts() {
  starts_.clear();
  alone_.clear();
  uint64_t entered = 0;  // bit i: a link enters the i-th node after this one
  for (size_t node = 1; node <= size(); ++node) {
    if ((entered & 1) == 0) {
      (IsEnd(node) ? alone_ : starts_).push_back(static_cast<uint32_t>(node));
    }
    entered = entered >> 1 | links_[node];
  }
}

void LinkedRun::Encode(std::string* out) const {
  AppendVarint(size(), out);
  for (size_t node = 1; node <= size(); ++node) {
    AppendVarint(uint64_t{words_[node]} << 1 | (links_[node] != 0 ? 1 : 0), out);
    if (links_[node] != 0) AppendVarint(links_[node], out);
  }
}

bool LinkedRun::Decode(const char** at, const char* end) {
  uint64_t tokens;
  if (!ReadVarint(at, end, &tokens) || tokens > static_cast<uint64_t>(end - *at)) return false;
  words_.resize(tokens + 1);
  links_.assign(tokens + 1, 0);
  for (size_t node = 1; node <= tokens; ++node) {
    uint64_t word;
    if (!ReadVarint(at, end, &word)) return false;
    words_[node] = static_cast<WordId>(word >> 1);
    if ((word & 1) == 0) continue;
    if (!ReadVarint(at, end, &links_[node])) return false;
    // Even the farthest link must lead to a token of the run.
    if (static_cast<size_t>(std::bit_width(links_[node])) > tokens - node) return false;
  }
  FindStarts();
  return true;
}

}  // namespace ciku
