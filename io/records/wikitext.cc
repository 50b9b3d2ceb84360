#include "io/records/wikitext.h"

#include <algorithm>
#include <array>
#include <stack>

#include "io/ascii.h"
#include "io/records/character_references.h"
#include "io/records/wiki_namespaces.h"
#include "io/records/wikitext_pruner.h"

namespace ciku {
namespace {

// Returns the length of a run of one character at the start of a text.
size_t RunOf(std::string_view text, char c) {
  return std::min(text.find_first_not_of(c), text.size());
}

bool StartsAddress(std::string_view text) {
  constexpr size_t kLongestScheme = 10;
  if (text.starts_with("//") || EqualIgnoringCase(text.substr(0, 7), "mailto:")) return true;
  size_t letters = 0;
  while (letters < text.size() && letters <= kLongestScheme && IsAsciiLetter(text[letters])) {
    ++letters;
  }
  return letters > 0 && letters <= kLongestScheme && text.substr(letters).starts_with("://");
}

// Returns the size of the address at the start of what stands in brackets.
size_t SizeOfLinkedAddress(std::string_view text) {
  constexpr std::string_view kEnds = "[]<>\"";
  for (size_t i = 0; i < text.size(); ++i) {
    const bool wide_space =
        text.substr(i).starts_with("\u3000") || text.substr(i).starts_with("\u00A0");
    if (static_cast<unsigned char>(text[i]) <= ' ' || wide_space ||
        kEnds.find(text[i]) != kEnds.npos) {
      return i;
    }
  }
  return text.size();
}

// Returns the size of the rest of an address in the text.
size_t SizeOfAddress(std::string_view text) {
  constexpr std::string_view kEnds = "\"<>[]{}|";
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] <= ' ' || text[i] > '~' || kEnds.find(text[i]) != kEnds.npos ||
        text.substr(i).starts_with("''")) {
      return i;
    }
  }
  return text.size();
}

// Returns the size of a word such as __TOC__ or __目录__ at the start of a text; 0 if there is
// none.
size_t SizeOfMagicWord(std::string_view text) {
  constexpr size_t kLongestName = 60;  // in bytes
  const auto in_name = [](char c) {
    return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  };
  if (!text.starts_with("__")) return 0;
  size_t end = 2;
  while (end < text.size() && end < 2 + kLongestName && in_name(text[end])) ++end;
  return end > 2 && text.substr(end).starts_with("__") ? end + 2 : 0;
}

// Makes one space of each stretch of white space; at the ends of lines, none. Takes out empty
// lines.
void TidyLines(std::string* text) {
  char* const bytes = text->data();
  size_t size = 0;
  bool space = false;
  bool line_end = true;  // the first line begins
  for (size_t i = 0; i < text->size(); ++i) {
    const auto c = static_cast<unsigned char>(bytes[i]);
    // Most bytes, and most spaces, stay. Branches would cost more: words have all lengths.
    const bool stays = (c > ' ') | ((c == ' ') & (static_cast<unsigned char>(bytes[i + 1]) > ' '));
    if (stays && !space && !line_end) {
      bytes[size++] = bytes[i];
    } else if (c == '\n') {
      line_end = true;
    } else if (c <= ' ') {
      space = true;
    } else {
      if (size > 0) bytes[size++] = line_end ? '\n' : ' ';
      space = line_end = false;
      bytes[size++] = bytes[i];
    }
  }
  text->resize(size);
}

// The second step: the marks in what the pruner left.
class WikitextReducer {
 public:
  explicit WikitextReducer(std::string_view text) : text_(text) { out_.reserve(text.size()); }

  std::string Run() {
    while (at_ < text_.size()) {
      if (at_line_start_) SkipLineMarks();
      CopyPlain();
      if (at_ < text_.size()) TakeMark();
    }
    EndParagraph();
    EndLine();
    TidyLines(&out_);
    return std::move(out_);
  }

 private:
  enum class Part {
    kTarget,   // of [[target|label]]
    kLabel,    // the target is gone
    kHidden,   // a label that vanishes with the target
    kAddress,  // what stands behind the address of [http://... label]
  };

  struct Link {
    size_t out_at;
    Part part;
  };

  static constexpr std::array<bool, 256> kMarks = [] {
    std::array<bool, 256> marks{};
    for (const char c : {'\n', '[', ']', '\'', '&', '_', ':', '{', '}', '|', kSpaceMark,
                         kLineEndMark, kLiteralBeginMark}) {
      marks[static_cast<unsigned char>(c)] = true;
    }
    return marks;
  }();

  std::string_view Rest() const { return text_.substr(at_); }

  void Copy(size_t size) {
    out_.append(text_, at_, size);
    at_ += size;
  }

  void Skip(size_t size) { at_ += size; }

  // Skips what has a meaning, or copies one character if nothing here has.
  void SkipOrCopy(size_t size) { size > 0 ? Skip(size) : Copy(1); }

  void CopyPlain() {
    size_t end = at_;
    while (end < text_.size() && !kMarks[static_cast<unsigned char>(text_[end])]) ++end;
    Copy(end - at_);
  }

  void TakeMark() {
    const char c = text_[at_];
    switch (c) {
      case '\n':
        return TakeLineEnd();
      case '[':
        return TakeOpeningBracket();
      case ']':
        return TakeClosingBracket();
      case '|':
        return TakeBar();
      case ':':
        return TakeColon();
      case '&':
        return SkipOrCopy(DecodeReference(Rest(), &out_));
      case '_':
        return SkipOrCopy(SizeOfMagicWord(Rest()));
      case '\'': {
        const size_t run = RunOf(Rest(), c);
        return run >= 2 ? Skip(run) : Copy(run);
      }
      case kLiteralBeginMark:
        return TakeLiteral();
      case kLineEndMark:
        out_ += '\n';
        return Skip(1);
      case kSpaceMark:
        out_ += ' ';
        return Skip(1);
      default:
        return TakeBraces(RunOf(Rest(), c));
    }
  }

