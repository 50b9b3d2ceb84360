// A lexicon in memory that can be queried and changed.
#ifndef CIKU_ENGINE_LEXICON_LEXICON_H_
#define CIKU_ENGINE_LEXICON_LEXICON_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ciku/lexicon_format.h"
#include "ciku/text_options.h"

namespace ciku {

// The length of the longest word that a lexicon takes, in symbols.
constexpr size_t kLongestLexiconWord = 4096;

// The name of the built-in lexicon, where a lexicon file can be named. (A file of this name is
// ./builtin.)
constexpr std::string_view kBuiltinName = "builtin";

// Words in UTF-8 and how often each occurs, from 1 on. Threads may share a lexicon as long as none
// of them changes it.
class Lexicon {
 public:
  using Words = std::vector<std::pair<std::string, uint64_t>>;
  // The most that all counts may add up to.
  static constexpr uint64_t kMostCounts = (uint64_t{1} << 63) - 1;

  Lexicon() = default;

  // Reads a lexicon in any format, which is told from its lines if it is not named; the built-in
  // lexicon if the path is "builtin". A word without a count counts once; the counts of a word that
  // is listed more than once are added up. Throws IoError or CorruptionError, and InputError, which
  // names file and line, at a line that does not belong in a lexicon, a count below 1, a word that
  // holds a control character or has more than kLongestLexiconWord symbols, or if the counts add up
  // to 2^63 or more. Throws UsageError if the words take more than `memory` bytes.
  static Lexicon Load(const std::string& path, size_t memory = size_t{1} << 40,
                      std::optional<LexiconFormat> format = {});

  // Returns the lexicon that is built into the program (builtin/README.md).
  static Lexicon Builtin();

  // Returns how often the word occurs; 0 if it is not in the lexicon.
  uint64_t Count(std::string_view word) const;
  bool Contains(std::string_view word) const { return Count(word) != 0; }

  // Words are numbered from 0 on, in the order in which they were added first. One that was removed
  // keeps its number.
  std::optional<size_t> Find(std::string_view word) const;
  std::string_view word(size_t number) const { return TextOf(entries_[number]); }
  uint64_t count(size_t number) const { return entries_[number].count; }

  // Adds to the count of a word, which may be new. Throws InputError if the word is empty or not
  // valid UTF-8, or if the counts add up to 2^63 or more.
  void Add(std::string_view word, uint64_t count);

  // Sets the count of a word; 0 removes the word. Throws as Add.
  void Set(std::string_view word, uint64_t count);

  // Removes a word. Returns true if it was in the lexicon.
  bool Remove(std::string_view word);

  size_t size() const { return size_; }
  // The sum of all counts.
  uint64_t total() const { return total_; }

  // The rules for units by which the words were mined, and by which a tokenizer goes unless it is
  // told otherwise: Rules::kUnits for the built-in lexicon, otherwise Rules::kNlpZero unless set.
  Rules rules() const { return rules_; }
  void set_rules(Rules rules) { rules_ = rules; }

  // Returns a checksum of the words and their counts, which does not depend on their order.
  // O(words).
  uint64_t Checksum() const;

  // Returns roughly how much memory the lexicon takes, in bytes.
  size_t bytes() const;

  // Calls visit(word, count) for all words, in the order in which they were added first.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (const Entry& entry : entries_) {
      if (entry.count > 0) visit(TextOf(entry), entry.count);
    }
  }

  // Returns all words in the order of lexicons: the most frequent first, then by code points.
  Words Sorted() const;

  // Writes the words to a file, which appears when it is complete. If no format is named, the name
  // of the file tells it: lexicon.csv, lexicon.jsonl.gz; tsv for other names. Throws IoError, and
  // InputError if the format cannot hold a word.
  void Save(const std::string& path, std::optional<LexiconFormat> format = {}) const;

 private:
  // A word is `size` bytes of text_ from `begin` on. A word with a count of 0 has been removed.
  struct Entry {
    uint64_t begin;
    uint32_t size;
    uint64_t count;
  };

  std::string_view TextOf(const Entry& entry) const {
    return std::string_view(text_).substr(entry.begin, entry.size);
  }

  // The place in places_ of a word, or where it would be.
  size_t PlaceOf(std::string_view word) const;
  void Grow();

  std::string text_;
  std::vector<Entry> entries_;    // in the order in which words were added
  std::vector<uint32_t> places_;  // a hash table: numbers of entries, from 1 on; 0 is free
  size_t size_ = 0;
  uint64_t total_ = 0;
  Rules rules_ = Rules::kNlpZero;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_LEXICON_H_
