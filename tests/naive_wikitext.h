// The rules of io/records/wikitext.h in the simplest way, as an oracle: each link is read by a call
// inside the call that reads what stands around it.
#ifndef CIKU_TESTS_NAIVE_WIKITEXT_H_
#define CIKU_TESTS_NAIVE_WIKITEXT_H_

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

#include "io/records/character_references.h"
#include "io/records/wiki_namespaces.h"
#include "io/records/wikitext_pruner.h"
#include "tests/naive_wikitext_pruner.h"

namespace ciku {

// Rules 7 to 12 and 14, for what the pruner left.
class NaiveReducer {
 public:
  explicit NaiveReducer(const std::string& text) : text_(text) {}

  std::string Reduce() {
    const Frame page = Read(Part::kPage);
    std::string out;
    std::string line;
    for (const char c : page.out + "\n") {
      if (c != '\n') {
        line += c;
        continue;
      }
      line = OneSpace(line);
      if (!line.empty()) out += (out.empty() ? "" : "\n") + line;
      line.clear();
    }
    return out;
  }

 private:
  enum class Part { kPage, kTarget, kLabel, kHidden, kAddress };

  // What was read of a part.
  struct Frame {
    std::string out;
    size_t line = 0;        // where the last line begins in `out`
    bool new_line = false;  // there was a line end
  };

  static constexpr size_t npos = std::string::npos;

  static std::string OneSpace(const std::string& line) {
    std::string out;
    bool space = false;
    for (const char c : line) {
      if (c == ' ' || c == '\t' || c == '\r') {
        space = true;
        continue;
      }
      if (space && !out.empty()) out += ' ';
      space = false;
      out += c;
    }
    return out;
  }

  static bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
  bool AtEnd() const { return at_ >= text_.size(); }
  bool Has(std::string_view what) const { return text_.compare(at_, what.size(), what) == 0; }
  bool HasAt(size_t i, std::string_view what) const {
    return i <= text_.size() && text_.compare(i, what.size(), what) == 0;
  }
  size_t Run(char c) const {
    size_t n = 0;
    while (at_ + n < text_.size() && text_[at_ + n] == c) ++n;
    return n;
  }

  bool AddressAt(size_t i) const {
    if (HasAt(i, "//")) return true;
    std::string start = text_.substr(std::min(i, text_.size()), 7);
    for (char& c : start) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (start == "mailto:") return true;
    size_t end = i;
    while (end < text_.size() && IsLetter(text_[end])) ++end;
    return end > i && end - i <= 10 && HasAt(end, "://");
  }

  // Reads up to the end of a part. At a line end or at what else ends a part without its bracket,
  // at_ is there afterwards; `closed` says whether there was a bracket.
  Frame Read(Part part, bool* closed = nullptr) {
    Frame frame;
    for (;;) {
      if (line_start_) TakeLineStart(part);
      if (AtEnd() || text_[at_] == '\n') {
        const bool goes_on = part == Part::kLabel || part == Part::kHidden;
        if (part != Part::kPage && (AtEnd() || blank_ || dropped_ || !goes_on)) return frame;
        EndLine(part, &frame);
        if (AtEnd()) return frame;
        ++at_;
        frame.out += '\n';
        frame.line = frame.out.size();
        frame.new_line = line_start_ = blank_ = true;
        continue;
      }
      if (text_[at_] == ']' && part == Part::kAddress) {
        ++at_;
        if (closed != nullptr) *closed = true;
        return frame;
      }
      if (Has("]]") && part != Part::kPage) {
        at_ += 2;
        if (closed != nullptr) *closed = true;
        return frame;
      }
      if (part == Part::kTarget && (text_[at_] == '|' || (Run('[') >= 2 && !StartsAddress()))) {
        return frame;
      }
      TakeOne(&frame);
    }
  }

  bool StartsAddress() const { return AddressAt(at_ + Run('[')); }

  void EndLine(Part part, Frame* frame) {
    if (dropped_ && part == Part::kPage) frame->out.resize(frame->line);
    if (heading_) {
      while (frame->out.size() > frame->line &&
             std::string(" \t\r=").find(frame->out.back()) != npos) {
        frame->out.pop_back();
      }
    }
    heading_ = dropped_ = false;
  }

