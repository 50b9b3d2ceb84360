#include "engine/templates/token_runs.h"

#include <algorithm>

#include "engine/lexicon/phrases.h"
#include "engine/templates/template.h"
#include "engine/text/segments.h"
#include "engine/text/white_space.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// This many bytes at the end of pending text may belong to an incomplete character or line end.
constexpr size_t kUnsettledBytes = 4;

// The first byte decides for nearly all tokens.
bool IsGap(std::string_view token) {
  return token.front() == kGapText.front() && token == kGapText;
}

}  // namespace

TokenRuns::TokenRuns(Alphabet alphabet, const Tokenizer* tokenizer)
    : tokenizer_(tokenizer), in_runs_(kLastScalar / 64 + 1) {
  for (char32_t scalar = 0; scalar <= kLastScalar; ++scalar) {
    if (!IsSymbol(alphabet, scalar) || IsWhiteSpace(scalar)) continue;
    in_runs_[scalar / 64] |= uint64_t{1} << scalar % 64;
  }
}

// Calls on_run(begin, end) for the runs among the characters that begin before `end`, and
// on_split(at) for places where a split is possible: the text after them does not depend on the
// text before them.
template <typename OnRun, typename OnSplit>
void TokenRuns::ScanText(std::string_view text, size_t end, const OnRun& on_run,
                         const OnSplit& on_split) const {
  const char* const begin = text.data();
  const char* const text_end = begin + text.size();
  size_t run = 0;
  size_t symbols = 0;  // of the run
  size_t at = 0;
  while (at < end) {
    const Decoded decoded = DecodeUtf8(begin + at, text_end);
    const size_t next = at + decoded.size;
    if (!IsInRuns(decoded.scalar)) {
      if (symbols > 0) on_run(run, at);
      symbols = 0;
      run = next;
      on_split(next);
    } else if (++symbols == kMostSymbols) {
      on_run(run, next);
      symbols = 0;
      run = next;
      on_split(next);
    }
    at = next;
  }
  if (symbols > 0) on_run(run, at);
}

// The same if the tokenizer has phrases: calls on_stretch(begin, end) for stretches of runs between
// phrases, on_phrase(begin, end), and end_run() where a run ends. If not `ends`, more text follows.
template <typename OnStretch, typename OnPhrase, typename OnSplit, typename EndRun>
void TokenRuns::ScanPhrases(std::string_view text, bool ends, const OnStretch& on_stretch,
                            const OnPhrase& on_phrase, const OnSplit& on_split,
                            const EndRun& end_run) const {
  const char* const text_end = text.data() + text.size();
  size_t stretch = 0;  // where it begins
  size_t symbols = 0;  // of the run
  const auto end_stretch = [&](size_t at, size_t next) {
    if (stretch < at) on_stretch(stretch, at);
    stretch = next;
  };
  const auto end_run_at = [&](size_t at, size_t next) {
    end_stretch(at, next);
    end_run();
    symbols = 0;
  };
  const auto read_phrase = [&](const Phrases::Part& part) {
    if (symbols + part.symbols > kMostSymbols) {
      end_run_at(part.begin, part.begin);
      on_split(part.begin);
    }
    end_stretch(part.begin, part.end);
    on_phrase(part.begin, part.end);
    symbols += part.symbols;
  };
  tokenizer_->phrases()->ForEachPart(text, ends, [&](Phrases::Part* part) {
    const std::string_view bytes = text.substr(part->begin, part->end - part->begin);
    if (part->kind == Phrases::Part::Kind::kPhrase && !IsOnlyWhiteSpace(bytes)) {
      read_phrase(*part);
      return false;
    }
    size_t characters = 0;
    for (size_t at = part->begin, next; at < part->end; at = next) {
      const Decoded decoded = DecodeUtf8(text.data() + at, text_end);
      next = at + decoded.size;
      ++characters;
      const bool is_in_run = IsInRuns(decoded.scalar);
      if (is_in_run && ++symbols < kMostSymbols) continue;
      end_run_at(is_in_run ? next : at, next);
      if (!is_in_run && next < part->end && characters < kMostSymbols) continue;
      on_split(next);
      part->end = next;
      return true;
    }
    return false;
  });
  end_run_at(text.size(), text.size());
}

