#include "engine/commands/help/help.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <sstream>

#include "engine/commands/help/option_groups.h"
#include "engine/commands/terminal/style.h"

namespace ciku {
namespace {

constexpr size_t kUsualWidth = 80;
constexpr size_t kLeastWidth = 40;
constexpr size_t kGreatestWidth = 100;
constexpr size_t kIndent = 6;        // of descriptions below their options
constexpr size_t kNameColumns = 28;  // of options beside their summaries

size_t Width() {
  return std::clamp(TerminalColumns(STDOUT_FILENO, kUsualWidth), kLeastWidth, kGreatestWidth);
}

// Breaks a text into lines that are no wider than the help less the indent.
std::vector<std::string> Wrapped(const std::string& text, size_t indent) {
  const size_t width = Width() - indent;
  std::vector<std::string> lines(1);
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!lines.back().empty() && lines.back().size() + 1 + word.size() > width)
      lines.emplace_back();
    lines.back() += (lines.back().empty() ? "" : " ") + word;
  }
  return lines;
}

std::string Heading(const std::string& title) {
  return "\n" + Styled(Style::kHeading, title + ":", STDOUT_FILENO) + "\n";
}

bool TakesSeveral(const CLI::Option& option) { return option.get_items_expected_max() > 1; }

// Puts texts in two columns; a name that is too long for its column gets a line of its own.
std::string Columns(const std::string& name, const std::string& text, size_t column) {
  std::string out = "  " + Styled(Style::kName, name, STDOUT_FILENO);
  size_t at = 2 + name.size();
  for (const std::string& line : Wrapped(text, column)) {
    if (at + 2 > column) {
      out += '\n';
      at = 0;
    }
    out += std::string(column - at, ' ') + line;
    at = column;  // the next line begins anew
  }
  return out + "\n";
}

std::string DefaultOf(const CLI::Option& option) {
  return option.get_default_str().empty() ? ""
                                          : fmt::format(" (default: {})", option.get_default_str());
}

// "-j, --threads N", "INPUT...".
std::string NameAndType(const CLI::Option& option) {
  if (!option.nonpositional()) return LongName(option) + (TakesSeveral(option) ? "..." : "");
  const std::string type = TypeOf(option);
  return fmt::format("{}{}{}", fmt::join(NamesOf(option), ", "), type.empty() ? "" : " ", type);
}

std::string Briefly(const CLI::Option& option) {
  const std::string name = NameAndType(option);
  // Options without a short name stand below the long names of the others.
  const bool is_long = option.nonpositional() && option.get_snames().empty();
  return Columns((is_long ? "    " : "") + name, Summary(option.get_description()), kNameColumns);
}

std::string InFull(const CLI::Option& option) {
  std::string out = "  " + Styled(Style::kName, NameAndType(option), STDOUT_FILENO) + "\n";
  for (const std::string& line : Wrapped(option.get_description() + DefaultOf(option), kIndent)) {
    out += std::string(kIndent, ' ') + line + "\n";
  }
  return out;
}

std::string HelpOfProgram(const CLI::App& program) {
  constexpr size_t kCommandColumns = 18;
  std::string out;
  for (const CommandGroup& group : GroupedCommands(program)) {
    out += Heading(group.title);
    for (const CLI::App* const command : group.commands) {
      out += Columns(CommandName(*command), command->get_description(), kCommandColumns);
    }
  }
  return out;
}

// Wraps paragraphs; lines that are indented stay as they are.
std::string WrappedFooter(const std::string& footer) {
  std::string out;
  std::istringstream lines(footer);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(' ')) {
      out += line + "\n";
      continue;
    }
    for (const std::string& part : Wrapped(line, 0)) out += part + "\n";
  }
  return out;
}

class GroupingFormatter : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* command, std::string,
                        CLI::AppFormatMode mode) const override {
    std::string out;
    for (const std::string& line : Wrapped(command->get_description(), 0)) out += line + "\n";
    out += Heading("Usage") + "  " + UsageOf(*command) + "\n";
    const bool brief = mode != CLI::AppFormatMode::All;
    if (command->get_parent() == nullptr) out += HelpOfProgram(*command);
    for (const OptionGroup& group : GroupedOptions(*command)) {
      out += Heading(group.title);
      for (const CLI::Option* const option : group.options) {
        out += brief ? Briefly(*option) : InFull(*option);
      }
    }
    const std::string footer = command->get_footer();
    return footer.empty() ? out : out + "\n" + WrappedFooter(footer);
  }
};

}  // namespace

void AddHelpOptions(CLI::App* program) {
  program->formatter(std::make_shared<GroupingFormatter>());
  program->set_help_flag("-h", "Shows this help in brief");
  program->set_help_all_flag("--help", "Shows this help in full");
}

std::string Summary(const std::string& description) {
  static constexpr std::array<const char*, 4> kEnds = {". ", "; ", ": ", " ("};
  size_t end = description.size();
  for (const char* const sign : kEnds) end = std::min(end, description.find(sign));
  return description.substr(0, end);
}

// Arguments come last: after them, many of them may follow.
std::string UsageOf(const CLI::App& command) {
  const bool is_program = command.get_parent() == nullptr;
  std::string usage = is_program ? command.get_name() + " COMMAND"
                                 : command.get_parent()->get_name() + " " + CommandName(command);
  usage += " [OPTIONS]";
  std::string arguments;
  for (const CLI::Option* const option : command.get_options()) {
    if (option->nonpositional()) {
      if (option->get_required())
        usage += fmt::format(" {} {}", NamesOf(*option).front(), TypeOf(*option));
    } else {
      const std::string name = NameAndType(*option);
      arguments += option->get_required() ? " " + name : " [" + name + "]";
    }
  }
  return usage + arguments;
}

}  // namespace ciku
