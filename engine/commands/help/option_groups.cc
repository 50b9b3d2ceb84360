#include "engine/commands/help/option_groups.h"

#include <algorithm>
#include <iterator>

namespace ciku {
namespace {

// The title of a group, and the names of its members, separated by spaces.
struct Titled {
  const char* title;
  const char* names;
};

constexpr Titled kOptionTable[] = {
    {"Input",
     "COMMAND SENTENCE WORD INPUT COUNTS LEXICON PREDICTED SHELL A B RUN STEP SBATCH-OPTION "
     "--input "
     "--field "
     "--column "
     "--input-format --encoding --files-from --null --include --exclude-files --part "
     "--join-fields --delimiter --skip-header --sqlite --query --tokenized "
     "--skip-bad-records --skip-too-long --strict --allow-binary --counts --joints --from-pieces "
     "--bin --gold --words --training-words --complete --all"},
    {"Lexicon", "--lexicon --user-words --templates"},
    {"Method",
     "--method --dictionary --only-new --order --seed-count --seed-entropy --min-gain "
     "--rounds --passes --min-pmi --min-proba --smoothing --thresholds --window --weight "
     "--null-score"},
    {"Which words",
     "--min-count --min-length --max-length --top --sort --exclude --stop-words "
     "--size-a --size-b --no-digits --no-latin --units-listed --add-counts --min-score "
     "--min-documents "
     "--min-stretches --min-entropy --min-variety --min-cohesion --min-words --no-trivial"},
    {"Output",
     "--output --format --width --sample --stats --columns --header --no-header --bom --separator "
     "--keep-fields --pieces --dump --frame-size --shard-size --level"},
    {"Text and lexicons",
     "--rules --alphabet --script --no-joining --normalize --lower --lexicon-format"},
    {"Resources", "--parts --merge-tasks --at-once --threads --memory --temp-dir"},
    {"Recovery", "--work-dir --resume-dir --restart --keep --checkpoint-interval"},
    {"Messages", "--json --watch --dry-run --quiet --report --color -h --help --version"},
};

constexpr Titled kCommandTable[] = {
    {"Finding words", "mine pack count merge weigh words"},
    {"Using words", "tokenize templates parse"},
    {"Looking at words", "kwic explain lexicon compare evaluate"},
    {"On a cluster",
     "cluster cluster-plan cluster-submit cluster-status cluster-run cluster-finish"},
    {"Other", "completion"},
};

// Divides things by a table of their names. Those that it does not know get the title `others`.
template <typename Group, typename Thing, size_t kSize>
std::vector<Group> GroupBy(const Titled (&table)[kSize], const char* others,
                           std::vector<const Thing*> things, std::string (*name_of)(const Thing&)) {
  std::vector<Group> groups;
  for (const Titled& titled : table) {
    std::vector<const Thing*> members;
    for (const std::string& name : CLI::detail::split(titled.names, ' ')) {
      const auto found = std::find_if(things.begin(), things.end(),
                                      [&](const Thing* thing) { return name_of(*thing) == name; });
      if (found == things.end()) continue;
      members.push_back(*found);
      things.erase(found);
    }
    if (!members.empty()) groups.push_back({titled.title, std::move(members)});
  }
  if (!things.empty()) groups.push_back({others, std::move(things)});
  return groups;
}

}  // namespace

std::vector<OptionGroup> GroupedOptions(const CLI::App& command) {
  return GroupBy<OptionGroup, CLI::Option>(kOptionTable, "Other", command.get_options(), &LongName);
}

std::vector<CommandGroup> GroupedCommands(const CLI::App& program) {
  return GroupBy<CommandGroup, CLI::App>(
      kCommandTable, "Other commands",
      program.get_subcommands([](const CLI::App*) { return true; }),
      [](const CLI::App& command) { return command.get_name(); });
}

std::string CommandName(const CLI::App& command) { return CommandName(command.get_name()); }

std::string CommandName(const std::string& name) {
  constexpr std::string_view kGroup = "cluster-";
  return name.starts_with(kGroup) ? "cluster " + name.substr(kGroup.size()) : name;
}

std::string LongName(const CLI::Option& option) {
  if (!option.nonpositional()) return option.get_name(true);
  return option.get_lnames().empty() ? "-" + option.get_snames().front()
                                     : "--" + option.get_lnames().front();
}

std::vector<std::string> NamesOf(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  return names;
}

// CLI11 writes the type and the values of an option as "NAME:a,b".

std::string TypeOf(const CLI::Option& option) {
  if (!option.nonpositional() || option.get_items_expected_max() == 0) return "";
  const std::string type = option.get_type_name();
  return type.substr(0, type.find(':'));
}

std::vector<std::string> ValuesOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const size_t colon = type.find(':');
  if (colon == type.npos) return {};
  return CLI::detail::split(type.substr(colon + 1), ',');
}

}  // namespace ciku
