#include <fmt/format.h>

#include "engine/commands/help/completion_parts.h"
#include "engine/commands/help/option_groups.h"

namespace ciku {
namespace {

// Takes the names of the commands, the options of the program itself, a case for each command, and
// the values of --color.
// The words around an equals sign are words of their own to bash.
constexpr char kBashScript[] = R"(# Completes the command lines of ciku in bash.
_ciku() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} option=${{COMP_WORDS[COMP_CWORD-1]}}
  local kind='' options='' argument=''
  COMPREPLY=()
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $option == '=' ]]; then
    option=${{COMP_WORDS[COMP_CWORD-2]}}
  fi
  # The command follows the options of the program itself.
  local command=1
  while ((command < COMP_CWORD)) && [[ ${{COMP_WORDS[command]}} == -* ]]; do
    if [[ ${{COMP_WORDS[command]}} == --color ]]; then
      ((command += 1))
      [[ ${{COMP_WORDS[command]}} == '=' ]] && ((command += 1))
    fi
    ((command += 1))
  done
  if ((COMP_CWORD <= command)); then
    if [[ $option == --color ]]; then
      options='{3}'
    else
      options='{0}help {1}'
    fi
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
    return
  fi
  local name=${{COMP_WORDS[command]}}
  if [[ $name == cluster ]] && ((COMP_CWORD > command + 1)); then
    name=cluster-${{COMP_WORDS[command+1]}}
  fi
  case $name in
    help)
      argument='{0}'
      ;;
{2}  esac
  if [[ -z $kind ]]; then
    if [[ $current == -* ]]; then
      kind=$options
    else
      kind=$argument
    fi
  fi
  case $kind in
    files)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      ;;
    folders)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -d -- "$current")
      ;;
    none) ;;
    *) mapfile -t COMPREPLY < <(compgen -W "$kind" -- "$current") ;;
  esac
}}
complete -F _ciku ciku
)";

// For bash: what follows each option that takes a value, and what stands for itself.
std::string BashCommand(const CLI::App& command) {
  std::vector<std::string> names;
  std::string values;
  std::string argument = "files";
  for (const CLI::Option* const option : OptionsOf(command)) {
    std::string completed = "none";
    if (TakenBy(*option) == Takes::kFiles) completed = "files";
    if (TakenBy(*option) == Takes::kFolders) completed = "folders";
    if (TakenBy(*option) == Takes::kNames) {
      completed = fmt::format("{}", fmt::join(ValuesOf(*option), " "));
    }
    if (!option->nonpositional()) {
      argument = completed;
      continue;
    }
    for (const std::string& name : NamesOf(*option)) names.push_back(name);
    if (TakenBy(*option) == Takes::kNothing) continue;
    values += fmt::format("        {}) kind={} ;;\n", fmt::join(NamesOf(*option), "|"),
                          Quoted(completed));
  }
  return fmt::format(
      "    {})\n"
      "      options={}\n"
      "      argument={}\n"
      "      case $option in\n"
      "{}"
      "      esac\n"
      "      ;;\n",
      command.get_name(), Quoted(fmt::format("{}", fmt::join(names, " "))), Quoted(argument),
      values);
}

}  // namespace

std::string BashCompletion(const CLI::App& program) {
  std::string names;
  std::string cases;
  for (const CLI::App* const command : CommandsOf(program)) {
    if (IsOneWord(*command)) names += command->get_name() + " ";
    cases += BashCommand(*command);
  }
  std::string own;
  for (const CLI::Option* const option : OptionsOf(program)) {
    own += fmt::format("{} ", fmt::join(NamesOf(*option), " "));
  }
  const CLI::Option* const color = program.get_option("--color");
  return fmt::format(kBashScript, names, own, cases, fmt::join(ValuesOf(*color), " "));
}

}  // namespace ciku
