#include "io/records/wiki_dump.h"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <new>

#include "io/ascii.h"
#include "io/error.h"
#include "io/records/invalid_bytes.h"
#include "io/records/wiki_namespaces.h"
#include "io/records/wikitext.h"
#include "io/streams/byte_stream.h"

namespace ciku {
namespace {

constexpr std::string_view kPageEnd = "</page>";

// Returns where a tag with this beginning stands, or npos.
size_t FindStartTag(std::string_view text, std::string_view beginning) {
  for (size_t i = 0; (i = text.find(beginning, i)) != text.npos; i += beginning.size()) {
    const size_t next = i + beginning.size();
    if (next < text.size() && std::string_view("> \t\r\n/").find(text[next]) != text.npos) return i;
  }
  return text.npos;
}

bool IsRedirectText(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == text.npos || text[begin] != '#') return false;
  const std::string_view word = text.substr(begin + 1);
  return EqualIgnoringCase(word.substr(0, 8), "redirect") || word.starts_with("重定向") ||
         word.starts_with("重新導向") || word.starts_with("重新导向");
}

// Stands for a byte that XML does not allow while a page is parsed. It is a character for private
// use.
constexpr std::string_view kStandIn = "\U0010FFFD";

// Returns a page with the stand-in for each byte that XML does not allow, and for itself.
std::string MendPage(std::string_view page) {
  // iconv marks what is not valid UTF-8.
  const std::string marked = ConvertText(page, "UTF-8");
  std::string mended;
  for (size_t i = 0; i < marked.size(); ++i) {
    const auto byte = static_cast<unsigned char>(marked[i]);
    const std::string_view rest = std::string_view(marked).substr(i);
    if (byte == 0xFF || (byte < ' ' && byte != '\t' && byte != '\n' && byte != '\r')) {
      mended += kStandIn;
    } else if (rest.starts_with("\uFFFE") || rest.starts_with("\uFFFF")) {
      mended += kStandIn;
      i += 2;
    } else {
      mended += marked[i];
    }
  }
  return mended;
}

// Parses pages with Expat, each as a document of its own. So there is no document type that could
// declare entities, and those that XML does not define itself are errors.
class PageParser {
 public:
  PageParser() : parser_(XML_ParserCreate("UTF-8"), XML_ParserFree) {
    if (!parser_) throw std::bad_alloc();
  }

  // Returns what is wrong with the page, or null.
  const char* Parse(std::string_view page) {
    XML_ParserReset(parser_.get(), "UTF-8");
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), OnStart, OnEnd);
    XML_SetCharacterDataHandler(parser_.get(), OnText);
    depth_ = 0;
    in_revision_ = false;
    into_ = nullptr;
    has_namespace_ = is_redirect_ = has_text_ = false;
    for (std::string* part : {&title_, &namespace_, &model_, &text_}) part->clear();
    constexpr size_t kMost = std::numeric_limits<int>::max() / 2;
    for (;;) {
      const std::string_view piece = page.substr(0, kMost);
      page.remove_prefix(piece.size());
      if (XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), page.empty()) ==
          XML_STATUS_ERROR) {
        return XML_ErrorString(XML_GetErrorCode(parser_.get()));
      }
      if (page.empty()) return nullptr;
    }
  }

  // Returns true if the page that was parsed holds a text.
  bool HoldsText() const {
    const bool main = has_namespace_ ? namespace_ == "0" : !HasNamespace(title_);
    return main && has_text_ && !is_redirect_ && (model_.empty() || model_ == "wikitext") &&
           !IsRedirectText(text_);
  }

  std::string* text() { return &text_; }

 private:
  static void OnStart(void* self, const XML_Char* name, const XML_Char** /*attributes*/) {
    static_cast<PageParser*>(self)->Start(name);
  }
  static void OnEnd(void* self, const XML_Char* /*name*/) { static_cast<PageParser*>(self)->End(); }
  static void OnText(void* self, const XML_Char* text, int size) {
    auto* const parser = static_cast<PageParser*>(self);
    if (parser->into_ != nullptr) parser->into_->append(text, static_cast<size_t>(size));
  }

  void Start(std::string_view name) {
    ++depth_;
    into_ = nullptr;
    if (depth_ == 2) {
      in_revision_ = name == "revision";
      if (in_revision_) {
        has_text_ = false;
        model_.clear();
        text_.clear();
      } else if (name == "title") {
        into_ = &title_;
      } else if (name == "ns") {
        has_namespace_ = true;
        into_ = &namespace_;
      } else if (name == "redirect") {
        is_redirect_ = true;
      }
    } else if (depth_ == 3 && in_revision_) {
      if (name == "model") into_ = &model_;
      if (name == "text") {
        has_text_ = true;
        into_ = &text_;
      }
    }
  }

  void End() {
    --depth_;
    into_ = nullptr;
  }

  std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser_;
  size_t depth_ = 0;
  bool in_revision_ = false;
  std::string* into_ = nullptr;  // what takes the text of the element that is parsed
  bool has_namespace_ = false;
  bool is_redirect_ = false;
  bool has_text_ = false;
  std::string title_;
  std::string namespace_;
  std::string model_;
  std::string text_;
};

