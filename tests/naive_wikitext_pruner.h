// Rules 1 to 6 of io/records/wikitext.h in the simplest way, as an oracle: it searches and copies
// again and again, and takes its time.
#ifndef CIKU_TESTS_NAIVE_WIKITEXT_PRUNER_H_
#define CIKU_TESTS_NAIVE_WIKITEXT_PRUNER_H_

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/records/wikitext_pruner.h"

namespace ciku {

class NaivePruner {
 public:
  explicit NaivePruner(const std::string& text) : text_(text) { SplitIntoCells(); }

  std::string Prune() {
    for (size_t i = 0; i < cells_.size();) i = Take(i);
    std::string out;
    for (const Cell& cell : done_) out += cell.bytes;
    return out;
  }

 private:
  enum class Role { kNone, kBrace, kTable, kVariant };

  // A character, or what is left of something.
  struct Cell {
    std::string bytes;
    size_t place = npos;  // of a character in the text
    Role role = Role::kNone;
    size_t run = 0;  // the first place of a run of braces
    // Stands in a variant inside, and is no mark of the one outside.
    bool inside = false;
  };

  static constexpr size_t npos = std::string::npos;

  static bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
  static bool IsLetter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 && c > 0; }
  static bool IsNameChar(char c) { return IsLetter(c) || (c >= '0' && c <= '9') || c == '-'; }
  static std::string Lower(std::string text) {
    for (char& c : text) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
  }
  static std::string Trim(std::string text) {
    while (!text.empty() && IsBlank(text.back())) text.pop_back();
    while (!text.empty() && IsBlank(text.front())) text.erase(0, 1);
    return text;
  }

