#include "engine/view/word_search.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <unordered_set>

#include "engine/text/invalid_utf8.h"
#include "engine/text/normalizer.h"
#include "io/error.h"

namespace ciku {
namespace {

// The symbols are all characters but those of line ends, with the folding of the text.
Symbols SymbolsFor(const Folding& folding) { return Symbols(Alphabet::kAny, {}, folding); }

void CheckWord(const std::string& word) {
  if (word.empty()) throw InputError("a word to look for is empty");
  if (!IsValidUtf8(word)) {
    throw InputError(fmt::format("'{}', a word to look for, is not valid UTF-8", Printable(word)));
  }
  if (word.find_first_of("\r\n") != word.npos) {
    throw InputError(fmt::format("'{}', a word to look for, holds a line end", Printable(word)));
  }
}

}  // namespace

SearchedWords::SearchedWords(const std::vector<std::string>& words, const Folding& folding)
    : symbols_(SymbolsFor(folding)), table_(symbols_, size_t{1} << 62) {
  std::unordered_set<std::string> known;
  std::string buffer;
  for (const std::string& word : words) {
    CheckWord(word);
    const Normalizer* const normalizer = symbols_.normalizer();
    const std::string folded(normalizer == nullptr ? word : normalizer->Apply(word, &buffer));
    if (!known.insert(folded).second) continue;
    table_.Add(folded, 1);
    longest_bytes_ = std::max(longest_bytes_, folded.size());
    words_.push_back(folded);
  }
  table_.Encode();
  sorted_ = SortWords(table_.coded());
}

size_t SearchedWords::bytes() const {
  // What a string takes besides a long text.
  constexpr size_t kBytesForEachString = 48;
  constexpr size_t kBytesForEachState = Matcher::kBytesForEachCell + Trie::kBuildBytes;
  constexpr size_t kBytesForEachWord =
      Matcher::kBytesForEachWord + Trie::kBuildBytesForEachWord + sizeof(uint32_t);
  size_t texts = 0;
  for (const std::string& word : words_) texts += word.size() + kBytesForEachString;
  return table_.bytes() + texts + CountStates(table_.coded(), sorted_) * kBytesForEachState +
         words_.size() * kBytesForEachWord;
}

}  // namespace ciku
