#include "io/lexicons/csv_line.h"

#include "io/blanks.h"

namespace ciku {
namespace {

// Moves the text in quotes with which *line begins to *field. Returns false if no quote ends it.
bool TakeQuoted(std::string_view* line, std::string* field) {
  line->remove_prefix(1);
  for (;;) {
    const size_t quote = line->find('"');
    if (quote == line->npos) return false;
    field->append(line->substr(0, quote));
    line->remove_prefix(quote + 1);
    if (!line->starts_with('"')) return true;
    field->push_back('"');
    line->remove_prefix(1);
  }
}

}  // namespace

std::optional<std::vector<std::string>> SplitCsvLine(std::string_view line) {
  std::vector<std::string> fields;
  for (;;) {
    fields.emplace_back();
    std::string_view before = line.substr(0, line.find_first_of(",\""));
    if (Trimmed(before).empty() && line.substr(before.size()).starts_with('"')) {
      line.remove_prefix(before.size());
      if (!TakeQuoted(&line, &fields.back())) return std::nullopt;
      before = line.substr(0, line.find(','));
      if (!Trimmed(before).empty()) return std::nullopt;
    } else {
      fields.back() = Trimmed(before);
    }
    line.remove_prefix(before.size());
    if (line.empty()) return fields;
    if (line.front() == '"') return std::nullopt;
    line.remove_prefix(1);
  }
}

void AppendCsvField(std::string_view field, std::string* out) {
  if (field.find_first_of(",\"\r\n") == field.npos && Trimmed(field).size() == field.size()) {
    out->append(field);
    return;
  }
  out->push_back('"');
  for (const char c : field) {
    if (c == '"') out->push_back('"');
    out->push_back(c);
  }
  out->push_back('"');
}

std::string CsvLine(const std::vector<std::string>& fields) {
  std::string line;
  for (const std::string& field : fields) {
    if (&field != fields.data()) line += ',';
    AppendCsvField(field, &line);
  }
  return line + '\n';
}

}  // namespace ciku