  char At(size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  bool Has(size_t i, std::string_view what) const {
    return text_.compare(i, what.size(), what) == 0;
  }

  // Rules 1 to 3.

  struct Tag {
    std::string name;
    size_t end;
    bool closes, empty;
  };

  std::optional<Tag> TagAt(size_t at) const {
    const bool closes = At(at + 1) == '/';
    const size_t begin = at + (closes ? 2 : 1);
    size_t end = begin;
    while (IsNameChar(At(end))) ++end;
    if (!IsLetter(At(begin))) return std::nullopt;
    if (!IsBlank(At(end)) && At(end) != '/' && At(end) != '>') return std::nullopt;
    int depth = 0;
    for (size_t i = end; i < text_.size(); ++i) {
      if (text_[i] == '>') {
        return Tag{Lower(text_.substr(begin, end - begin)), i + 1, closes, text_[i - 1] == '/'};
      }
      if (text_[i] == '<') break;
      if (text_[i] == '{') ++depth;
      if (text_[i] == '}' && --depth < 0) break;
    }
    return std::nullopt;
  }

  static std::string TraceOf(const std::string& name) {
    static const std::set<std::string> lines = {"references", "gallery",      "timeline",
                                                "imagemap",   "graph",        "mapframe",
                                                "inputbox",   "categorytree", "dynamicpagelist",
                                                "indicator",  "templatedata", "templatestyles",
                                                "languages",  "style",        "script",
                                                "pre",        "br",           "hr",
                                                "p",          "div",          "ul",
                                                "ol",         "li",           "dl",
                                                "dt",         "dd",           "table",
                                                "tbody",      "thead",        "caption",
                                                "tr",         "td",           "th",
                                                "blockquote", "center",       "h1",
                                                "h2",         "h3",           "h4",
                                                "h5",         "h6",           "poem",
                                                "section",    "article"};
    static const std::set<std::string> spaces = {
        "math", "chem", "ce", "code", "syntaxhighlight", "source", "score", "hiero", "maplink"};
    if (lines.count(name) > 0) return {kLineEndMark};
    if (spaces.count(name) > 0) return {kSpaceMark};
    return "";
  }

  static bool ContentVanishes(const std::string& name) {
    static const std::set<std::string> names = {"ref",
                                                "includeonly",
                                                "rt",
                                                "rp",
                                                "references",
                                                "gallery",
                                                "timeline",
                                                "imagemap",
                                                "graph",
                                                "mapframe",
                                                "inputbox",
                                                "categorytree",
                                                "dynamicpagelist",
                                                "indicator",
                                                "templatedata",
                                                "templatestyles",
                                                "languages",
                                                "style",
                                                "script",
                                                "math",
                                                "chem",
                                                "ce",
                                                "code",
                                                "syntaxhighlight",
                                                "source",
                                                "score",
                                                "hiero",
                                                "maplink"};
    return names.count(name) > 0;
  }

  static std::string WithoutControls(std::string text) {
    for (char& c : text) {
      if (c >= 0 && c < ' ' && !IsBlank(c)) c = ' ';
    }
    return text;
  }

  void Leave(const std::string& bytes) {
    if (!bytes.empty()) cells_.push_back({bytes, npos, Role::kNone, 0, false});
  }

  void SplitIntoCells() {
    for (size_t i = 0; i < text_.size();) {
      if (Has(i, "<!--")) {
        const size_t end = text_.find("-->", i + 4);
        i = end == npos ? i + 4 : end + 3;
        continue;
      }
      const std::optional<Tag> tag = At(i) == '<' ? TagAt(i) : std::nullopt;
      if (!tag) {
        cells_.push_back({WithoutControls(text_.substr(i, 1)), i, Role::kNone, 0, false});
        ++i;
        continue;
      }
      Leave(TraceOf(tag->name));
      i = tag->end;
      const bool literal = tag->name == "nowiki" || tag->name == "pre";
      if (tag->closes || tag->empty || !(literal || ContentVanishes(tag->name))) continue;
      const auto [end, next] = EndTag(tag->name, i);
      if (end == npos) continue;
      if (literal) {
        Leave(kLiteralBeginMark + WithoutControls(text_.substr(i, end - i)) + kLiteralEndMark);
        Leave(TraceOf(tag->name));
      }
      i = next;
    }
  }

  // Returns where the end tag begins and ends.
  std::pair<size_t, size_t> EndTag(const std::string& name, size_t from) const {
    for (size_t i = from; i < text_.size(); ++i) {
      if (Lower(text_.substr(i, 2 + name.size())) != "</" + name) continue;
      size_t end = i + 2 + name.size();
      while (IsBlank(At(end))) ++end;
      if (At(end) == '>') return {i, end + 1};
    }
    return {npos, npos};
  }

  // Rules 4 to 6.

  bool IsChar(size_t i, char c) const {
    return i < cells_.size() && cells_[i].place != npos && text_[cells_[i].place] == c;
  }

  // How many cells from here on are this character, side by side in the text.
  size_t Run(size_t i, char c) const {
    size_t n = 0;
    while (IsChar(i + n, c) && cells_[i + n].place == cells_[i].place + n) ++n;
    return n;
  }

  bool AtLineStart(size_t i) const {
    size_t place = cells_[i].place;
    for (; place > 0; --place, --i) {
      const char before = text_[place - 1];
      if (i == 0 || cells_[i - 1].place != place - 1) return false;
      if (before == '\n') return true;
      if (!IsBlank(before) && before != ':') return false;
    }
    return true;
  }

  void Push(size_t i, Role role = Role::kNone, size_t run = 0) {
    done_.push_back(cells_[i]);
    done_.back().role = role;
    done_.back().run = run;
  }

  // Returns the last start before the end of done_ that `is` accepts.
  template <typename Is>
  size_t LastStart(const Is& is) const {
    for (size_t i = done_.size(); i-- > 0;) {
      if (done_[i].role == Role::kBrace && LeftOfRun(i) < 2) continue;
      if (done_[i].role != Role::kNone && is(done_[i].role)) return FirstOfRun(i);
    }
    return npos;
  }
  size_t LastStart(Role role) const {
    return LastStart([&](Role r) { return r == role; });
  }
  Role Innermost() const {
    const size_t at = LastStart([](Role) { return true; });
    return at == npos ? Role::kNone : done_[at].role;
  }
  size_t FirstOfRun(size_t i) const {
    if (done_[i].role != Role::kBrace) return i;
    while (i > 0 && done_[i - 1].role == Role::kBrace && done_[i - 1].run == done_[i].run) --i;
    return i;
  }
  size_t LeftOfRun(size_t i) const {
    const size_t run = done_[i].run;
    return static_cast<size_t>(std::count_if(done_.begin(), done_.end(), [&](const Cell& cell) {
      return cell.role == Role::kBrace && cell.run == run;
    }));
  }

  size_t OpenVariants() const {
    return static_cast<size_t>(std::count_if(
        done_.begin(), done_.end(), [](const Cell& cell) { return cell.role == Role::kVariant; }));
  }

  void Replace(size_t from, std::vector<Cell> with) {
    done_.resize(from);
    done_.insert(done_.end(), with.begin(), with.end());
  }
  static Cell Mark(char mark) { return {std::string(1, mark), npos, Role::kNone, 0, false}; }

  size_t Take(size_t i) {
    const size_t opening = Run(i, '{');
    const size_t closing = Run(i, '}');
    if (opening > 0) return TakeOpening(i, opening);
    if (closing > 0) return TakeClosing(i, closing);
    if (IsChar(i, '|') && AtLineStart(i) && IsChar(i + 1, '}') &&
        cells_[i + 1].place == cells_[i].place + 1) {
      const size_t braces = Run(i + 1, '}');
      const size_t table = LastStart(Role::kTable);
      const bool innermost = Innermost() == Role::kTable;
      const bool in_braces = LastStart(Role::kBrace) != npos;
      if (table != npos && (braces == 1 || (innermost && (braces > 2 || !in_braces)))) {
        Replace(table, {Mark(kLineEndMark)});
        return i + 2;
      }
    }
    Push(i);
    return i + 1;
  }

  size_t TakeOpening(size_t i, size_t run) {
    const size_t end = i + run;
    const size_t place = cells_[i].place;
    if (run == 1 && IsChar(i + 1, '|') && cells_[i + 1].place == place + 1 && AtLineStart(i)) {
      Push(i, Role::kTable);
      Push(i + 1);
      return end + 1;
    }
    if (run % 2 == 1 && !done_.empty() && place > 0 && done_.back().place == place - 1 &&
        done_.back().bytes == "-" && !done_.back().inside && OpenVariants() < 100) {
      done_.back().role = Role::kVariant;
      Push(i++);
    }
    for (const size_t first = i; i < end; ++i) {
      end - first >= 2 ? Push(i, Role::kBrace, cells_[first].place) : Push(i);
    }
    return end;
  }

  size_t TakeClosing(size_t i, size_t run) {
    const size_t end = i + run;
    const bool hyphen = IsChar(end, '-') && cells_[end].place == cells_[end - 1].place + 1;
    while (i < end) {
      if (Innermost() == Role::kVariant && hyphen) {
        for (; i + 1 < end; ++i) Push(i);
        CloseVariant();
        return end + 1;
      }
      const size_t start = LastStart(Role::kBrace);
      if (end - i < 2 || start == npos) break;
      const size_t matched = std::min(end - i, LeftOfRun(start)) >= 3 ? 3 : 2;
      Replace(start + LeftOfRun(start) - matched, {Mark(kSpaceMark)});
      i += matched;
    }
    for (; i < end; ++i) Push(i);
    return end;
  }

  // Returns the size of a code such as "zh-hans:" and its name.
  std::pair<size_t, std::string> CodeAt(size_t place) const {
    size_t begin = place;
    while (IsBlank(At(begin))) ++begin;
    const size_t colon = text_.substr(begin, 16).find(':');
    if (begin >= text_.size() || colon == npos) return {0, ""};
    const std::string name = Lower(Trim(text_.substr(begin, colon)));
    if (!IsVariant(name)) return {0, ""};
    return {begin + colon + 1 - place, name};
  }

  static bool IsVariant(const std::string& name) {
    if (name == "zh") return true;
    const size_t hyphen = name.find('-');
    if ((hyphen != 2 && hyphen != 3) || name.size() == hyphen + 1) return false;
    return std::count_if(name.begin(), name.end(), [](char c) { return !IsLetter(c); }) == 1;
  }

  static std::optional<std::string> FlagsOf(const std::string& text) {
    if (text.size() > 64) return std::nullopt;
    std::string letters;
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = std::min(text.find(';', begin), text.size());
      const std::string flag = Trim(text.substr(begin, end - begin));
      if (flag.size() == 1 && std::string("ARSHTDN+-").find(flag) != npos) {
        letters += flag;
      } else if (!flag.empty() && !IsVariant(Lower(flag))) {
        return std::nullopt;
      }
      begin = end + 1;
    }
    return letters;
  }

