#include "engine/lexicon/lexicon_source.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "engine/lexicon/builtin/builtin_lexicon.h"
#include "engine/text/invalid_utf8.h"
#include "io/error.h"
#include "io/utf8.h"

namespace ciku {
namespace {

bool HoldsControls(std::string_view word) {
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// Returns what is wrong with an entry; null if nothing is.
const char* FaultOf(const LexiconEntry& entry) {
  if (entry.count == 0) return "has a count of 0; counts begin at 1";
  if (entry.word.empty() || !IsValidUtf8(entry.word)) return "has a word that is not valid UTF-8";
  if (HoldsControls(entry.word)) return "has a word that holds a control character";
  if (CountSymbols(entry.word) > kLongestLexiconWord) return "has a word that is too long";
  return nullptr;
}

}  // namespace

LexiconSource::LexiconSource(const std::string& path, std::optional<LexiconFormat> format) {
  if (path == kBuiltinName) {
    builtin_ = BuiltinLexicon();
  } else {
    file_.emplace(path, format);
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

bool LexiconSource::NextWord(LexiconEntry* entry) {
  if (!Next(entry)) return false;
  if (const char* const fault = FaultOf(*entry)) {
    throw InputError(fmt::format("{} {}", Place(), fault));
  }
  return true;
}

std::string LexiconSource::Place() const {
  return file_ ? file_->Place() : std::string("the built-in lexicon");
}

}  // namespace ciku
