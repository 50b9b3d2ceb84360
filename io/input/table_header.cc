#include "io/input/table_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "io/error.h"
#include "io/records/columns.h"
#include "io/records/copy_text.h"
#include "io/records/csv.h"

namespace ciku {
namespace {

// The first record may have this many bytes.
constexpr size_t kLongestHeader = size_t{1} << 20;

// The first record of a table.
struct FirstRecord {
  std::vector<std::string> fields;
  uint64_t size = 0;  // with a byte-order mark before it
};

FirstRecord ReadFirst(const InputFile& input, const std::function<std::string(size_t)>& read_head,
                      char delimiter) {
  const bool copy = input.format == InputFormat::kCopy;
  std::string_view text;
  std::string head;
  uint64_t mark = 0;
  std::optional<size_t> end;
  for (size_t size = 4096; !end; size *= 16) {
    head = read_head(size);
    text = head;
    mark = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    text.remove_prefix(mark);
    end = copy ? FirstCopyRecord(text) : FirstCsvRecord(text, delimiter);
    if (end) break;
    if (head.size() < size) end = text.size();  // the record that ends the file
    if (!end && size >= kLongestHeader) {
      throw InputError(fmt::format("{}: its first record is longer than {} bytes; is it a table?",
                                   Printable(input.path), kLongestHeader));
    }
  }
  return {copy ? CopyFields(text, delimiter) : CsvFields(text, delimiter), mark + *end};
}

bool IsNumber(const std::string& column) {
  return !column.empty() && column.find_first_not_of("0123456789") == column.npos;
}

// Lists names for a message.
std::string Listed(const std::vector<std::string>& fields) {
  constexpr size_t kMost = 20;
  std::string list;
  for (size_t i = 0; i < fields.size() && i < kMost; ++i) {
    list += fmt::format("{}{} {}", i == 0 ? "" : ", ", i + 1, Printable(fields[i].substr(0, 40)));
  }
  return list + (fields.size() > kMost ? ", ..." : "");
}

size_t NumberOf(const std::string& column, const FirstRecord& first, const InputFile& input) {
  if (IsNumber(column)) {
    size_t number = 0;
    std::from_chars(column.data(), column.data() + column.size(), number);
    if (number >= 1 && number <= first.fields.size()) return number - 1;
  } else {
    const auto found = std::find(first.fields.begin(), first.fields.end(), column);
    if (std::count(found, first.fields.end(), column) > 1) {
      throw InputError(fmt::format("{}: has several columns {}; name it by its number",
                                   Printable(input.path), Printable(column)));
    }
    if (found != first.fields.end()) return static_cast<size_t>(found - first.fields.begin());
  }
  throw InputError(fmt::format("{}: has no column {}; its first record has {}",
                               Printable(input.path), Printable(column), Listed(first.fields)));
}

char DelimiterOf(const InputOptions& options, InputFormat format) {
  if (options.delimiter) return *options.delimiter;
  return format == InputFormat::kCsv ? ',' : '\t';
}

}  // namespace

void ChooseColumns(const InputOptions& options, const std::function<std::string(size_t)>& head,
                   InputFile* input) {
  if (input->format != InputFormat::kCsv && input->format != InputFormat::kTsv &&
      input->format != InputFormat::kCopy) {
    return;
  }
  ColumnChoice choice{.delimiter = DelimiterOf(options, input->format), .columns = {}, .width = 0};
  const FirstRecord first = ReadFirst(*input, head, choice.delimiter);
  if (options.columns.empty() && first.fields.empty()) {
    input->format = InputFormat::kLines;  // nothing but blank lines
    return;
  }
  if (options.columns.empty()) {
    throw InputError(fmt::format(
        "{}: is a table; name the column that holds text: --column NAME, or --column N if there "
        "are no names (its first record has {}). To read it as lines of text, pass --input-format "
        "lines",
        Printable(input->path), Listed(first.fields)));
  }
  const bool names = std::any_of(options.columns.begin(), options.columns.end(),
                                 [](const std::string& column) { return !IsNumber(column); });
  if (first.fields.empty()) {  // an empty table
    choice.columns = {0};
    choice.width = 1;
  } else {
    for (const std::string& column : options.columns) {
      choice.columns.push_back(NumberOf(column, first, *input));
    }
    choice.width = first.fields.size();
    input->header_bytes = names || options.header ? first.size : 0;
  }
  input->columns = std::make_shared<const ColumnChoice>(std::move(choice));
}

}  // namespace ciku
