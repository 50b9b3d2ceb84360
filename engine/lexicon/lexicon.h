// A lexicon in memory that can be asked and changed.
#ifndef CIKU_ENGINE_LEXICON_LEXICON_H_
#define CIKU_ENGINE_LEXICON_LEXICON_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ciku/lexicon_format.h"

namespace ciku {

// The longest word that a dictionary takes, in symbols.
constexpr size_t kLongestLexiconWord = 4096;

// Words in UTF-8 and how often each occurs, from 1 on. Safe to share between threads while none
// changes it.
class Lexicon {
 public:
  using Words = std::vector<std::pair<std::string, uint64_t>>;

  Lexicon() = default;

  // Reads a lexicon in any format. A word without a count counts once; the counts of a word that
  // comes several times are added up. Throws IoError, CorruptionError, and InputError, naming file
  // and line, at a line that is none of a lexicon, a count that is not 1 or more, a word that holds
  // a control character or has more than kLongestLexiconWord symbols, counts that add up to
  // 2^63 and more, and where the words take more than `memory` bytes.
  static Lexicon Load(const std::string& path, size_t memory = size_t{1} << 40);

  // The lexicon that is a part of the program (builtin/README.md).
  static Lexicon Builtin();

  // How often the word occurs; 0 where it is not in the dictionary.
  uint64_t Count(std::string_view word) const;
  bool Contains(std::string_view word) const { return Count(word) != 0; }

  // Adds to the count of a word, which may be new. Throws InputError where it is empty or no UTF-8,
  // or the counts add up to 2^63 and more.
  void Add(std::string_view word, uint64_t count);

  // Sets it; 0 removes the word.
  void Set(std::string_view word, uint64_t count);

  // Returns whether it was there.
  bool Remove(std::string_view word);

  size_t size() const { return words_.size(); }
  // The sum of all counts.
  uint64_t total() const { return total_; }

  // Tells one lexicon from another, whatever their order. O(words).
  uint64_t Checksum() const;

  // About how much memory it takes.
  size_t bytes() const { return bytes_; }

  // All words in the order of lexicons: the most frequent first, then by code points.
  Words Sorted() const;

  // Writes them to a file, which appears when it is complete. Throws IoError, and InputError where
  // the format cannot hold a word.
  void Save(const std::string& path, LexiconFormat format = LexiconFormat::kTsv) const;

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
  };

  std::unordered_map<std::string, uint64_t, Hash, std::equal_to<>> words_;
  uint64_t total_ = 0;
  size_t bytes_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_LEXICON_H_
