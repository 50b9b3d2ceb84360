#include "engine/lexicon/word_ranking.h"

#include <bit>

namespace ciku {
namespace {

// Appends a key that sorts as the lexicon does. It consists of the number of bytes in the count and
// these bytes, the highest first, all complemented so that large counts come first; and of the
// word, because the bytes of UTF-8 sort as code points do.
void AppendKey(std::string_view word, uint64_t count, std::string* key) {
  const auto bytes = static_cast<size_t>(std::bit_width(count) + 7) / 8;
  key->push_back(static_cast<char>(~bytes));
  for (size_t i = bytes; i-- > 0;) key->push_back(static_cast<char>(~count >> (8 * i)));
  key->append(word);
}

// Removes the count from the beginning of a key, so that the word remains, and returns it.
uint64_t TakeCount(std::string_view* key) {
  const size_t bytes = static_cast<unsigned char>(~key->front());
  uint64_t count = 0;
  for (size_t i = 1; i <= bytes; ++i) count = count << 8 | static_cast<unsigned char>(~(*key)[i]);
  key->remove_prefix(bytes + 1);
  return count;
}

}  // namespace

WordRanking::WordRanking(const CounterConfig& config)
    : counter_(std::make_unique<ExternalCounter<SortingMap>>(config)),
      size_(std::make_unique<std::atomic<uint64_t>>(0)) {}

void WordRanking::Add(std::string_view word, uint64_t count) {
  static thread_local std::string key;
  key.clear();
  AppendKey(word, count, &key);
  counter_->Add(&counter_->local(), 1, std::string_view(key));
  ++*size_;
}

void WordRanking::ForEach(uint64_t most,
                          const std::function<void(std::string_view, uint64_t)>& visit) {
  counter_->ForEachSorted([&](std::string_view key, uint64_t) {
    if (most == 0) return;
    --most;
    const uint64_t count = TakeCount(&key);
    visit(key, count);
  });
}

}  // namespace ciku
