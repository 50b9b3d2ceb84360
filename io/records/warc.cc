#include "io/records/warc.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "io/ascii.h"
#include "io/error.h"
#include "io/records/header_fields.h"
#include "io/streams/byte_stream.h"

namespace ciku {
namespace {

// The versions 1.0 and 1.1, and the drafts 0.17 and 0.18, which ClueWeb09 has.
constexpr std::string_view kWarcMarks[] = {"WARC/1.", "WARC/0.1"};
constexpr size_t kMostHeader = 64 * 1024;

// What the start of a record tells.
struct WarcHead {
  const char* fault = nullptr;  // if the header is not valid: what is wrong with it
  size_t header = 0;            // the size of the header, the blank line included
  uint64_t content = 0;         // the size of the content
  bool has_text = false;
  size_t http = 0;  // the size of the HTTP header, which is the first part of the content
  bool chunked = false;
  std::string charset;
};

// Returns a Content-Length; nothing if it is not a number, or one that no file can have.
std::optional<uint64_t> ParseLength(const std::optional<std::string>& value) {
  constexpr size_t kMostDigits = 18;
  if (!value || value->empty() || value->size() > kMostDigits ||
      value->find_first_not_of("0123456789") != std::string::npos) {
    return std::nullopt;
  }
  uint64_t length = 0;
  std::from_chars(value->data(), value->data() + value->size(), length);
  return length;
}

// Whether a field that names a coding is missing, or names none or this one.
bool IsNoneOr(std::string_view coding, const std::optional<std::string>& value) {
  return !value || value->empty() || EqualIgnoringCase(*value, "identity") ||
         EqualIgnoringCase(*value, coding);
}

// Sets what an HTTP header says about the body.
void ReadHttpHeader(std::string_view header, WarcHead* head) {
  if (!header.starts_with("HTTP/")) return;
  const MediaType type = ParseMediaType(FieldOf(header, "Content-Type").value_or(""));
  const std::optional<std::string> transfer = FieldOf(header, "Transfer-Encoding");
  head->has_text = type.name == "text/plain" && IsNoneOr("chunked", transfer) &&
                   IsNoneOr("identity", FieldOf(header, "Content-Encoding"));
  head->chunked = transfer && EqualIgnoringCase(*transfer, "chunked");
  head->charset = type.charset;
}

// Whether a text begins like a record, as far as it goes.
bool BeginsLikeWarc(std::string_view text) {
  return std::any_of(std::begin(kWarcMarks), std::end(kWarcMarks), [&](std::string_view mark) {
    return mark.starts_with(text.substr(0, mark.size()));
  });
}

// Reads the start of a record. Returns nothing if more bytes are needed.
std::optional<WarcHead> ReadWarcHead(std::string_view bytes) {
  if (!BeginsLikeWarc(bytes)) {
    return WarcHead{.fault = "does not begin with WARC/1.0 or another version", .charset = {}};
  }
  WarcHead head;
  head.header = HeaderSize(bytes.substr(0, kMostHeader));
  if (head.header == 0) {
    if (bytes.size() < kMostHeader) return std::nullopt;
    return WarcHead{.fault = "has a header of more than 64 KiB", .charset = {}};
  }
  const std::string_view header = bytes.substr(0, head.header);
  const std::optional<uint64_t> length = ParseLength(FieldOf(header, "Content-Length"));
  if (!length) return WarcHead{.fault = "has no valid Content-Length", .charset = {}};
  head.content = *length;
  const std::string kind = LowerCase(FieldOf(header, "WARC-Type").value_or(""));
  const MediaType type = ParseMediaType(FieldOf(header, "Content-Type").value_or(""));
  if (kind == "response" && (type.name.empty() || type.name == "application/http")) {
    const size_t most = std::min<uint64_t>(head.content, kMostHeader);
    const std::string_view content = bytes.substr(head.header, most);
    head.http = HeaderSize(content);
    if (head.http == 0 && content.size() < most) return std::nullopt;
    ReadHttpHeader(content.substr(0, head.http), &head);
  } else {
    head.has_text = (kind == "conversion" && (type.name.empty() || type.name == "text/plain")) ||
                    (kind == "resource" && type.name == "text/plain");
    head.charset = type.charset;
  }
  return head;
}

// Puts the chunks of a body together (RFC 9112, section 7.1). A body that does not begin with the
// size of a chunk is returned as it is, because some programs put the chunks together and leave the
// header. The last chunk may be cut off, as the body may. Returns nothing if a later chunk has no
// size.
std::optional<std::string> JoinChunks(std::string_view body) {
  std::string joined;
  for (bool first = true; !body.empty(); first = false) {
    uint64_t size = 0;
    const auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), size, 16);
    const size_t digits = static_cast<size_t>(end - body.data());
    const size_t line_end = std::min(body.find('\n', digits), body.size());
    const std::string_view more = body.substr(digits, line_end - digits);
    if (error != std::errc() ||
        !(more.find_first_not_of(" \t\r") == more.npos || WithoutBlanks(more).starts_with(';'))) {
      return first ? std::optional<std::string>(body) : std::nullopt;
    }
    if (size == 0) break;  // fields may follow
    body.remove_prefix(std::min(line_end + 1, body.size()));
    const std::string_view chunk = body.substr(0, size);
    joined += chunk;
    body.remove_prefix(chunk.size());
    if (body.starts_with('\r')) body.remove_prefix(1);
    if (body.starts_with('\n')) body.remove_prefix(1);
  }
  return joined;
}

