#include "io/records/wiki_variant.h"

#include <algorithm>

#include "io/ascii.h"

namespace ciku {
namespace {

constexpr std::string_view kVariantBlanks = " \t\r\n";

// Variants have the names of languages and scripts or countries, such as zh-hans or sr-el.
bool IsVariantName(std::string_view name) {
  if (name == "zh") return true;
  const size_t hyphen = name.find('-');
  const auto letters = [](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), IsAsciiLetter);
  };
  return (hyphen == 2 || hyphen == 3) && letters(name.substr(0, hyphen)) &&
         letters(name.substr(hyphen + 1));
}

}  // namespace

WikiVariant::WikiVariant(std::string_view text, size_t at, size_t out_at) : text_(text), at_(at) {
  Begin(at, out_at);
}

void WikiVariant::MeetBar(size_t at, size_t out_at) {
  if (has_flags_ || !TakeFlags(text_.substr(at_, at - at_))) return;
  has_flags_ = true;
  Begin(at + 1, out_at + 1);
}

void WikiVariant::MeetSemicolon(size_t at, size_t out_at) {
  if (rank_ == kPlain || rank_ == kNone) return;
  const std::string_view next = text_.substr(at + 1);
  if (CodeOf(next).size > 0) {
    End(out_at);
    Begin(at + 1, out_at + 1);
  } else if (WithoutStart(next, kVariantBlanks).starts_with("}-")) {
    End(out_at);
  }
}

std::string WikiVariant::Chosen(std::string_view out) {
  End(out.size());
  if (hidden_) return {};
  const std::string_view best = out.substr(best_begin_, best_end_ - best_begin_);
  return std::string(best_rank_ == kPlain ? best : WithoutEnds(best, kVariantBlanks));
}

WikiVariant::Code WikiVariant::CodeOf(std::string_view text) {
  constexpr size_t kLongestCode = 16;
  const std::string_view begun = WithoutStart(text, kVariantBlanks);
  const size_t colon = begun.substr(0, kLongestCode).find(':');
  if (colon == begun.npos) return {};
  const std::string name = LowerCase(WithoutEnds(begun.substr(0, colon), kVariantBlanks));
  if (!IsVariantName(name)) return {};
  return {text.size() - begun.size() + colon + 1,
          name == "zh-hans" ? kHans : (name == "zh-cn" ? kChina : kOther)};
}

// Returns whether these are flags. If so, finds whether they hide the text.
bool WikiVariant::TakeFlags(std::string_view flags) {
  constexpr size_t kLongestFlags = 64;
  if (flags.size() > kLongestFlags) return false;
  bool hidden = false;
  while (!flags.empty()) {
    const size_t end = std::min(flags.find(';'), flags.size());
    const std::string_view flag = WithoutEnds(flags.substr(0, end), kVariantBlanks);
    flags.remove_prefix(std::min(end + 1, flags.size()));
    if (flag.size() == 1 && std::string_view("ARSHTDN+-").find(flag[0]) != flag.npos) {
      hidden |= std::string_view("HTDN-").find(flag[0]) != std::string_view::npos;
    } else if (!flag.empty() && !IsVariantName(LowerCase(flag))) {
      return false;
    }
  }
  hidden_ = hidden;
  return true;
}

void WikiVariant::Begin(size_t at, size_t out_at) {
  const Code code = CodeOf(text_.substr(at));
  rank_ = code.rank;
  begin_ = out_at + code.size;
}

// Ends the text that is being read, if there is one.
void WikiVariant::End(size_t out_at) {
  if (rank_ < best_rank_) {
    best_rank_ = rank_;
    best_begin_ = begin_;
    best_end_ = out_at;
  }
  rank_ = kNone;
}

}  // namespace ciku
