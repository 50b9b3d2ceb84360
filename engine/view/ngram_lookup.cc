#include "engine/view/ngram_lookup.h"

#include <algorithm>

#include "engine/sweep/budget.h"
#include "io/utf8.h"

namespace ciku {
namespace {

Decoded First(std::string_view text) { return DecodeUtf8(text.data(), text.data() + text.size()); }

}  // namespace

void NgramLookup::AskForNeighbours(const std::string& ngram) {
  asked_[ngram].neighbours = true;
  any_neighbours_ = true;
}

void NgramLookup::Read(const NgramCounts& counts, size_t threads) {
  for (const auto& [ngram, asked] : asked_) {
    size_t& longest = firsts_[First(ngram).scalar];
    longest = std::max(longest, CountSymbols(ngram));
  }
  const CountsFile& file = counts.file();
  ParallelFor(threads, file.sections().size(), [&](size_t section) {
    if (any_neighbours_ || IsAskedFirst(file.sections()[section].first)) {
      ReadSection(file, section);
    }
  });
}

template <typename Visit>
void NgramLookup::ForEachBeginning(std::string_view text, const Visit& visit) const {
  if (text.empty()) return;
  const auto first = firsts_.find(First(text).scalar);
  if (first == firsts_.end()) return;
  size_t end = 0;
  for (size_t length = 1; length <= first->second && end < text.size(); ++length) {
    end += First(text.substr(end)).size;
    const auto found = asked_.find(text.substr(0, end));
    if (found != asked_.end()) visit(*found, text.substr(end));
  }
}

void NgramLookup::ReadSection(const CountsFile& file, size_t section) {
  FoundInSection found;
  for (CountsFile::Section entry(file, section); !entry.at_end(); entry.Next()) {
    const std::string_view window = entry.key();
    ForEachBeginning(window, [&](const auto& asked, std::string_view rest) {
      Found& of = found[asked.first];
      of.count += entry.count();
      if (asked.second.neighbours && !rest.empty())
        of.followed[First(rest).scalar] += entry.count();
    });
    if (!any_neighbours_) continue;
    const std::string_view behind = window.substr(First(window).size);
    ForEachBeginning(behind, [&](const auto& asked, std::string_view) {
      if (asked.second.neighbours) found[asked.first].preceded += entry.count();
    });
  }
  const std::lock_guard lock(mutex_);
  for (const auto& [ngram, of] : found) {
    Asked& asked = asked_.find(ngram)->second;
    asked.count += of.count;
    asked.left.Add(of.preceded);
    for (const auto& [neighbour, count] : of.followed) asked.right.Add(count);
  }
}

double NgramLookup::LeftEntropy(const std::string& ngram) const {
  const Asked& asked = asked_.at(ngram);
  return asked.left.Entropy(asked.count);
}

double NgramLookup::RightEntropy(const std::string& ngram) const {
  const Asked& asked = asked_.at(ngram);
  return asked.right.Entropy(asked.count);
}

}  // namespace ciku
