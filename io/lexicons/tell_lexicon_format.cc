#include "io/lexicons/tell_lexicon_format.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

#include "io/blanks.h"
#include "io/error.h"
#include "io/lexicons/csv_line.h"
#include "io/lexicons/lexicon_line.h"
#include "io/lexicons/lexicon_name.h"
#include "io/lexicons/line_parts.h"
#include "io/lexicons/part_of_speech.h"
#include "io/lexicons/rime_header.h"

namespace ciku {
namespace {

// So many lines decide, unless they are nothing but words: then a later line may still have more.
constexpr uint64_t kDecisive = 10'000;

// Whether a word and a number are fields of the line. Commas inside of 1,000 and 2,4-D separate no
// fields.
bool HasCountAfterComma(std::string_view line) {
  if (line.find(',') == line.npos) return false;
  const std::string_view last = SplitAtBlanks(line).back();
  if (LooksLikeNumber(last) && last.find(',') != last.npos) return false;
  const auto fields = SplitCsvLine(line);
  if (!fields || fields->front().empty() || LooksLikeNumber(fields->front())) return false;
  return std::any_of(fields->begin(), fields->end(), LooksLikeNumber);
}

// Whether digits stand at the end, after a word and a sign that separates them.
bool HasCountAfterOtherSign(std::string_view line) {
  const size_t end = line.find_last_not_of("0123456789");
  if (end == line.npos || end + 1 == line.size()) return false;
  const std::string_view before = line.substr(0, end + 1);
  constexpr std::string_view kSigns[] = {";", ":", "=", "|", "/", "，", "；", "：", "、"};
  return std::any_of(std::begin(kSigns), std::end(kSigns), [&](std::string_view sign) {
    return before.ends_with(sign) && before.size() > sign.size();
  });
}

// Whether digits stand at the beginning, before a blank or a comma and a word that is no number.
bool HasCountFirst(std::string_view line) {
  const size_t end = line.find_first_not_of("0123456789");
  if (end == 0 || end == line.npos) return false;
  const std::string_view after = line.substr(end);
  const std::string_view word = Trimmed(after.starts_with(',') ? after.substr(1) : after);
  return word.size() < after.size() && !word.empty() && !LooksLikeNumber(word);
}

[[noreturn]] void RefuseAmbiguous(const std::string& place, const char* what) {
  throw InputError(fmt::format("{} {}; name the format with --lexicon-format", place, what));
}

// Lines of one kind: how many they are, and where the first is.
struct SeenLines {
  uint64_t lines = 0;
  std::string first_place;

  void Add(const LineReader& reader) {
    if (lines++ == 0) first_place = reader.Place();
  }
};

// Counts the lines that fit one format and not the others.
class LineVotes {
 public:
  // Takes a line without blanks at its ends, the last one of the reader.
  void Take(std::string_view line, const LineReader& reader) {
    ++lines_;
    if (line.starts_with('{') && Trimmed(line.substr(1)).starts_with('"')) {
      ++json_;
    } else if (line.find('\t') != line.npos) {
      ++tabs_;
      bool counted = false;
      if (AreWordAndTags(SplitAtTabs(line), &counted)) ++hanlp_by_tabs_;
    } else if (HasCountAfterComma(line)) {
      ++csv_;
    } else {
      if (HasCountAfterOtherSign(line)) other_sign_.Add(reader);
      if (HasCountFirst(line)) counts_first_.Add(reader);
      TakeParts(SplitAtBlanks(line), reader);
    }
  }

  bool AreDecisive() const {
    return lines_ >= kDecisive && json_ + tabs_ + csv_ + jieba_ + hanlp_ > 0;
  }

  // Returns the format, also by what the name of the file says. Throws InputError if nothing
  // decides.
  LexiconFormat Format(std::optional<LexiconFormat> by_name) const {
    if (2 * json_ > lines_ || by_name == LexiconFormat::kJsonLines) {
      return LexiconFormat::kJsonLines;
    }
    if (tabs_ > 0 && tabs_ >= jieba_ + hanlp_) {
      return 2 * hanlp_by_tabs_ > tabs_ ? LexiconFormat::kHanlp : LexiconFormat::kTsv;
    }
    const bool named_csv = by_name == LexiconFormat::kCsv;
    if (csv_ > 0 && (named_csv || csv_ >= jieba_ + hanlp_)) return LexiconFormat::kCsv;
    if (hanlp_ > 0 && hanlp_ >= jieba_) return LexiconFormat::kHanlp;
    if (jieba_ > 0) return LexiconFormat::kJieba;
    if (ambiguous_.lines > 0 && tagged_ > 0) return LexiconFormat::kHanlp;
    if (ambiguous_.lines > 0) {
      RefuseAmbiguous(ambiguous_.first_place, "is a phrase, or a word with a count and a tag");
    }
    if (2 * other_sign_.lines > lines_) {
      RefuseAmbiguous(other_sign_.first_place,
                      "seems to hold a count, but counts stand after a tab, a blank or a comma");
    }
    if (named_csv) return LexiconFormat::kCsv;
    if (2 * counts_first_.lines > lines_) {
      RefuseAmbiguous(
          counts_first_.first_place,
          "seems to begin with a count, as of `uniq -c`, but counts stand behind words");
    }
    return tagged_ > 0 && phrases_ == 0 ? LexiconFormat::kJieba : LexiconFormat::kWords;
  }

