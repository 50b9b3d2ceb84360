// A lexicon in memory, in an order of its own and with statistics.
#ifndef CIKU_ENGINE_LEXICON_WORD_LIST_H_
#define CIKU_ENGINE_LEXICON_WORD_LIST_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ciku/lexicon.h"
#include "ciku/lexicon_format.h"
#include "ciku/words.h"

namespace ciku {

// Words are numbered from 0 on, in the order in which they were added. Threads may share a list as
// long as none of them changes it.
class WordList {
 public:
  explicit WordList(const KnownStatistics& known = {}) : known_(known) {}

  // Reads words and counts from a lexicon in any format, in the order of the file. Throws as
  // Lexicon::Load.
  static WordList Load(const std::string& path, std::optional<LexiconFormat> format = {});

  // Adds a word, with `statistics` if the list has any. A word that is there already gets the sum
  // of the counts, and keeps its number and its statistics. Throws as Lexicon::Add.
  void Add(std::string_view word, uint64_t count, const WordStatistics* statistics = nullptr);

  size_t size() const { return words_.size(); }
  std::string_view word(size_t number) const { return words_.word(number); }
  uint64_t count(size_t number) const { return words_.count(number); }
  // Null if the words have no statistics.
  const WordStatistics* statistics(size_t number) const {
    return statistics_.empty() ? nullptr : &statistics_[number];
  }

  // Returns the number of a word; nothing if it is not in the list.
  std::optional<size_t> Find(std::string_view word) const { return words_.Find(word); }

  // Which statistics the words have.
  const KnownStatistics& known() const { return known_; }

  // The words and their counts, for a tokenizer; and the rules for units that it will go by.
  const Lexicon& lexicon() const { return words_; }
  void set_rules(Rules rules) { words_.set_rules(rules); }

  // Hands the list on to write(text). Words that the format cannot hold are left out. Throws
  // UsageError if the layout contradicts itself, or if the words do not have the statistics of a
  // column.
  WrittenWords Write(const LexiconLayout& layout,
                     const std::function<void(std::string_view)>& write) const;

  // Writes the list to a file, with its statistics if they are wanted and the format holds them. If
  // no format is named, the name of the file tells it. Throws as Lexicon::Save.
  void Save(const std::string& path, std::optional<LexiconFormat> format = {},
            bool statistics = true) const;

 private:
  KnownStatistics known_;
  Lexicon words_;
  std::vector<WordStatistics> statistics_;  // by number; empty if none are known
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_WORD_LIST_H_
