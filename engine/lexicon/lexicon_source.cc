#include "engine/lexicon/lexicon_source.h"

#include <charconv>
#include <cstdint>

#include "engine/lexicon/builtin/builtin_lexicon.h"

namespace ciku {

LexiconSource::LexiconSource(const std::string& path) {
  if (path == kBuiltinName) {
    builtin_ = BuiltinLexicon();
  } else {
    file_.emplace(path);
  }
}

bool LexiconSource::Next(LexiconEntry* entry) {
  if (file_) return file_->Next(entry);
  if (builtin_.empty()) return false;
  const std::string_view line = builtin_.substr(0, builtin_.find('\n'));
  builtin_.remove_prefix(line.size() + 1);
  const size_t tab = line.find('\t');
  uint64_t count = 0;
  std::from_chars(line.data() + tab + 1, line.data() + line.size(), count);
  entry->word = line.substr(0, tab);
  entry->count = count;
  return true;
}

std::string LexiconSource::Place() const {
  return file_ ? file_->Place() : std::string("the built-in lexicon");
}

}  // namespace ciku