// Returns the name that iconv has for a charset; nothing for UTF-8 and for names that are not
// known.
std::string EncodingOf(const std::string& charset) {
  // The Encoding Standard (encoding.spec.whatwg.org, section 4.2) reads these so.
  static constexpr std::string_view kLarger[][2] = {
      {"gb2312", "GB18030"},     {"gb_2312-80", "GB18030"},  {"gbk", "GB18030"},
      {"x-gbk", "GB18030"},      {"big5", "BIG5-HKSCS"},     {"x-x-big5", "BIG5-HKSCS"},
      {"ascii", "CP1252"},       {"us-ascii", "CP1252"},     {"iso-8859-1", "CP1252"},
      {"latin1", "CP1252"},      {"windows-1252", "CP1252"}, {"shift_jis", "CP932"},
      {"shift-jis", "CP932"},    {"x-sjis", "CP932"},        {"euc-kr", "UHC"},
      {"ks_c_5601-1987", "UHC"}, {"iso-8859-9", "CP1254"},   {"tis-620", "CP874"},
      {"iso-8859-11", "CP874"},
  };
  for (const auto& [name, larger] : kLarger) {
    if (charset == name) return std::string(larger);
  }
  // iconv takes more in a name than the name, such as //IGNORE.
  constexpr size_t kLongestName = 40;
  const bool is_name =
      charset.size() <= kLongestName &&
      charset.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.:") == std::string::npos;
  return is_name && !IsUtf8(charset) && IsKnownEncoding(charset) ? charset : "";
}

using TakeBody = std::function<void(std::string_view)>;

// Takes a text after converting it to UTF-8.
void TakeConverted(std::string_view text, const std::string& charset, const TakeBody& take) {
  if (text.starts_with(kByteOrderMark)) return take(WithoutMark(text));
  if (text.starts_with("\xFF\xFE")) return take(ConvertText(text.substr(2), "UTF-16LE"));
  if (text.starts_with("\xFE\xFF")) return take(ConvertText(text.substr(2), "UTF-16BE"));
  const std::string encoding = EncodingOf(charset);
  // Servers call texts Latin-1 without looking at them.
  const bool is_utf8 = encoding == "CP1252" && simdjson::validate_utf8(text);
  if (encoding.empty() || is_utf8) return take(text);
  take(ConvertText(text, encoding));
}

// Takes the text of a record. Returns what is wrong with it, if something is.
const char* TakeContent(std::string_view content, const WarcHead& head, const TakeBody& take) {
  if (content.size() < head.content) return "is cut off";
  const std::string_view body = content.substr(head.http);
  if (!head.chunked) {
    TakeConverted(body, head.charset, take);
    return nullptr;
  }
  const std::optional<std::string> joined = JoinChunks(body);
  if (!joined) return "has a chunk without a size";
  TakeConverted(*joined, head.charset, take);
  return nullptr;
}

// Returns where the next record begins, at `begin` or behind line ends.
size_t SkipLineEnds(std::string_view text, size_t begin) {
  return std::min(text.find_first_not_of("\r\n", begin), text.size());
}

}  // namespace

bool IsWarc(std::string_view head) {
  head = WithoutStart(WithoutMark(head), "\r\n");
  return head.size() >= kWarcMarks[1].size() && BeginsLikeWarc(head);
}

FoundEnds WarcFinder::Find(std::string_view text) {
  FoundEnds found;
  const auto end_record = [&](size_t end) {
    if (found.first == 0) found.first = end;
    found.last = end;
  };
  size_t at = std::min<uint64_t>(left_, text.size());
  left_ -= at;
  if (at > 0 && left_ == 0) end_record(at);
  while (left_ == 0) {
    if (head_.empty()) at = SkipLineEnds(text, at);
    if (at == text.size()) break;
    // The start of the record, of which some is from earlier stretches.
    const size_t earlier = head_.size();
    std::string_view start = text.substr(at);
    if (earlier > 0) start = head_.append(text.substr(at, 2 * kMostHeader));
    const std::optional<WarcHead> head = ReadWarcHead(start);
    if (!head || head->fault != nullptr) {
      if (head && found.last == 0) {
        throw InputError(fmt::format("this WARC record {}", head->fault));
      }
      if (earlier == 0) head_ = start.substr(0, 2 * kMostHeader);
      break;
    }
    head_.clear();
    const uint64_t end = at + (head->header + head->content - earlier);
    if (end <= text.size()) {
      at = end;
      end_record(at);
    } else if (head->has_text) {
      left_ = end - text.size();
    } else {
      end_record(text.size());
      found.skip = end - text.size();
      break;
    }
  }
  return found;
}

RecordCounts ParseWarc(const Text& records, bool skip_bad, const TakeText& take) {
  RecordCounts counts;
  const std::string_view bytes = records.bytes;
  for (size_t at = 0; (at = SkipLineEnds(bytes, at)) < bytes.size();) {
    const std::optional<WarcHead> head = ReadWarcHead(bytes.substr(at));
    const char* fault = head ? head->fault : "is cut off";
    const size_t begin = at;
    at = bytes.size();
    if (fault == nullptr) {
      const size_t content_begin = begin + head->header;
      const std::string_view content = bytes.substr(content_begin).substr(0, head->content);
      at = content_begin + content.size();
      if (!head->has_text) {
        ++counts.passed_over;
        continue;
      }
      fault = TakeContent(content, *head, [&](std::string_view text) { take(text, begin); });
    }
    if (fault == nullptr) {
      ++counts.records;
    } else if (skip_bad) {
      ++counts.bad;
    } else {
      throw InputError(fmt::format(
          "{}: this WARC record {}; get the file anew, or pass --skip-bad-records to leave such "
          "records out",
          records.origin.Describe(begin), fault));
    }
  }
  return counts;
}

}  // namespace ciku
