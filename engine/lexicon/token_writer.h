// Writes tokens as text.
#ifndef CIKU_ENGINE_LEXICON_TOKEN_WRITER_H_
#define CIKU_ENGINE_LEXICON_TOKEN_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "engine/lexicon/tokenize_corpus.h"
#include "engine/lexicon/tokenizer.h"
#include "io/files/manifest.h"
#include "io/names.h"

namespace ciku {

// The names of formats, as --format takes them.
inline constexpr Named<TokenFormat> kTokenFormats[] = {{"text", TokenFormat::kText},
                                                       {"jsonl", TokenFormat::kJsonLines}};

// Appends records to strings. A record may come in parts. Not safe for use by two threads at once.
class TokenWriter {
 public:
  // `separator` stands between tokens in text.
  TokenWriter(TokenFormat format, std::string separator)
      : format_(format), separator_(std::move(separator)) {}

  // Begins a record of JSON lines with the fields of this object, but for a field "tokens".
  // `object` may begin and end with other characters.
  void BeginRecord(std::string_view object, std::string* out);

  // Appends the first or the next part of a record.
  void AddPart(std::string_view text, std::span<const Token> tokens, std::string* out);

  // Ends the record, which may have had no part.
  void EndRecord(std::string* out);

  // The progress in the current record, for a writer that goes on with it.
  Json Save() const;
  void Restore(const Json& saved);

  // The most bytes that are written for each byte of text, not counting the ends of records and
  // kept fields. For each byte of these, as many as kMostKept.
  static constexpr size_t kMostKept = 3;
  static size_t MostGrowth(TokenFormat format, std::string_view separator);

 private:
  static constexpr std::string_view kRecordBegin = "{\"tokens\":[";

  // Add tokens of a text to the record. The first two write text, the second for a text that is
  // valid UTF-8, with less work for each token.
  void AddText(std::string_view token, std::string* out);
  void AddValidText(std::string_view text, std::span<const Token> tokens, std::string* out);
  void AddJson(std::string_view token, bool valid, std::string* out);

  const TokenFormat format_;
  const std::string separator_;
  // What comes before the first token.
  std::string_view opening_ = kRecordBegin;
  // The state of the current record.
  bool has_tokens_ = false;
  uint64_t symbols_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_TOKEN_WRITER_H_
