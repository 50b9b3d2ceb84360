#include "engine/commands/concordance_output.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "engine/commands/terminal/style.h"
#include "engine/text/display_width.h"
#include "engine/text/invalid_utf8.h"
#include "io/error.h"
#include "io/input/input_file.h"
#include "io/json.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// Whether a text is valid UTF-8 without control characters, as nearly all are. (Those of two bytes
// begin with C2, as some other characters do.)
bool IsPlain(std::string_view text) {
  const auto may_be_control = [](char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return value < 0x20 || value == 0x7F || value == 0xC2;
  };
  return std::none_of(text.begin(), text.end(), may_be_control) && IsValidUtf8(text);
}

// Valid UTF-8, with a space in place of each control character.
std::string Plain(std::string_view text) {
  if (IsPlain(text)) return std::string(text);
  std::string plain;
  ForEachSymbol(text, [&](char32_t symbol, std::string_view bytes) {
    const bool is_control = symbol < 0x20 || (symbol >= 0x7F && symbol < 0xA0);
    if (is_control) {
      plain.push_back(' ');
    } else if (symbol == kInvalid) {
      AppendUtf8(kReplacement, &plain);
    } else {
      plain.append(bytes);
    }
  });
  return plain;
}

std::string Valid(std::string_view text) {
  std::string valid;
  AppendValidUtf8(text, &valid);
  return valid;
}

void AppendPadding(size_t width, size_t taken, std::string* out) {
  out->append(width - std::min(width, taken), ' ');
}

void AppendText(const ConcordanceLine& line, size_t width, const std::string& file,
                std::string* out) {
  const std::string left = Plain(line.left);
  const std::string right = Plain(line.right);
  AppendPadding(width, DisplayWidth(left), out);
  *out += left;
  *out += Styled(Style::kFound, Plain(line.text), STDOUT_FILENO);
  *out += right;
  AppendPadding(width, DisplayWidth(right), out);
  fmt::format_to(std::back_inserter(*out), "  {}:{}\n", file, line.record);
}

void AppendTable(const ConcordanceLine& line, const std::string& file, std::string* out) {
  fmt::format_to(std::back_inserter(*out), "{}\t{}\t{}\t{}\t{}\n", Plain(line.text), file,
                 line.record, Plain(line.left), Plain(line.right));
}

void AppendJson(const ConcordanceLine& line, const std::string& file, std::string* out) {
  fmt::format_to(std::back_inserter(*out),
                 R"({{"word":{},"file":{},"record":{},"left":{},"right":{}}})"
                 "\n",
                 JsonString(line.text), JsonString(file), line.record, JsonString(Valid(line.left)),
                 JsonString(Valid(line.right)));
}

}  // namespace

std::string_view ConcordanceHeader(ConcordanceFormat format) {
  return format == ConcordanceFormat::kTsv ? "word\tfile\trecord\tleft\tright\n" : "";
}

RenderLine RenderConcordance(ConcordanceFormat format, size_t width, const Corpus& corpus) {
  return [format, width, &corpus](const ConcordanceLine& line, std::string* out) {
    const std::string& path = corpus.files()[line.file].path;
    switch (format) {
      case ConcordanceFormat::kText:
        return AppendText(line, width, Printable(path), out);
      case ConcordanceFormat::kTsv:
        return AppendTable(line, Printable(path), out);
      case ConcordanceFormat::kJsonLines:
        return AppendJson(line, Valid(path), out);
    }
  };
}

}  // namespace ciku
