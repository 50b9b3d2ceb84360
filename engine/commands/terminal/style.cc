#include "engine/commands/terminal/style.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace ciku {
namespace {

ColorUse color_use = ColorUse::kAuto;

bool IsSet(const char* variable) {
  const char* const value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool UsesColors(int descriptor) {
  if (color_use != ColorUse::kAuto) return color_use == ColorUse::kAlways;
  return !IsSet("NO_COLOR") && UnderstandsEscapes(descriptor);
}

// The parameters of the sequence Select Graphic Rendition (ECMA-48, 8.3.117).
const char* ParametersOf(Style style) {
  switch (style) {
    case Style::kHeading:
      return "1";
    case Style::kName:
      return "36";
    case Style::kError:
      return "1;31";
    case Style::kWarning:
      return "1;33";
    case Style::kAdded:
      return "32";
    case Style::kRemoved:
      return "31";
    case Style::kFound:
      return "1;31";
  }
  return "";
}

}  // namespace

void UseColors(ColorUse use) { color_use = use; }

bool UnderstandsEscapes(int descriptor) {
  return ::isatty(descriptor) == 1 && IsSet("TERM") &&
         std::string_view(std::getenv("TERM")) != "dumb";
}

std::string Styled(Style style, std::string_view text, int descriptor) {
  if (text.empty() || !UsesColors(descriptor)) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", ParametersOf(style), text);
}

size_t TerminalColumns(int descriptor, size_t otherwise) {
  winsize size = {};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return otherwise;
  return size.ws_col;
}

}  // namespace ciku