// Calls on_token(begin, end) for the tokens of runs among the characters of a tokenized line that
// begin before `end`; a last token that may go on behind `end` is left out. Calls on_split(at) at
// the ends of runs.
template <typename OnToken, typename OnSplit>
void TokenRuns::ScanLine(std::string_view line, size_t end, const OnToken& on_token,
                         const OnSplit& on_split) const {
  const char* const begin = line.data();
  const char* const line_end = begin + line.size();
  size_t tokens = 0;      // of the run
  size_t characters = 0;  // since it began
  size_t token = 0;
  size_t symbols = 0;  // of the token
  bool is_word = true;
  const auto end_run = [&](size_t at) {
    tokens = characters = 0;
    on_split(at);
  };
  const auto end_token = [&](size_t at) {
    if (symbols == 0) return;
    if (!is_word || IsGap(line.substr(token, at - token))) {
      end_run(at);
    } else {
      if (tokens == kMostTokens || characters > kMostSymbols) {
        end_run(token);
        characters = symbols;
      }
      on_token(token, at);
      ++tokens;
    }
    symbols = 0;
    is_word = true;
  };
  for (size_t at = 0, next; at < end; at = next) {
    const Decoded decoded = DecodeUtf8(begin + at, line_end);
    next = at + decoded.size;
    if (decoded.scalar == U' ') {
      end_token(at);
      ++characters;
      if (tokens == 0 || characters > kMostSymbols) end_run(next);
      continue;
    }
    if (symbols == 0) token = at;
    is_word = is_word && IsInRuns(decoded.scalar);
    ++characters;
    if (++symbols == kMostSymbols) {
      symbols = 0;
      is_word = true;
      end_run(next);
    }
  }
  if (end == line.size()) end_token(end);
}

template <typename OnToken, typename EndRun>
void TokenRuns::ReadTokenized(const Text& text, const OnToken& on_token,
                              const EndRun& end_run) const {
  std::string_view left = text.bytes;
  for (size_t size = 0; !left.empty(); left.remove_prefix(size)) {
    size = std::min(left.find('\n'), left.size() - 1) + 1;
    std::string_view line = left.substr(0, size);
    const bool ends = line.ends_with('\n') || !text.line_goes_on;
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (ends && line.ends_with('\r')) line.remove_suffix(1);
    const auto add = [&](size_t begin, size_t end) { on_token(line.substr(begin, end - begin)); };
    ScanLine(line, line.size(), add, [&](size_t) { end_run(); });
    end_run();
  }
}

void TokenRuns::ForEach(const Text& text, Scratch* scratch, const Visit& visit) const {
  Tokens* const run = &scratch->run;
  run->clear();
  const auto end_run = [&] {
    if (!run->empty()) visit(*run);
    run->clear();
  };
  if (tokenizer_ == nullptr) {
    const auto add = [&](std::string_view token) { run->push_back(token); };
    return ReadTokenized(text, add, end_run);
  }
  const auto add = [&](std::string_view token) {
    if (IsGap(token)) return end_run();
    if (run->size() == kMostTokens) end_run();
    run->push_back(token);
  };
  const auto add_tokens = [&](size_t begin, size_t end) {
    const std::string_view part = text.bytes.substr(begin, end - begin);
    tokenizer_->TokenizeWithoutPhrases(part, &scratch->tokenizer, &scratch->tokens);
    for (const Token& token : scratch->tokens) add(token.In(part));
  };
  const auto nothing = [](size_t) {};
  if (tokenizer_->phrases() != nullptr) {
    const auto add_phrase = [&](size_t begin, size_t end) {
      add(text.bytes.substr(begin, end - begin));
    };
    return ScanPhrases(text.bytes, true, add_tokens, add_phrase, nothing, end_run);
  }
  const auto on_run = [&](size_t begin, size_t end) {
    add_tokens(begin, end);
    end_run();
  };
  ScanText(text.bytes, text.bytes.size(), on_run, nothing);
}

size_t TokenRuns::MostUndivided(const Tokenizer* tokenizer) {
  constexpr size_t kWithoutPhrases = 8 * kMostSymbols + 16;
  if (tokenizer == nullptr || tokenizer->phrases() == nullptr) return kWithoutPhrases;
  return kWithoutPhrases + 4 * Phrases::kMostAhead;
}

SplitPoint TokenRuns::Find(std::string_view pending, size_t /*searched*/) const {
  if (pending.size() <= kUnsettledBytes) return {};
  const size_t settled = pending.size() - kUnsettledBytes;
  size_t split = 0;
  const auto nothing = [](size_t, size_t) {};
  const auto on_split = [&](size_t at) { split = at; };
  if (tokenizer_ != nullptr && tokenizer_->phrases() != nullptr) {
    const size_t complete = Segments(nullptr).EndOfComplete(pending);
    ScanPhrases(pending.substr(0, complete), false, nothing, nothing, on_split, [] {});
    return {split, split, false};
  }
  if (tokenizer_ == nullptr) {
    ScanLine(pending, settled, nothing, on_split);
  } else {
    ScanText(pending, settled, nothing, on_split);
  }
  return {split, split, false};
}

}  // namespace ciku
