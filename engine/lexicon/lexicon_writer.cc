#include "engine/lexicon/lexicon_writer.h"

#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

namespace ciku {
namespace {

// Returns a value as text: counts as whole numbers, others with six decimals and never as -0.
// Returns `none` if there is no value.
std::string ValueText(const Statistic& statistic, const WordStatistics& of, const char* none) {
  const std::optional<double> value = statistic.value(of);
  if (!value) return none;
  if (statistic.is_count) return fmt::format("{}", static_cast<uint64_t>(*value));
  const std::string text = fmt::format("{:.6f}", *value);
  return text == "-0.000000" ? text.substr(1) : text;
}

}  // namespace

bool HoldsStatistics(LexiconFormat format) {
  return format == LexiconFormat::kTsv || format == LexiconFormat::kJsonLines;
}

void AppendStatisticsHeader(LexiconFormat format, std::string* out) {
  if (format != LexiconFormat::kTsv) return;
  out->append("word\tcount");
  for (const Statistic& statistic : AllStatistics()) {
    if (statistic.is_written) out->append("\t").append(statistic.column());
  }
  out->push_back('\n');
}

void AppendLexiconLine(LexiconFormat format, std::string_view word, uint64_t count,
                       const WordStatistics& statistics, std::string* out) {
  const auto line = std::back_inserter(*out);
  const bool tsv = format == LexiconFormat::kTsv;
  if (tsv) {
    fmt::format_to(line, "{}\t{}", word, count);
  } else {
    fmt::format_to(line, "{{\"word\":{},\"count\":{}", nlohmann::json(word).dump(), count);
  }
  for (const Statistic& statistic : AllStatistics()) {
    if (!statistic.is_written) continue;
    if (tsv) {
      fmt::format_to(line, "\t{}", ValueText(statistic, statistics, ""));
    } else {
      fmt::format_to(line, ",\"{}\":{}", statistic.column(),
                     ValueText(statistic, statistics, "null"));
    }
  }
  out->append(tsv ? "\n" : "}\n");
}

}  // namespace ciku
