#include "engine/commands/concordance_output.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "engine/commands/terminal/style.h"
#include "engine/text/display_width.h"
#include "io/error.h"
#include "io/input/input_file.h"
#include "io/json.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// Valid UTF-8, with a space in place of each control character.
std::string Plain(std::string_view text) {
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

std::string Padding(std::string_view text, size_t width) {
  return std::string(width - std::min(width, DisplayWidth(text)), ' ');
}

}  // namespace

ConcordanceOutput::ConcordanceOutput(ConcordanceFormat format, size_t width, const Corpus& corpus,
                                     TextOutput* output)
    : format_(format), width_(width), corpus_(corpus), output_(output) {
  if (format == ConcordanceFormat::kTsv) output->Write("word\tfile\trecord\tleft\tright\n");
}

void ConcordanceOutput::Write(const ConcordanceLine& line) {
  switch (format_) {
    case ConcordanceFormat::kText:
      return WriteText(line);
    case ConcordanceFormat::kTsv:
      return WriteTable(line);
    case ConcordanceFormat::kJsonLines:
      return WriteJson(line);
  }
}

void ConcordanceOutput::WriteText(const ConcordanceLine& line) {
  const std::string left = Plain(line.left);
  const std::string right = Plain(line.right);
  output_->Write(Padding(left, width_) + left);
  output_->Write(Styled(Style::kFound, Plain(line.text), STDOUT_FILENO));
  output_->Write(right + Padding(right, width_));
  output_->Write(fmt::format("  {}:{}\n", Printable(corpus_.files()[line.file].path), line.record));
}

void ConcordanceOutput::WriteTable(const ConcordanceLine& line) {
  output_->Write(fmt::format("{}\t{}\t{}\t{}\t{}\n", Plain(line.text),
                             Printable(corpus_.files()[line.file].path), line.record,
                             Plain(line.left), Plain(line.right)));
}

void ConcordanceOutput::WriteJson(const ConcordanceLine& line) {
  output_->Write(fmt::format(R"({{"word":{},"file":{},"record":{},"left":{},"right":{}}})"
                             "\n",
                             JsonString(line.text),
                             JsonString(Valid(corpus_.files()[line.file].path)), line.record,
                             JsonString(Valid(line.left)), JsonString(Valid(line.right))));
}

}  // namespace ciku
