#include "io/records/copy_text.h"

#include <algorithm>
#include <charconv>

namespace ciku {
namespace {

constexpr std::string_view kNull = "\\N";
constexpr std::string_view kEndOfTable = "\\.";

// Returns true if `text` ends with an odd number of backslashes, so that its last one takes the
// byte behind it into a field. `escaped` says that its first byte is itself taken so.
bool EscapesNext(std::string_view text, bool escaped = false) {
  const size_t last = text.find_last_not_of('\\');
  const size_t backslashes = text.size() - 1 - last;  // npos, the place before the first, is -1
  return (backslashes + (last == text.npos && escaped ? 1 : 0)) % 2 != 0;
}

// Returns the place of the first `byte` in `text` that no backslash takes into a field, or npos.
size_t FindUnescaped(std::string_view text, char byte, bool escaped = false) {
  size_t at = text.find(byte);
  while (at != text.npos && EscapesNext(text.substr(0, at), escaped)) at = text.find(byte, at + 1);
  return at;
}

// Goes through the records of a text, blank lines and marks of an end included.
class CopyWalk {
 public:
  explicit CopyWalk(std::string_view text) : text_(text) {}

  // Goes to the next record; returns false if there is none.
  bool Next() {
    begin_ = next_;
    if (begin_ == text_.size()) return false;
    record_ = text_.substr(begin_);
    record_ = record_.substr(0, FindUnescaped(record_, '\n'));
    next_ = std::min(begin_ + record_.size() + 1, text_.size());
    if (record_.ends_with('\r') && !EscapesNext(record_.substr(0, record_.size() - 1))) {
      record_.remove_suffix(1);
    }
    return true;
  }

  // Goes to the next record that is neither blank nor a mark of an end.
  bool NextFilled() {
    while (Next()) {
      if (!record_.empty() && record_ != kEndOfTable) return true;
    }
    return false;
  }

  size_t begin() const { return begin_; }
  std::string_view record() const { return record_; }

 private:
  const std::string_view text_;
  size_t begin_ = 0;
  size_t next_ = 0;
  std::string_view record_;  // without its line end
};

// Calls field(bytes) with each field of a record, as it is in the file.
template <typename TakeField>
void ForEachField(std::string_view record, char delimiter, const TakeField& field) {
  for (;;) {
    const size_t size = FindUnescaped(record, delimiter);
    field(record.substr(0, size));
    if (size == record.npos) return;
    record.remove_prefix(size + 1);
  }
}

// Removes digits from the start of `text`, `most` at most, and appends the byte of this value.
// Returns false if there are none.
bool TakeByte(int base, size_t most, std::string_view* text, std::string* out) {
  const std::string_view digits = text->substr(0, most);
  unsigned value = 0;
  const auto end = std::from_chars(digits.begin(), digits.end(), value, base).ptr;
  if (end == digits.begin()) return false;
  text->remove_prefix(static_cast<size_t>(end - digits.begin()));
  out->push_back(static_cast<char>(value));
  return true;
}

// Removes what a backslash refers to from the start of `text`, and appends what it stands for.
void TakeEscaped(std::string_view* text, std::string* out) {
  static constexpr std::string_view kLetters = "bfnrtv";
  static constexpr std::string_view kControls = "\b\f\n\r\t\v";
  if (TakeByte(8, 3, text, out)) return;
  if (text->empty()) return out->push_back('\\');
  const char byte = text->front();
  text->remove_prefix(1);
  if (byte == 'x' && TakeByte(16, 2, text, out)) return;
  const size_t letter = kLetters.find(byte);
  out->push_back(letter == kLetters.npos ? byte : kControls[letter]);
}

std::string_view DecodeCopyField(std::string_view field, std::string* buffer) {
  if (field == kNull) return {};
  size_t backslash = field.find('\\');
  if (backslash == field.npos) return field;
  buffer->clear();
  for (; backslash != field.npos; backslash = field.find('\\')) {
    buffer->append(field.substr(0, backslash));
    field.remove_prefix(backslash + 1);
    TakeEscaped(&field, buffer);
  }
  buffer->append(field);
  return *buffer;
}

}  // namespace

FoundEnds CopyFinder::Find(std::string_view text) {
  FoundEnds ends;
  const size_t first = FindUnescaped(text, '\n', escapes_next_);
  if (first != text.npos) {
    ends.first = first + 1;
    ends.last = text.rfind('\n') + 1;
    while (EscapesNext(text.substr(0, ends.last - 1), escapes_next_)) {
      ends.last = text.rfind('\n', ends.last - 2) + 1;
    }
  }
  escapes_next_ = EscapesNext(text, escapes_next_);
  return ends;
}

RecordCounts ParseCopy(const Text& records, const ColumnChoice& columns,
                       const std::optional<std::string>& join, bool skip_bad,
                       const TakeText& take) {
  ColumnTaker taker(records, columns, join, skip_bad, take, DecodeCopyField);
  CopyWalk walk(records.bytes);
  while (walk.Next()) {
    if (walk.record() == kEndOfTable) continue;
    if (walk.record().empty() && columns.width != 1) continue;
    ForEachField(walk.record(), columns.delimiter,
                 [&](std::string_view field) { taker.AddField(field); });
    taker.EndRecord(walk.begin());
  }
  return taker.counts();
}

std::optional<size_t> FirstCopyRecord(std::string_view start) {
  CopyWalk walk(start);
  if (!walk.NextFilled()) return std::nullopt;
  const FoundEnds ends = CopyFinder().Find(start.substr(walk.begin()));
  if (ends.first == 0) return std::nullopt;
  return walk.begin() + ends.first;
}

std::vector<std::string> CopyFields(std::string_view text, char delimiter) {
  std::vector<std::string> fields;
  std::string buffer;
  CopyWalk walk(text);
  if (!walk.NextFilled()) return fields;
  ForEachField(walk.record(), delimiter, [&](std::string_view field) {
    fields.emplace_back(DecodeCopyField(field, &buffer));
  });
  return fields;
}

}  // namespace ciku
