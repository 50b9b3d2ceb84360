#include "engine/commands/manual/manual_page.h"

#include <fmt/format.h>

#include <cctype>
#include <sstream>
#include <string_view>
#include <vector>

#include "engine/commands/help/help.h"
#include "engine/commands/help/option_groups.h"

namespace ciku {
namespace {

// What all pages have after their options; {} is for what some of them have.
constexpr char kEnd[] = R"(# EXIT STATUS

**0**
: The result is complete.

**1**
: The run failed; the message says why. There is no result, unless the message says so.

**2**
: The command line is wrong. Nothing was done.

{}**130**, **143** and others above 128
: A signal ended the run: 128 and the number of the signal.

# ENVIRONMENT

**TMPDIR**
: The folder for temporary files, if --temp-dir names no other.

**NO_COLOR**
: If it is set and not empty, nothing is coloured, unless --color always is given.

# SEE ALSO

)";

// Of commands whose work can go on elsewhere.
constexpr char kInterruptedStatus[] = R"(**75**
: SIGTERM has interrupted a task, which has kept what it has done. Started again, it goes on.

)";

// Escapes what has a meaning in Markdown.
std::string Plain(std::string_view text) {
  static constexpr std::string_view kSigns = "\\`*_[]<>#|~^";
  std::string plain;
  for (const char c : text) {
    if (kSigns.find(c) != kSigns.npos) plain += '\\';
    plain += c;
  }
  return plain;
}

// "Find the words" as in "ciku-mine - find the words".
std::string InLowerCase(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

std::string PageName(const CLI::App& command) {
  const CLI::App* const parent = command.get_parent();
  return parent == nullptr ? command.get_name() : parent->get_name() + "-" + command.get_name();
}

std::string Term(const CLI::Option& option) {
  if (!option.nonpositional()) return "*" + Plain(LongName(option)) + "*";
  std::vector<std::string> names;
  for (const std::string& name : NamesOf(option)) names.push_back("**" + Plain(name) + "**");
  const std::string type = TypeOf(option);
  return fmt::format("{}{}", fmt::join(names, ", "), type.empty() ? "" : " *" + Plain(type) + "*");
}

std::string Definition(const CLI::Option& option) {
  std::string text = option.get_description();
  if (!option.get_default_str().empty()) text += " (default: " + option.get_default_str() + ")";
  return fmt::format("{}\n: {}.\n\n", Term(option), Plain(text));
}

std::string Options(const CLI::App& command) {
  std::string out = "# OPTIONS\n\n";
  for (const OptionGroup& group : GroupedOptions(command)) {
    out += "## " + group.title + "\n\n";
    for (const CLI::Option* const option : group.options) out += Definition(*option);
  }
  return out;
}

std::string Commands(const CLI::App& program) {
  std::string out = "# COMMANDS\n\n";
  for (const CommandGroup& group : GroupedCommands(program)) {
    out += "## " + group.title + "\n\n";
    for (const CLI::App* const command : group.commands) {
      out += fmt::format("**{}**(1)\n: {}.\n\n", PageName(*command),
                         Plain(command->get_description()));
    }
  }
  return out;
}

// The footer of the help has paragraphs of text, and examples: lines that are indented, with a line
// above them that says what they are for.
std::string Examples(const CLI::App& command) {
  std::string out = "# EXAMPLES\n\n";
  bool code = false;
  std::istringstream lines(command.get_footer());
  for (std::string line; std::getline(lines, line);) {
    const bool indented = line.starts_with(' ');
    if (indented != code) out += indented ? "\n```\n" : "```\n\n";
    code = indented;
    out += (indented ? line.substr(2) : Plain(line)) + "\n";
  }
  return out + (code ? "```\n\n" : "\n");
}

std::string SeeAlso(const CLI::App& command) {
  const CLI::App& program = command.get_parent() == nullptr ? command : *command.get_parent();
  std::string out;
  for (const CommandGroup& group : GroupedCommands(program)) {
    for (const CLI::App* const other : group.commands) {
      if (other != &command) out += fmt::format("**{}**(1), ", PageName(*other));
    }
  }
  if (&program != &command) out += "**ciku**(1), ";
  return out +
         "**ciku-formats**(5), **ciku-methods**(7), **ciku-limits**(7), **ciku-clusters**(7)\n";
}

}  // namespace

std::string ManualPage(const CLI::App& command) {
  std::string page = fmt::format("# NAME\n\n{} - {}\n\n", PageName(command),
                                 InLowerCase(Plain(command.get_description())));
  page += fmt::format("# SYNOPSIS\n\n**{}**\n\n", Plain(UsageOf(command)));
  if (command.get_parent() == nullptr) page += Commands(command);
  return page + Options(command) + Examples(command) +
         fmt::format(kEnd, PageName(command) == "ciku-cluster-run" ? kInterruptedStatus : "") +
         SeeAlso(command);
}

}  // namespace ciku