 private:
  // Takes the parts of a line between blanks. An English word before a tag may be the first of a
  // phrase: vitamin c 100.
  void TakeParts(const std::vector<std::string_view>& parts, const LineReader& reader) {
    if (parts.size() < 2) return;
    const std::string_view last = parts.back();
    bool counted = false;
    if (AreWordAndTags(parts, &counted)) {
      if (!IsAscii(parts[0])) ++(counted ? hanlp_ : tagged_);
      if (IsAscii(parts[0]) && counted) ambiguous_.Add(reader);
    } else if (LooksLikeNumber(last)) {
      ++jieba_;
    } else if (parts.size() > 2 && LooksLikeTag(last) && LooksLikeNumber(parts[parts.size() - 2])) {
      if (IsKnownTag(last)) {
        ++jieba_;
      } else {
        ambiguous_.Add(reader);
      }
    } else if (HasInnerCount(parts)) {
      ambiguous_.Add(reader);
    } else {
      ++phrases_;
    }
  }

  uint64_t lines_ = 0;
  uint64_t json_ = 0;
  uint64_t tabs_ = 0;
  uint64_t hanlp_by_tabs_ = 0;  // a word and tags between tabs
  uint64_t csv_ = 0;            // a number after a comma
  uint64_t jieba_ = 0;          // a number at the end, or before a tag at the end
  uint64_t hanlp_ = 0;          // a word and tags with numbers
  uint64_t tagged_ = 0;         // a word and tags without numbers
  uint64_t phrases_ = 0;        // several parts, and none of the above
  SeenLines ambiguous_;
  SeenLines other_sign_;    // a number after a sign that separates no columns
  SeenLines counts_first_;  // a number before a word
};

// Whether the file is JSON, but an array, or an object on several lines. Reads the first lines.
bool IsOtherJson(LineReader* lines) {
  std::string first;
  for (std::string_view line; first.empty() && lines->Next(&line);) first = Trimmed(line);
  if (!first.starts_with('[') && first != "{") return false;
  std::string next(Trimmed(std::string_view(first).substr(1)));
  for (std::string_view line; next.empty() && lines->Next(&line);) next = Trimmed(line);
  // A list of words may hold single brackets and quotes.
  const bool quoted = next.starts_with('"') && next.find('"', 1) != next.npos;
  return quoted || (first != "{" && (next == "{" || next.starts_with("{\"")));
}

// Returns the format if the first line is a header. A single column "word" is one if the name of
// the file says that it has columns.
std::optional<LexiconFormat> FormatByHeader(std::string_view line,
                                            std::optional<LexiconFormat> by_name) {
  if (ColumnsNamedBy(SplitAtTabs(line))) {
    if (line.find('\t') != line.npos) return LexiconFormat::kTsv;
    if (by_name == LexiconFormat::kTsv || by_name == LexiconFormat::kCsv) return by_name;
  }
  const auto fields = SplitCsvLine(line);
  if (fields && fields->size() > 1 && ColumnsNamedBy({fields->begin(), fields->end()})) {
    return LexiconFormat::kCsv;
  }
  return std::nullopt;
}

LexiconFormat ReadFormat(std::optional<LexiconFormat> by_name, LineReader* lines) {
  if (by_name == LexiconFormat::kRime || IsRimeHeader(lines)) return LexiconFormat::kRime;
  lines->Restart();
  if (IsOtherJson(lines)) {
    throw InputError(lines->Place() +
                     " is JSON, but no object on a line of its own, as lexicons have them");
  }
  lines->Restart();
  LineVotes votes;
  bool first = true;
  for (std::string_view line; !votes.AreDecisive() && lines->Next(&line);) {
    line = Trimmed(line);
    if (line.empty()) continue;
    const auto by_header = first ? FormatByHeader(line, by_name) : std::nullopt;
    if (by_header) return *by_header;
    first = false;
    votes.Take(line, *lines);
  }
  return votes.Format(by_name);
}

}  // namespace

LexiconFormat TellLexiconFormat(const std::string& path, LineReader* lines) {
  const LexiconFormat format = ReadFormat(LexiconFormatByName(path), lines);
  lines->Restart();
  return format;
}

}  // namespace ciku
