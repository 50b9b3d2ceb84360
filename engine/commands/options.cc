#include "engine/commands/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "engine/commands/help/nearest.h"
#include "engine/commands/report/option_values.h"
#include "engine/commands/terminal/style.h"
#include "engine/text/alphabet.h"
#include "io/files/file.h"

namespace ciku {
namespace {

// Numbers up to here, or more, have no greatest value that a person needs to know.
constexpr uint64_t kUnlimited = uint64_t{1} << 62;

// Validators have no descriptions of their own, except those of names: the texts of the options say
// what they accept.

// Parses a whole number that consists of decimal digits only. Returns nothing if the text is not
// such a number or if it is too large. CLI11 would take -1 for the largest number and 010 for
// eight.
std::optional<uint64_t> ParseCount(std::string_view text) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Parses a number of bytes, or of units that are powers of 1024 bytes: 4096, 512M, 2G, 1GiB.
std::optional<uint64_t> ParseSize(std::string_view text) {
  const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::optional<uint64_t> number = ParseCount(text.substr(0, digits));
  std::string unit = CLI::detail::to_lower(std::string(text.substr(digits)));
  if (unit.ends_with("ib") && unit.size() == 3) unit.resize(1);
  if (unit.ends_with('b')) unit.pop_back();
  static constexpr std::string_view kUnits = "kmgtp";
  const size_t found = kUnits.find(unit);
  if (!number || unit.size() > 1 || found == kUnits.npos) return std::nullopt;
  const size_t power = unit.empty() ? 0 : found + 1;
  if (*number > std::numeric_limits<uint64_t>::max() >> (10 * power)) return std::nullopt;
  return *number << (10 * power);
}

// What may be given instead of a number that is too small or too large.
std::string RangeText(uint64_t least, uint64_t most) {
  return most >= kUnlimited ? fmt::format(", the least is {}", least)
                            : fmt::format("; {} to {} is possible", least, most);
}

// Checks a number and writes it in a form that CLI11 reads correctly.
CLI::Validator InRange(std::optional<uint64_t> (*parse)(std::string_view), uint64_t least,
                       uint64_t most, const char* kind) {
  return CLI::Validator(
      [=](std::string& text) {
        const std::optional<uint64_t> value = parse(text);
        if (!value) return fmt::format("'{}' is not {}", text, kind);
        if (*value < least) return fmt::format("{} is too small{}", text, RangeText(least, most));
        if (*value > most) return fmt::format("{} is too large{}", text, RangeText(least, most));
        text = fmt::format("{}", *value);
        return std::string();
      },
      "");
}

std::string NotEmpty(const std::string& path) { return path.empty() ? "no name given" : ""; }

// Takes one of these names in any case, and writes it as it is here.
CLI::Validator OneOf(const std::vector<std::string>& names) {
  return CLI::Validator(
      [=](std::string& text) {
        for (const std::string& name : names) {
          if (CLI::detail::to_lower(name) != CLI::detail::to_lower(text)) continue;
          text = name;
          return std::string();
        }
        return fmt::format("'{}' is none of {}{}", text, fmt::join(names, ", "),
                           DidYouMean(text, names));
      },
      CLI::detail::join(names, ","));
}

}  // namespace

CLI::Option* TakesSize(CLI::Option* option, uint64_t least, uint64_t most) {
  return option
      ->transform(InRange(&ParseSize, least, most, "a size such as 4096, 512M or 2G"),
                  kWholeNumbers)
      ->type_name("SIZE");
}

CLI::Option* TakesCount(CLI::Option* option, uint64_t least, uint64_t most) {
  return option
      ->transform(InRange(&ParseCount, least, most, "a whole number below 2^64"), kWholeNumbers)
      ->type_name("N");
}

std::optional<std::pair<uint64_t, uint64_t>> ParseShare(std::string_view text, uint64_t most) {
  uint64_t number = 0;
  uint64_t of = 0;
  const char* const end = text.data() + text.size();
  const auto [slash, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || slash == end || *slash != '/') return std::nullopt;
  const auto [rest, other_error] = std::from_chars(slash + 1, end, of);
  if (other_error != std::errc() || rest != end) return std::nullopt;
  if (number < 1 || number > of || of > most) return std::nullopt;
  return std::pair(number, of);
}

CLI::Option* TakesName(CLI::Option* option, const std::vector<std::string>& names) {
  return option->transform(OneOf(names))->type_name("NAME");
}

CLI::Option* AddWorkOptions(CLI::App* command, RunOptions* options) {
  CLI::Option* const work =
      command
          ->add_option("--work-dir", options->storage.work_directory,
                       "Folder that keeps finished work: run again, the same command goes on from "
                       "there, even after a crash. The folder replaces --temp-dir and is removed "
                       "when the result is complete")
          ->type_name("DIR")
          ->check(&NotEmpty);
  command
      ->add_flag("--restart", options->storage.restart,
                 "Forgets the work that the folder keeps and begins anew")
      ->needs(work);
  command->add_flag("--keep", options->storage.keep, "Leaves the work folder as it is at the end")
      ->needs(work);
  AddCheckpointOption(command, &options->storage.checkpoint_interval)->needs(work);
  return work;
}

CLI::Option* AddCheckpointOption(CLI::App* command, double* seconds) {
  return TakesNumber(command->add_option("--checkpoint-interval", *seconds,
                                         "Seconds of work that a crash may cost"),
                     0)
      ->capture_default_str()
      ->type_name("SECONDS");
}

void AddRunOptions(CLI::App* command, RunOptions* options) {
  AddInputOptions(command, &options->input);
  AddResourceOptions(command, &options->resources, &options->storage);
  AddWorkOptions(command, options);
  AddReportOptions(command, &options->quiet, &options->report);
}

void AddResourceOptions(CLI::App* command, Resources* resources, StorageOptions* storage) {
  TakesSize(command
                ->add_option("--memory", resources->memory,
                             "Memory to use, such as 512M or 2G; the program itself takes up to "
                             "64M more")
                ->default_str("half of what this process may use"),
            0);
  TakesCount(command->add_option("-j,--threads", resources->threads, "Threads to use")
                 ->default_str("all processors"),
             1, 1024);
  command->add_option("--temp-dir", storage->temp_directory, "Folder for temporary files")
      ->default_str("$TMPDIR or /tmp")
      ->default_function([] { return DefaultTempDirectory(); })
      ->type_name("DIR");
}

void AddReportOptions(CLI::App* command, bool* quiet, std::string* report) {
  command->add_flag("-q,--quiet", *quiet, "Shows no progress and no summary");
  AddReportOption(command, report);
}

void AddReportOption(CLI::App* command, std::string* report) {
  command
      ->add_option("--report", *report,
                   "Writes a report of the run to FILE, as JSON, also if the run fails: what was "
                   "run, on what, for how long, and what came of it; - for standard output")
      ->check(&NotEmpty)
      ->type_name("FILE");
}

void AddColorOption(CLI::App* command) {
  std::vector<std::string> names;
  for (const Named<ColorUse>& use : kColorUses) names.emplace_back(use.name);
  TakesName(
      command->add_option_function<std::string>(
          "--color", [](const std::string& name) { UseColors(*ValueNamed(kColorUses, name)); },
          "When to use colours; auto uses them on terminals, if NO_COLOR is not set"),
      names)
      ->default_function([] { return std::string(NameOf(kColorUses, ColorUse::kAuto)); })
      ->capture_default_str();
}

void AddAlphabetOption(CLI::App* command, Alphabet* alphabet) {
  AddNamedOption(
      command, "--alphabet", alphabet, kAlphabets,
      "Which characters are symbols: basic (U+4E00-U+9FA5 and ASCII letters and digits), han "
      "(all Han characters, ASCII letters and digits), letters (all letters, marks and numbers "
      "of Unicode) or any (everything but line ends)")
      ->default_str("basic");
}

void AddFoldingOptions(CLI::App* command, Folding* folding) {
  AddNamedOption(command, "--normalize", &folding->nfkc, kNormalForms,
                 "How text is normalised first: none, or nfkc, which turns full-width letters and "
                 "digits, half-width kana, ligatures, circled numbers and the like into common "
                 "characters and joins marks to their letters")
      ->default_str("none");
  command->add_flag("--lower", folding->lower,
                    "Turns each character into its lower case, after normalising");
}

void AddTextOptions(CLI::App* command, TextOptions* options) {
  AddAlphabetOption(command, &options->alphabet);
  AddFoldingOptions(command, &options->folding);
  AddNamedOption(command, "--rules", &options->rules, kRulesNames,
                 "Which tokens are fixed first: those of units (numbers, dates, Latin words, "
                 "punctuation; they separate runs), or none as with nlp-zero")
      ->default_str("units with --method unigram, nlp-zero with others");
  AddStrictOption(command, &options->strict);
}

void AddStrictOption(CLI::App* command, bool* strict) {
  command->add_flag("--strict", *strict, "Fails at invalid UTF-8 instead of counting it");
}

CLI::Option* TakesNumber(CLI::Option* option, double least, double most) {
  const auto check = [=](const std::string& text) {
    double value = 0;
    const bool number = CLI::detail::lexical_cast(text, value);
    if (!number || !std::isfinite(value)) return text + " is not a finite number";
    if (value < least) {
      const bool positive = least == std::numeric_limits<double>::min();
      return positive ? text + " is not above 0" : fmt::format("{} is less than {}", text, least);
    }
    return value > most ? fmt::format("{} is more than {}", text, most) : std::string();
  };
  return option->check(CLI::Validator(check, ""), kNumbers)->type_name("X");
}

void HideBrackets(CLI::App* program, std::vector<std::string>* arguments) {
  static constexpr char kHidden[] = "\x01";
  for (std::string& argument : *arguments) {
    if (argument.starts_with('[') || argument.starts_with(kHidden)) argument.insert(0, kHidden);
  }
  const auto show = [](std::string value) {
    return value.starts_with(kHidden) ? value.substr(1) : value;
  };
  for (CLI::App* const command : program->get_subcommands([](CLI::App*) { return true; })) {
    for (CLI::Option* const option : command->get_options()) option->transform(show, "");
  }
}

}  // namespace ciku
