#include "engine/commands/report/option_values.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>

#include "engine/commands/help/option_groups.h"

namespace ciku {
namespace {

// What variables for limits hold if there is none.
constexpr uint64_t kUnbounded = std::numeric_limits<uint64_t>::max();

std::string OptionKey(const CLI::Option& option) {
  std::string key = LongName(option);
  if (!option.nonpositional()) return key;
  key.erase(0, key.find_first_not_of('-'));
  std::replace(key.begin(), key.end(), '-', '_');
  return key;
}

bool HasValidatorNamed(CLI::Option* option, const char* name) {
  try {
    return option->get_validator(name) != nullptr;
  } catch (const CLI::OptionNotFound&) {
    return false;
  }
}

// Returns one value of an option, whose text the option's validators have accepted.
Json OneValue(CLI::Option* option, const std::string& text) {
  if (HasValidatorNamed(option, kWholeNumbers)) {
    uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number == kUnbounded ? Json() : Json(number);
  }
  if (HasValidatorNamed(option, kNumbers)) {
    double number = 0;
    CLI::detail::lexical_cast(text, number);
    return number;
  }
  return text;
}

// Returns what the variable of an option holds that was not given, as text.
std::string UnsetValue(CLI::Option* option) {
  const std::string shown_in_help = option->get_default_str();
  option->default_str("");
  option->capture_default_str();
  std::string text = option->get_default_str();
  option->default_str(shown_in_help);
  return text;
}

Json ValueOrValues(CLI::Option* option) {
  if (option->get_items_expected_max() == 0) return !option->empty();
  const bool several = option->get_items_expected_max() > 1;
  if (option->empty()) {
    const std::string text = UnsetValue(option);
    if (several) return text == "[]" ? Json::array() : Json();
    return text.empty() ? Json() : OneValue(option, text);
  }
  if (!several) return OneValue(option, option->results().back());
  Json values = Json::array();
  for (const std::string& text : option->results()) values.push_back(OneValue(option, text));
  return values;
}

bool NamesFileRead(const CLI::Option& option) {
  static const std::vector<std::string> kTypes = {"FILE",   "INPUT",  "LEXICON",
                                                  "COUNTS", "JOINTS", "PIECES"};
  const std::string name = LongName(option);
  return name != "--output" && name != "--report" &&
         std::find(kTypes.begin(), kTypes.end(), option.get_type_name()) != kTypes.end();
}

}  // namespace

Json OptionValues(CLI::App* command) {
  Json values = Json::object();
  for (CLI::Option* const option : command->get_options()) {
    if (option == command->get_help_ptr() || option == command->get_help_all_ptr()) continue;
    values[OptionKey(*option)] = ValueOrValues(option);
  }
  return values;
}

std::vector<NamedFile> FilesRead(const CLI::App& command) {
  std::vector<NamedFile> files;
  for (const CLI::Option* const option : command.get_options()) {
    if (!NamesFileRead(*option)) continue;
    for (const std::string& path : option->results()) files.push_back({LongName(*option), path});
  }
  return files;
}

}  // namespace ciku
