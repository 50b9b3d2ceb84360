#include "engine/count/dump_counts.h"

#include <algorithm>
#include <string>

namespace ciku {
namespace {

bool StartsCharacter(char byte) { return (byte & 0xC0) != 0x80; }

// The first `length` characters of a key; nothing where it has fewer.
std::string_view Prefix(std::string_view key, size_t length) {
  size_t characters = 0;
  for (size_t i = 0; i < key.size(); ++i) {
    if (StartsCharacter(key[i]) && characters++ == length) return key.substr(0, i);
  }
  return characters == length ? key : std::string_view();
}

// Windows that begin alike follow each other.
template <typename Visit>
void DumpOrder(const CountsFile& counts, size_t order, const Visit& visit) {
  std::string ngram;
  uint64_t sum = 0;
  const auto end_ngram = [&] {
    if (sum > 0) visit(std::string_view(ngram), sum);
    sum = 0;
  };
  for (size_t i = 0; i < counts.sections().size(); ++i) {
    for (CountsFile::Section entry(counts, i); !entry.at_end(); entry.Next()) {
      const std::string_view prefix = Prefix(entry.key(), order);
      if (prefix.empty()) continue;
      if (prefix != ngram) {
        end_ngram();
        ngram = prefix;
      }
      sum += entry.count();
    }
  }
  end_ngram();
}

}  // namespace

void DumpCounts(const CountsFile& counts,
                const std::function<void(std::string_view, uint64_t)>& visit) {
  if (counts.order() == 0) {
    for (size_t i = 0; i < counts.sections().size(); ++i) {
      for (CountsFile::Section entry(counts, i); !entry.at_end(); entry.Next()) {
        visit(entry.key(), entry.count());
      }
    }
  }
  for (size_t order = 1; order <= counts.order(); ++order) DumpOrder(counts, order, visit);
}

}  // namespace ciku