  void CloseVariant() {
    const size_t start = LastStart(Role::kVariant);
    std::vector<Cell> content(done_.begin() + static_cast<std::ptrdiff_t>(start) + 2, done_.end());
    size_t place = done_[start].place + 2;
    std::string flags;
    for (size_t i = 0; i < content.size(); ++i) {
      if (content[i].bytes != "|" || content[i].place == npos || content[i].inside) continue;
      const auto found = FlagsOf(text_.substr(place, content[i].place - place));
      if (!found) continue;
      flags = *found;
      place = content[i].place + 1;
      content.erase(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      break;
    }
    std::vector<Cell> chosen = content;
    if (CodeAt(place).first > 0) chosen = Choose(content, place);
    if (flags.find_first_of("HTDN-") != npos) chosen.clear();
    for (Cell& cell : chosen) cell.inside = true;
    Replace(start, chosen);
  }

  std::vector<Cell> Choose(const std::vector<Cell>& content, size_t place) const {
    std::vector<std::pair<std::string, std::vector<Cell>>> texts;
    size_t begin = CodeAt(place).first;
    std::string name = CodeAt(place).second;
    const auto end_text = [&](size_t end) {
      std::vector<Cell> text(content.begin() + static_cast<std::ptrdiff_t>(begin),
                             content.begin() + static_cast<std::ptrdiff_t>(end));
      const auto blank = [](const Cell& cell) {
        return cell.bytes.size() == 1 && IsBlank(cell.bytes[0]);
      };
      while (!text.empty() && blank(text.back())) text.pop_back();
      while (!text.empty() && blank(text.front())) text.erase(text.begin());
      texts.emplace_back(name, text);
    };
    bool ended = false;
    for (size_t i = begin; i < content.size() && !ended; ++i) {
      if (content[i].bytes != ";" || content[i].place == npos || content[i].inside) continue;
      const auto [next_size, next_name] = CodeAt(content[i].place + 1);
      size_t next = content[i].place + 1;
      while (IsBlank(At(next))) ++next;
      ended = next_size == 0 && Has(next, "}-");
      if (next_size == 0 && !ended) continue;
      end_text(i);
      begin = i + 1 + next_size;
      name = next_name;
    }
    if (!ended) end_text(content.size());
    for (const char* best : {"zh-hans", "zh-cn"}) {
      for (const auto& [code, text] : texts) {
        if (code == best) return text;
      }
    }
    return texts.front().second;
  }

  std::string text_;
  std::vector<Cell> cells_;  // after rules 1 to 3
  std::vector<Cell> done_;
};

inline std::string NaivePrune(const std::string& wikitext) { return NaivePruner(wikitext).Prune(); }

}  // namespace ciku

#endif  // CIKU_TESTS_NAIVE_WIKITEXT_PRUNER_H_
