#include "engine/lexicon/word_ranking.h"

namespace ciku {
namespace {

constexpr size_t kCountBytes = 8;

// A key that sorts as the lexicon does: the count's complement, highest byte first, then the
// word, since the bytes of UTF-8 sort as code points do.
void AppendKey(std::string_view word, uint64_t count, std::string* key) {
  for (size_t i = kCountBytes; i-- > 0;) key->push_back(static_cast<char>(~count >> (8 * i)));
  key->append(word);
}

uint64_t CountOf(std::string_view key) {
  uint64_t complement = 0;
  for (size_t i = 0; i < kCountBytes; ++i) {
    complement = complement << 8 | static_cast<unsigned char>(key[i]);
  }
  return ~complement;
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
    visit(key.substr(kCountBytes), CountOf(key));
  });
}

}  // namespace ciku
