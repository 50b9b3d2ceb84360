#include "io/records/wikitext_pruner.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <limits>
#include <optional>
#include <stack>

#include "io/ascii.h"
#include "io/records/wiki_variant.h"
#include "io/records/wikitext_tags.h"

namespace ciku {
namespace {

class WikitextPruner {
 public:
  explicit WikitextPruner(std::string_view text) : text_(text) { out_.reserve(text.size()); }

  std::string Run() {
    StartLine();
    while (at_ < text_.size()) {
      CopyPlain();
      if (at_ < text_.size()) TakeSpecial();
    }
    return std::move(out_);
  }

 private:
  enum class Kind : uint32_t { kBraces, kTable, kVariant };

  // The start of something that may vanish.
  struct Opener {
    size_t out_at;    // where it stands in out_
    uint32_t braces;  // how many of them are not matched yet
    Kind kind;
  };

  // What is left of a variant is copied at its end, once for each one that it is inside of.
  static constexpr size_t kMostVariants = 100;

  // What characters are: kAlways is special, kInVariant is special if the innermost start is that
  // of a variant.
  enum Special : uint8_t { kNever, kAlways, kInVariant };

  static constexpr std::array<uint8_t, 256> kSpecial = [] {
    std::array<uint8_t, 256> special{};
    for (size_t c = 0; c < ' '; ++c) special[c] = kAlways;
    for (const char c : {'<', '{', '}'}) special[static_cast<unsigned char>(c)] = kAlways;
    for (const char c : {'|', ';'}) special[static_cast<unsigned char>(c)] = kInVariant;
    special['\t'] = special['\r'] = kNever;
    return special;
  }();

  static bool IsControl(char c) {
    return static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t' && c != '\r';
  }

  std::string_view Rest() const { return text_.substr(at_); }

  void Copy(size_t size) {
    out_.append(text_, at_, size);
    at_ += size;
  }

  void CopyPlain() {
    const int mask = TopIs(Kind::kVariant) ? kAlways | kInVariant : kAlways;
    size_t end = at_;
    while (end < text_.size() && (kSpecial[static_cast<unsigned char>(text_[end])] & mask) == 0) {
      ++end;
    }
    Copy(end - at_);
  }

  void TakeSpecial() {
    switch (text_[at_]) {
      case '\n':
        Copy(1);
        return StartLine();
      case '<':
        return TakeAngle();
      case '{':
        return OpenBraces();
      case '}':
        return CloseBraces();
      case '|':
        variants_.top().MeetBar(at_, out_.size());
        return Copy(1);
      case ';':
        variants_.top().MeetSemicolon(at_, out_.size());
        return Copy(1);
      default:  // a control character
        out_ += ' ';
        ++at_;
    }
  }

  // Comments and elements.

  void TakeAngle() {
    constexpr std::string_view kComment = "<!--";
    if (Rest().starts_with(kComment)) {
      const size_t end = comments_end_ ? text_.find("-->", at_ + kComment.size()) : text_.npos;
      comments_end_ = end != text_.npos;
      at_ = comments_end_ ? end + 3 : at_ + kComment.size();
      taken_ = at_;
      return;
    }
    const std::optional<WikiTag> tag = ParseWikiTag(text_, at_);
    tag ? TakeTag(*tag) : Copy(1);
  }

  void TakeTag(const WikiTag& tag) {
    const WikiElement element = FindWikiElement(tag.name);
    at_ = tag.end;
    Leave(element.trace);
    if (element.content == WikiElement::kStays || tag.closes || tag.empty) return;
    if (endless_[element.number]) return;
    const size_t end = FindEndTag(tag);
    if (end == text_.npos) {
      endless_.set(element.number);
      return;
    }
    if (element.content == WikiElement::kLiteral) {
      out_ += kLiteralBeginMark;
      for (const char c : text_.substr(at_, end - at_)) out_ += IsControl(c) ? ' ' : c;
      out_ += kLiteralEndMark;
      Leave(element.trace);
    }
    at_ = text_.find('>', end) + 1;
  }

  // Returns where the end tag </name> begins, or npos.
  size_t FindEndTag(const WikiTag& tag) const {
    for (size_t i = at_; (i = text_.find("</", i)) != text_.npos; i += 2) {
      const std::string_view rest = text_.substr(i + 2);
      if (!EqualIgnoringCase(rest.substr(0, tag.name.size()), tag.name)) continue;
      const size_t end = rest.find_first_not_of(" \t\r\n", tag.name.size());
      if (end != rest.npos && rest[end] == '>') return i;
    }
    return text_.npos;
  }

