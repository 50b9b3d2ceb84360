// Words as codes, for the tests of tries and automata.
#ifndef CIKU_TESTS_CODED_WORDS_H_
#define CIKU_TESTS_CODED_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "engine/lexicon/trie.h"
#include "tests/random_text.h"

namespace ciku {

using Codes = std::vector<uint32_t>;

class CodedList {
 public:
  void Add(const Codes& word) {
    codes_.insert(codes_.end(), word.begin(), word.end());
    ends_.push_back(codes_.size());
  }
  CodedWords coded(bool reversed = false) const { return {codes_, ends_, reversed}; }

 private:
  Codes codes_;
  std::vector<uint64_t> ends_;
};

// Returns up to `size` distinct words. Each has up to `longest` codes, which are between 1 and
// `codes`.
inline CodedList RandomWords(RandomText* random, size_t size, uint32_t codes, size_t longest) {
  CodedList list;
  std::set<Codes> seen;
  for (size_t i = 0; i < size; ++i) {
    Codes word(1 + random->Below(longest));
    for (uint32_t& code : word) code = static_cast<uint32_t>(1 + random->Below(codes));
    if (seen.insert(word).second) list.Add(word);
  }
  return list;
}

}  // namespace ciku

#endif  // CIKU_TESTS_CODED_WORDS_H_
