// The tables of a tokenizer as bytes: arrays, one behind the other, of each its size in bytes and
// its bytes as they are in memory. Only the build that has made them reads them.
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "engine/lexicon/builtin/builtin_lexicon.h"
#include "engine/lexicon/phrases.h"
#include "engine/lexicon/tokenizer.h"
#include "engine/text/units.h"
#include "io/utf8.h"

namespace ciku {

std::string Tokenizer::TablesOf(const Lexicon& lexicon) {
  const Tokenizer tokenizer(lexicon);
  std::u32string phrases;  // each ends with a zero
  lexicon.ForEach([&](std::string_view word, uint64_t) {
    if (!IsPhrase(word, tokenizer.units())) return;
    ForEachSymbol(word, [&](char32_t symbol, std::string_view) { phrases += symbol; });
    phrases += U'\0';
  });
  const uint64_t about[] = {tokenizer.lexicon_size_, tokenizer.lexicon_checksum_,
                            tokenizer.rare_below_};
  std::string tables;
  const auto append = [&](const auto& array) {
    const std::span values(array);
    const uint64_t size = values.size_bytes();
    tables.append(reinterpret_cast<const char*>(&size), sizeof(size));
    tables.append(reinterpret_cast<const char*>(values.data()), size);
  };
  append(about);
  append(tokenizer.codes_);
  append(tokenizer.nodes_);
  append(tokenizer.frequencies_);
  append(phrases);
  return tables;
}

Tokenizer::Tokenizer(std::string_view tables)
    : script_(Script::kAuto), units_(std::make_unique<const UnitRules>(options_.alphabet)) {
  const auto take = [&](auto* array) {
    uint64_t size;
    std::memcpy(&size, tables.data(), sizeof(size));
    array->resize(size / sizeof((*array)[0]));
    std::memcpy(array->data(), tables.data() + sizeof(size), size);
    tables.remove_prefix(sizeof(size) + size);
  };
  std::vector<uint64_t> about;
  take(&about);
  lexicon_size_ = about[0];
  lexicon_checksum_ = about[1];
  rare_below_ = about[2];
  take(&codes_);
  take(&nodes_);
  take(&frequencies_);
  std::u32string ended;
  take(&ended);
  std::vector<std::u32string> phrases;
  for (size_t begin = 0, end; begin < ended.size(); begin = end + 1) {
    end = ended.find(U'\0', begin);
    phrases.push_back(ended.substr(begin, end - begin));
  }
  if (!phrases.empty()) PreparePhrases(phrases);
}

Tokenizer Tokenizer::Builtin(TokenizerOptions options) {
  if (options == TokenizerOptions()) return Tokenizer(BuiltinTables());
  return Tokenizer(Lexicon::Builtin(), options);
}

}  // namespace ciku
