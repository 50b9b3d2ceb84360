#include "io/input/recognize.h"

#include <fmt/core.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <set>

#include "io/ascii.h"
#include "io/error.h"
#include "io/input/foreign_format.h"
#include "io/input/guess_encoding.h"
#include "io/input/json_look.h"
#include "io/names.h"
#include "io/records/warc.h"
#include "io/records/wiki_dump.h"
#include "io/streams/byte_stream.h"
#include "io/streams/file_ending.h"

namespace ciku {
namespace {

constexpr Named<InputFormat> kEndings[] = {
    {".jsonl", InputFormat::kJsonLines},
    {".ndjson", InputFormat::kJsonLines},
    {".jsonlines", InputFormat::kJsonLines},
    {".jl", InputFormat::kJsonLines},
    {".json", InputFormat::kJsonLines},
    {".csv", InputFormat::kCsv},
    {".tsv", InputFormat::kTsv},
    {".tab", InputFormat::kTsv},
    {".txt", InputFormat::kLines},
    {".text", InputFormat::kLines},
    {".md", InputFormat::kLines},
    {".warc", InputFormat::kWarc},
    {".wet", InputFormat::kWarc},
};

std::optional<InputFormat> FormatByName(std::string_view path) {
  return ValueByEnding(kEndings, WithoutCompressionEnding(path));
}

// Returns a copy of a name that lives as long as the process.
const char* Kept(const std::string& name) {
  static auto* const mutex = new std::mutex;
  static auto* const names = new std::set<std::string>;
  const std::lock_guard lock(*mutex);
  return names->insert(name).first->c_str();
}

[[noreturn]] void Refuse(const std::string& path, const std::string& is,
                         const std::string& remedy) {
  throw InputError(fmt::format("{}: is {}; {}", Printable(path), is, remedy));
}

// A byte-order mark wins over the encoding that the user names: it is more certain.
const char* EncodingOf(const std::string& path, const Beginning& beginning,
                       const InputOptions& options) {
  if (const char* const marked = EncodingByMark(beginning.head)) return marked;
  const bool automatic = IsAutomatic(options.encoding);
  const bool named = !options.encoding.empty() && !automatic;
  if (named) return IsUtf8(options.encoding) ? "UTF-8" : Kept(options.encoding);
  const char* const escaped = EncodingByEscapes(beginning.head);
  if (options.allow_binary || (escaped == nullptr && LooksLikeUtf8(beginning.sample))) {
    return "UTF-8";
  }
  const char* const guess = escaped != nullptr ? escaped : GuessChineseEncoding(beginning.sample);
  if (automatic && guess == nullptr) {
    Refuse(path, "in no encoding that is known from its bytes",
           "name it: --encoding NAME, as `iconv --list` shows it");
  }
  if (automatic || guess == nullptr) return automatic ? guess : "UTF-8";
  Refuse(path, fmt::format("not UTF-8; its bytes are valid {}", guess),
         fmt::format("pass --encoding {}, or --encoding auto, which tells files apart", guess));
}

// The first bytes as UTF-8, as far as they are needed to tell formats, which are in ASCII.
std::string HeadIn(const char* encoding, std::string_view head) {
  const std::string name = encoding;
  if (!name.starts_with("UTF-16") && !name.starts_with("UTF-32")) return std::string(head);
  return ConvertText(head, name);
}

// Lines of a word and a count, as a lexicon has them.
bool LooksLikeLexicon(std::string_view head) {
  constexpr int kEnough = 5;
  int lines = 0;
  for (size_t end; (end = head.find('\n')) != head.npos; head.remove_prefix(end + 1), ++lines) {
    const std::string_view line = head.substr(0, end);
    const size_t tab = line.find('\t');
    const std::string_view count = tab == line.npos ? "" : line.substr(tab + 1);
    const std::string_view digits = count.substr(0, count.find_first_of("\t\r"));
    const bool fits = !digits.empty() && digits.find_first_not_of("0123456789") == digits.npos;
    if (!fits && !(lines == 0 && line.starts_with("word\t"))) return false;
  }
  return lines >= kEnough;
}

// What makes a text of lines seem to be something else.
std::string RemarkOnLines(std::string_view head, JsonLook json) {
  if (json == JsonLook::kLines) {
    return "is read as lines of text because of its name, but looks like JSON lines; if it is, "
           "pass --input-format jsonl";
  }
  const std::string start = LowerCase(head.substr(0, 200));
  if (start.find("<!doctype html") != start.npos || start.find("<html") != start.npos) {
    return "looks like HTML, whose marks count as text; turn it into text first";
  }
  if (start.starts_with("-- mysql dump") || start.starts_with("-- mariadb dump") ||
      start.find("-- postgresql database dump") != start.npos) {
    return "looks like a dump in SQL, whose statements count as text; copy the texts out of the "
           "database instead (README.md, From a database)";
  }
  if (start.starts_with("<?xml")) {
    return "looks like XML, whose marks count as text; turn it into text first";
  }
  if (LooksLikeLexicon(head)) {
    return "looks like a lexicon: a word, a tab and a number in each line. It is read as text; "
           "--exclude-files leaves it out";
  }
  return {};
}

// What tells the format where the user does not.
struct Signs {
  std::optional<InputFormat> by_name;
  JsonLook json = JsonLook::kNone;
};

// A table in a file whose name does not say which: tabs in its first line make it TSV.
InputFormat TableFormat(const Signs& signs, std::string_view head) {
  if (signs.by_name == InputFormat::kCsv || signs.by_name == InputFormat::kTsv) {
    return *signs.by_name;
  }
  const std::string_view line = head.substr(0, head.find('\n'));
  return line.find('\t') != line.npos ? InputFormat::kTsv : InputFormat::kCsv;
}

InputFormat FormatOf(const Signs& signs, std::string_view head, const InputOptions& options) {
  if (options.format) return *options.format;
  if (!options.fields.empty()) return InputFormat::kJsonLines;
  if (IsWikiDump(head)) return InputFormat::kWiki;
  if (!options.columns.empty()) return TableFormat(signs, head);
  if (signs.by_name) return *signs.by_name;
  return signs.json == JsonLook::kLines || signs.json == JsonLook::kDocument
             ? InputFormat::kJsonLines
             : InputFormat::kLines;
}

bool HasCrLineEnds(std::string_view head) {
  return head.find('\n') == head.npos && head.find('\r') < head.size() - 1;
}

}  // namespace

Recognized Recognize(const std::string& path, const Beginning& beginning,
                     const InputOptions& options) {
  Recognized recognized;
  if (beginning.head.empty()) {
    recognized.format = FormatOf({FormatByName(path), JsonLook::kNone}, {}, options);
    return recognized;
  }
  if (options.format ? *options.format == InputFormat::kWarc : IsWarc(beginning.head)) {
    recognized.format = InputFormat::kWarc;  // its records are of any kind and in any encoding
    return recognized;
  }
  recognized.is_tar = IsTar(beginning.head) && !(options.allow_binary && options.format);
  if (recognized.is_tar) {
    recognized.remark = "is an archive: each file in it is an input of its own";
    return recognized;
  }
  const bool marked = EncodingByMark(beginning.head) != nullptr;
  const bool wide = CodeUnitSize(options.encoding) > 1;
  if (!options.allow_binary) {
    const auto foreign =
        marked || wide ? FindForeignMagic(beginning.head) : FindForeignFormat(beginning.head);
    if (foreign) Refuse(path, foreign->is, foreign->remedy);
  }
  recognized.encoding = EncodingOf(path, beginning, options);
  const std::string head = HeadIn(recognized.encoding, beginning.head);
  const Signs signs{FormatByName(path), LookForJson(head, beginning.whole)};
  recognized.format = FormatOf(signs, head, options);
  if (recognized.format == InputFormat::kJsonLines && signs.json == JsonLook::kDocument) {
    Refuse(path, "a JSON document of several lines, not JSON lines",
           "put each record on a line: `jq -c . FILE`, or `jq -c '.[]' FILE` for an array");
  }
  if (signs.json == JsonLook::kArrays && options.fields.empty() && !options.format) {
    Refuse(path, "a JSON array, not JSON lines",
           "put each record on a line, `jq -c '.[]' FILE`, or name the texts in the array: --field "
           "'[].text'");
  }
  if (recognized.format == InputFormat::kLines) {
    if (options.format) return recognized;
    recognized.cr_line_ends = HasCrLineEnds(head);
    recognized.remark = RemarkOnLines(head, signs.json);
  }
  return recognized;
}

}  // namespace ciku