  void Leave(WikiElement::Trace trace) {
    if (trace == WikiElement::kSpace) out_ += kSpaceMark;
    if (trace == WikiElement::kLineEnd) out_ += kLineEndMark;
  }

  // Starts and ends.

  bool TopIs(Kind kind) const { return !openers_.empty() && openers_.top().kind == kind; }

  void Push(Kind kind, size_t out_at, size_t braces = 0) {
    const size_t most = std::numeric_limits<uint32_t>::max();
    openers_.push({out_at, static_cast<uint32_t>(std::min(braces, most)), kind});
    ++open_[static_cast<size_t>(kind)];
  }

  Opener Pop() {
    const Opener opener = openers_.top();
    openers_.pop();
    --open_[static_cast<size_t>(opener.kind)];
    if (opener.kind == Kind::kVariant) variants_.pop();
    return opener;
  }

  // Forgets the starts inside the last one of this kind.
  void PopTo(Kind kind) {
    while (!TopIs(kind)) Pop();
  }

  bool IsOpen(Kind kind) const { return open_[static_cast<size_t>(kind)] > 0; }

  size_t RunLength(size_t begin, char c) const {
    return std::min(text_.find_first_not_of(c, begin), text_.size()) - begin;
  }

  // Tables begin and end at the start of a line.
  void StartLine() {
    const size_t begin = std::min(text_.find_first_not_of(" \t\r:", at_), text_.size());
    Copy(begin - at_);
    if (Rest().starts_with("{|")) {
      Push(Kind::kTable, out_.size());
      Copy(2);
    } else if (Rest().starts_with("|}") && EndsTable(RunLength(at_ + 1, '}'))) {
      PopTo(Kind::kTable);
      out_.resize(Pop().out_at);
      out_ += kLineEndMark;
      at_ += 2;
    }
  }

  // Whether a | and this many braces end a table, and not a template.
  bool EndsTable(size_t braces) const {
    if (!IsOpen(Kind::kTable)) return false;
    if (braces == 1) return true;
    return TopIs(Kind::kTable) && (braces > 2 || !IsOpen(Kind::kBraces));
  }

  void OpenBraces() {
    size_t run = RunLength(at_, '{');
    const bool behind_hyphen = at_ > taken_ && text_[at_ - 1] == '-';
    if (run % 2 == 1 && behind_hyphen && variants_.size() < kMostVariants) {
      Push(Kind::kVariant, out_.size() - 1);
      Copy(1);
      variants_.emplace(text_, at_, out_.size());
      --run;
    }
    if (run >= 2) Push(Kind::kBraces, out_.size(), run);
    Copy(run);
  }

  void CloseBraces() {
    const size_t end = at_ + RunLength(at_, '}');
    while (at_ < end) {
      if (TopIs(Kind::kVariant) && end < text_.size() && text_[end] == '-') {
        Copy(end - 1 - at_);
        return CloseVariant();
      }
      if (end - at_ < 2 || !IsOpen(Kind::kBraces)) break;
      PopTo(Kind::kBraces);
      CloseTemplate(end - at_);
    }
    Copy(end - at_);
  }

  // Matches as many braces as possible of those of the innermost start and the `closing` ones here.
  void CloseTemplate(size_t closing) {
    Opener opener = Pop();
    const uint32_t matched = std::min<size_t>(closing, opener.braces) >= 3 ? 3 : 2;
    opener.braces -= matched;
    out_.resize(opener.out_at + opener.braces);
    out_ += kSpaceMark;
    at_ += matched;
    if (opener.braces >= 2) Push(Kind::kBraces, opener.out_at, opener.braces);
  }

  void CloseVariant() {
    const std::string chosen = variants_.top().Chosen(out_);
    out_.resize(Pop().out_at);
    out_ += chosen;
    at_ += 2;
    taken_ = at_;
  }

  std::string_view text_;
  size_t at_ = 0;
  std::string out_;
  size_t taken_ = 0;  // a hyphen before this place belongs to what ends there
  // Their elements are in pieces of memory, so that growing does not take twice the memory.
  std::stack<Opener> openers_;
  std::stack<WikiVariant> variants_;
  std::array<size_t, 3> open_{};  // how many of each kind are in openers_
  // What has no end from here on has none later, so that it is searched once.
  bool comments_end_ = true;
  std::bitset<WikiElement::kMost> endless_;
};

}  // namespace

std::string PruneWikitext(std::string_view wikitext) { return WikitextPruner(wikitext).Run(); }

}  // namespace ciku
