// Tokens as text.
#ifndef CIKU_ENGINE_LEXICON_TOKEN_WRITER_H_
#define CIKU_ENGINE_LEXICON_TOKEN_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "engine/lexicon/tokenize_corpus.h"
#include "engine/lexicon/tokenizer.h"
#include "io/manifest.h"
#include "io/names.h"

namespace ciku {

// The names of formats, as --format takes them.
inline constexpr Named<TokenFormat> kTokenFormats[] = {{"text", TokenFormat::kText},
                                                       {"jsonl", TokenFormat::kJsonLines}};

// Appends records to texts. A record may come in parts. Not safe for use by two threads at once.
class TokenWriter {
 public:
  // `separator` stands between tokens in text.
  TokenWriter(TokenFormat format, std::string separator)
      : format_(format), separator_(std::move(separator)) {}

  // Appends a part of a record, the first or the next.
  void AddPart(std::string_view text, std::span<const Token> tokens, std::string* out);

  // Ends the record, which may have had no part.
  void EndRecord(std::string* out);

  // How far the record at hand has got, for a writer that goes on with it.
  Json Save() const;
  void Restore(const Json& saved);

  // Bytes at most that become of each byte of text, besides the ends of records.
  static size_t MostGrowth(TokenFormat format, std::string_view separator);

 private:
  void AddText(std::string_view token, bool valid, std::string* out);
  void AddJson(std::string_view token, bool valid, std::string* out);

  const TokenFormat format_;
  const std::string separator_;
  // Of the record at hand.
  bool has_tokens_ = false;
  uint64_t symbols_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_TOKEN_WRITER_H_
