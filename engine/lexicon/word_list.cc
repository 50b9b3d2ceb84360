#include "engine/lexicon/word_list.h"

#include "engine/lexicon/lexicon_layout.h"
#include "engine/lexicon/lexicon_writer.h"

namespace ciku {

WordList WordList::Load(const std::string& path, std::optional<LexiconFormat> format) {
  constexpr size_t kUnlimited = size_t{1} << 62;
  WordList list;
  list.words_ = Lexicon::Load(path, kUnlimited, format);
  return list;
}

void WordList::Add(std::string_view word, uint64_t count, const WordStatistics* statistics) {
  const size_t before = words_.size();
  words_.Add(word, count);
  if (words_.size() > before && statistics != nullptr) statistics_.push_back(*statistics);
}

WrittenWords WordList::Write(const LexiconLayout& layout,
                             const std::function<void(std::string_view)>& write) const {
  LexiconWriter writer(layout, known_, write, words_.total());
  for (size_t i = 0; i < size(); ++i) writer.Add(word(i), count(i), statistics(i));
  return writer.written();
}

void WordList::Save(const std::string& path, std::optional<LexiconFormat> format,
                    bool statistics) const {
  LexiconLayout layout = LayoutFor(path, format);
  layout.statistics = statistics && !statistics_.empty() && HoldsColumns(layout.format);
  SaveLexicon(path, [&](const WriteText& write) { return Write(layout, write); });
}

}  // namespace ciku
