#include "engine/lexicon/lexicon_writer.h"

#include <fmt/core.h>

#include <cmath>
#include <optional>

#include "io/lexicon_file.h"

namespace ciku {
namespace {

// Returns a value as text: counts as whole numbers, others with six decimals and never as -0.
// Returns `none` if there is no value, or none that is finite.
std::string ValueText(const Statistic& statistic, const WordStatistics& of, const char* none) {
  const std::optional<double> value = statistic.value(of);
  if (!value || !std::isfinite(*value)) return none;
  if (statistic.is_count) return fmt::format("{}", static_cast<uint64_t>(*value));
  const std::string text = fmt::format("{:.6f}", *value);
  return text == "-0.000000" ? text.substr(1) : text;
}

bool IsWritten(const Statistic& statistic, bool divided) {
  return !statistic.column.empty() && (divided || !statistic.of_division);
}

}  // namespace

bool HoldsStatistics(LexiconFormat format) {
  return format == LexiconFormat::kTsv || format == LexiconFormat::kJsonLines;
}

void AppendStatisticsHeader(LexiconFormat format, bool divided, std::string* out) {
  if (format != LexiconFormat::kTsv) return;
  out->append("word\tcount");
  for (const Statistic& statistic : AllStatistics()) {
    if (IsWritten(statistic, divided)) out->append("\t").append(statistic.column);
  }
  out->push_back('\n');
}

void AppendLexiconLine(LexiconFormat format, std::string_view word, uint64_t count,
                       const WordStatistics& statistics, bool divided, std::string* out) {
  // The line without statistics, as far as its end.
  const bool tsv = format == LexiconFormat::kTsv;
  const std::string_view end = tsv ? "\n" : "}\n";
  AppendLexiconLine(format, word, count, out);
  out->resize(out->size() - end.size());
  for (const Statistic& statistic : AllStatistics()) {
    if (!IsWritten(statistic, divided)) continue;
    if (tsv) {
      out->append("\t").append(ValueText(statistic, statistics, ""));
    } else {
      out->append(",\"").append(statistic.column).append("\":");
      out->append(ValueText(statistic, statistics, "null"));
    }
  }
  out->append(end);
}

}  // namespace ciku