  void TakeLineStart(Part part) {
    const auto skip = [&](const std::string& characters) {
      while (!AtEnd() && characters.find(text_[at_]) != npos) ++at_;
    };
    skip(" \t\r");
    if (AtEnd() || text_[at_] == '\n') return;
    blank_ = false;
    skip(" \t\r*#:;");
    if (AtEnd() || std::string("\n\x01\x02").find(text_[at_]) != npos) return;
    line_start_ = false;
    if (text_[at_] == '=') {
      heading_ = true;
      skip("=");
    } else if (Has("----")) {
      skip("-");
    } else if (part == Part::kPage && (Has("|") || Has("{|"))) {
      dropped_ = true;
    }
  }

  void TakeOne(Frame* frame) {
    const char c = text_[at_];
    const size_t brackets = Run('[');
    if (brackets > 0) return TakeBrackets(brackets, frame);
    if (Has("]]")) {
      at_ += 2;
    } else if (c == '\'' && Run(c) > 1) {
      at_ += Run(c);
    } else if ((c == '{' || c == '}') && Run(c) > 1) {
      at_ += Run(c);
      frame->out += ' ';
    } else if (c == kSpaceMark || c == kLineEndMark) {
      ++at_;
      frame->out += c == kSpaceMark ? ' ' : '\n';
    } else if (c == kLiteralBeginMark) {
      const size_t end = text_.find(kLiteralEndMark, at_);
      for (++at_; at_ < end;) Decode(frame);
      ++at_;
    } else if (c == '_' && MagicWord() > 0) {
      at_ += MagicWord();
    } else if (c == ':' && Has("://")) {
      TakeAddress(frame);
    } else {
      Decode(frame);
    }
  }

  void Decode(Frame* frame) {
    const size_t size =
        text_[at_] == '&' ? DecodeReference(std::string_view(text_).substr(at_), &frame->out) : 0;
    if (size == 0) frame->out += text_[at_];
    at_ += std::max<size_t>(size, 1);
  }

  size_t MagicWord() const {
    if (!Has("__")) return 0;
    size_t end = at_ + 2;
    while (end < text_.size() &&
           ((text_[end] >= 'A' && text_[end] <= 'Z') || (text_[end] & 0x80))) {
      ++end;
    }
    const size_t letters = end - at_ - 2;
    return letters > 0 && letters <= 60 && HasAt(end, "__") ? letters + 4 : 0;
  }

  void TakeAddress(Frame* frame) {
    size_t begin = frame->out.size();
    while (begin > frame->line && IsLetter(frame->out[begin - 1])) --begin;
    const size_t letters = frame->out.size() - begin;
    if (letters == 0 || letters > 10) return Decode(frame);
    frame->out.resize(begin);
    at_ += 3;
    while (!AtEnd() && text_[at_] > ' ' && text_[at_] < 0x7F && !Has("''") &&
           std::string("\"<>[]{}|").find(text_[at_]) == npos) {
      ++at_;
    }
  }

  void TakeBrackets(size_t run, Frame* frame) {
    if (StartsAddress()) {
      frame->out.append(run - 1, '[');
      at_ += run;
      while (!AtEnd() && static_cast<unsigned char>(text_[at_]) > ' ' && !Has("\u3000") &&
             !Has("\u00A0") && std::string("[]<>\"").find(text_[at_]) == npos) {
        ++at_;
      }
      at_ += Run(' ');
      return Append(Read(Part::kAddress), frame);
    }
    frame->out.append(run == 1 ? 1 : run - 2, '[');
    at_ += run;
    if (run > 1) TakeLink(frame);
  }

  void TakeLink(Frame* frame) {
    bool closed = false;
    Frame target = Read(Part::kTarget, &closed);
    const bool hidden = IsHiddenTarget(target.out);
    if (closed) {
      if (target.out.substr(0, 1) == ":") target.out.erase(0, 1);
      if (!hidden) Append(target, frame);
    } else if (!AtEnd() && text_[at_] == '|') {
      ++at_;
      Frame label = Read(hidden ? Part::kHidden : Part::kLabel);
      if (hidden) {
        label.out.clear();
        label.line = 0;
      }
      Append(label, frame);
    } else {
      Append(target, frame);
    }
  }

  static void Append(const Frame& inner, Frame* frame) {
    if (inner.new_line) frame->line = frame->out.size() + inner.line;
    frame->new_line |= inner.new_line;
    frame->out += inner.out;
  }

  const std::string text_;
  size_t at_ = 0;
  bool line_start_ = true;
  bool blank_ = true;
  bool heading_ = false;
  bool dropped_ = false;
};

inline std::string NaiveReduce(const std::string& wikitext) {
  return NaiveReducer(NaivePrune(wikitext)).Reduce();
}

}  // namespace ciku

#endif  // CIKU_TESTS_NAIVE_WIKITEXT_H_