  void TakeBraces(size_t run) {
    if (run == 1) return Copy(1);
    out_ += ' ';
    Skip(run);
  }

  void TakeLiteral() {
    Skip(1);
    while (text_[at_] != kLiteralEndMark) {
      SkipOrCopy(text_[at_] == '&' ? DecodeReference(Rest(), &out_) : 0);
    }
    Skip(1);
  }

  // Lines.

  // Takes what marks a line at its start. Marks of what vanished may stand between.
  void SkipLineMarks() {
    const auto skip = [&](std::string_view characters) {
      at_ = std::min(text_.find_first_not_of(characters, at_), text_.size());
    };
    skip(" \t\r");
    if (at_ == text_.size() || text_[at_] == '\n') return;
    blank_ = false;
    skip(" \t\r*#:;");
    if (at_ == text_.size() || text_[at_] == '\n' || text_[at_] == kSpaceMark ||
        text_[at_] == kLineEndMark) {
      return;
    }
    at_line_start_ = false;
    const std::string_view rest = Rest();
    if (rest.starts_with('=')) {
      heading_ = true;
      skip("=");
    } else if (rest.starts_with("----")) {
      skip("-");
    } else if (links_.empty() && (rest.starts_with('|') || rest.starts_with("{|"))) {
      dropped_ = true;
    }
  }

  void TakeLineEnd() {
    if (blank_) EndParagraph();
    EndLine();
    Copy(1);
    line_begin_ = out_.size();
    at_line_start_ = blank_ = true;
  }

  void EndLine() {
    if (dropped_) {
      Truncate(line_begin_);
      links_ = {};
    }
    // No target and no address goes on in the next line.
    while (!links_.empty() &&
           (links_.top().part == Part::kTarget || links_.top().part == Part::kAddress)) {
      links_.pop();
    }
    if (heading_) {
      const size_t least = std::max(line_begin_, links_.empty() ? 0 : links_.top().out_at);
      while (out_.size() > least &&
             std::string_view(" \t\r=").find(out_.back()) != std::string_view::npos) {
        out_.pop_back();
      }
    }
    dropped_ = heading_ = false;
  }

  // Ends all links. What the outermost one that is to vanish has so far vanishes.
  void EndParagraph() {
    for (; !links_.empty(); links_.pop()) {
      if (links_.top().part == Part::kHidden) Truncate(links_.top().out_at);
    }
  }

  void Truncate(size_t size) {
    if (size < out_.size()) out_.resize(size);
    line_begin_ = std::min(line_begin_, size);
  }

  // Links.

  bool TopIs(Part part) const { return !links_.empty() && links_.top().part == part; }

  void TakeOpeningBracket() {
    const size_t run = RunOf(Rest(), '[');
    const bool has_address = StartsAddress(Rest().substr(run));
    if (has_address) {
      // Of several brackets, the last one belongs to the address.
      Copy(run - 1);
      Skip(1);
      Skip(SizeOfLinkedAddress(Rest()));
      Skip(RunOf(Rest(), ' '));
      return links_.push({out_.size(), Part::kAddress});
    }
    if (run == 1) return Copy(1);
    Copy(run - 2);
    Skip(2);
    if (TopIs(Part::kTarget)) links_.pop();
    links_.push({out_.size(), Part::kTarget});
  }

  void TakeClosingBracket() {
    if (TopIs(Part::kAddress)) {
      links_.pop();
      return Skip(1);
    }
    if (!Rest().starts_with("]]")) return Copy(1);
    Skip(2);
    if (links_.empty()) return;
    const Link link = links_.top();
    links_.pop();
    if (link.part == Part::kHidden) Truncate(link.out_at);
    if (link.part != Part::kTarget) return;
    const std::string_view target = std::string_view(out_).substr(link.out_at);
    if (IsHiddenTarget(target)) {
      Truncate(link.out_at);
    } else if (target.starts_with(':')) {
      out_.erase(link.out_at, 1);
    }
  }

  void TakeBar() {
    if (!TopIs(Part::kTarget)) return Copy(1);
    Skip(1);
    Link& link = links_.top();
    if (IsHiddenTarget(std::string_view(out_).substr(link.out_at))) {
      link.part = Part::kHidden;
    } else {
      link.part = Part::kLabel;
      Truncate(link.out_at);
    }
  }

  // A colon behind a scheme begins an address.
  void TakeColon() {
    constexpr size_t kLongestScheme = 10;
    const size_t least = std::max(line_begin_, links_.empty() ? 0 : links_.top().out_at);
    size_t begin = out_.size();
    while (begin > least && IsAsciiLetter(out_[begin - 1])) --begin;
    const size_t letters = out_.size() - begin;
    if (letters == 0 || letters > kLongestScheme || !Rest().starts_with("://")) return Copy(1);
    out_.resize(begin);
    Skip(3);
    Skip(SizeOfAddress(Rest()));
  }

  std::string_view text_;
  size_t at_ = 0;
  std::string out_;
  std::stack<Link> links_;
  size_t line_begin_ = 0;      // in out_
  bool at_line_start_ = true;  // nothing but marks of lines and of what vanished is before at_
  bool blank_ = true;          // nothing but white space is before at_ in the line
  bool heading_ = false;
  bool dropped_ = false;  // the line vanishes
};

}  // namespace

std::string ReduceWikitext(std::string_view wikitext) {
  const std::string pruned = PruneWikitext(wikitext);
  return WikitextReducer(pruned).Run();
}

}  // namespace ciku