// Parses a page, also if some bytes of it are not allowed. Returns what is wrong with it, or null.
const char* ParseMended(std::string_view page, PageParser* parser) {
  const char* const fault = parser->Parse(page);
  if (fault == nullptr) return nullptr;
  const std::string mended = MendPage(page);
  if (mended == page || parser->Parse(mended) != nullptr) return fault;
  *parser->text() = WithInvalidBytes(*parser->text(), kStandIn);
  return nullptr;
}

}  // namespace

bool IsWikiDump(std::string_view head) {
  return WithoutStart(WithoutMark(head), " \t\r\n").starts_with('<') &&
         FindStartTag(head, "<mediawiki") != head.npos;
}

FoundEnds PageFinder::Find(std::string_view text) {
  constexpr size_t kMostTail = kPageEnd.size() - 1;
  // An end tag that begins in the tail ends among the first bytes of the text.
  const std::string border = tail_ + std::string(text.substr(0, kMostTail));
  FoundEnds found;
  const size_t across = border.find(kPageEnd);
  if (across != border.npos) found.first = across + kPageEnd.size() - tail_.size();
  const size_t last = text.rfind(kPageEnd);
  if (last != text.npos) {
    found.last = last + kPageEnd.size();
    if (found.first == 0) found.first = text.find(kPageEnd) + kPageEnd.size();
  } else {
    found.last = found.first;
  }
  const std::string_view end = text.size() < kMostTail ? std::string_view(border) : text;
  tail_ = end.substr(end.size() - std::min(end.size(), kMostTail));
  return found;
}

RecordCounts ParsePages(const Text& records, bool skip_bad, const TakeText& take) {
  RecordCounts counts;
  PageParser parser;
  const std::string_view bytes = records.bytes;
  for (size_t at = 0; at < bytes.size();) {
    const size_t tag = bytes.find(kPageEnd, at);
    const size_t end = tag == bytes.npos ? bytes.size() : tag + kPageEnd.size();
    const std::string_view record = bytes.substr(at, end - at);
    const size_t begin = FindStartTag(record, "<page");
    const size_t place = at + (begin == record.npos ? record.size() : begin);
    at = end;
    if (begin == record.npos && tag == bytes.npos) break;  // the end of the dump
    const char* fault = tag == bytes.npos ? "it is cut off" : nullptr;
    if (begin == record.npos) fault = "its start is missing";
    if (fault == nullptr) fault = ParseMended(record.substr(begin), &parser);
    if (fault == nullptr && parser.HoldsText()) {
      ++counts.records;
      take(ReduceWikitext(*parser.text()), place);
    } else if (fault == nullptr) {
      ++counts.passed_over;
    } else if (skip_bad) {
      ++counts.bad;
    } else {
      throw InputError(
          fmt::format("{}: this page is not well-formed XML ({}); get the file anew, or pass "
                      "--skip-bad-records to leave such pages out",
                      records.origin.Describe(place), fault));
    }
  }
  return counts;
}

}  // namespace ciku
