// How text looks on a terminal: its colours and how wide it may be.
#ifndef CIKU_ENGINE_COMMANDS_TERMINAL_STYLE_H_
#define CIKU_ENGINE_COMMANDS_TERMINAL_STYLE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "io/names.h"

namespace ciku {

enum class ColorUse { kAuto, kAlways, kNever };

inline constexpr Named<ColorUse> kColorUses[] = {
    {"auto", ColorUse::kAuto}, {"always", ColorUse::kAlways}, {"never", ColorUse::kNever}};

enum class Style { kHeading, kName, kError, kWarning, kAdded, kRemoved, kFound };

// Chooses whether Styled() uses colours: with kAuto, which is the choice before any call, on
// terminals only, and neither if NO_COLOR (https://no-color.org) is set and not empty nor if TERM
// is dumb or unset. To be called before other threads exist.
void UseColors(ColorUse use);

// Whether escape sequences mean something to what this descriptor writes to: it is a terminal, and
// TERM is neither dumb nor unset.
bool UnderstandsEscapes(int descriptor);

// Returns the text with the escape sequences of a style around it, if the descriptor that it is
// meant for (1 or 2) takes colours.
std::string Styled(Style style, std::string_view text, int descriptor);

// How many columns the terminal of this descriptor has, at this moment; `otherwise`, if it is none.
size_t TerminalColumns(int descriptor, size_t otherwise);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_TERMINAL_STYLE_H_
