#include "io/records/columns.h"

#include <fmt/core.h>

#include <algorithm>

#include "io/error.h"

namespace ciku {

ColumnTaker::ColumnTaker(const Text& records, const ColumnChoice& choice,
                         const std::optional<std::string>& join, bool skip_bad,
                         const TakeText& take, Decode decode)
    : records_(records),
      choice_(choice),
      join_(join),
      skip_bad_(skip_bad),
      take_(take),
      decode_(decode),
      chosen_(choice.columns.size()) {
  for (const size_t column : choice.columns) ascending_.push_back({column, ascending_.size()});
  std::ranges::sort(ascending_, {}, &Column::number);
  StartRecord();
}

void ColumnTaker::EndRecord(size_t offset) {
  if (fields_ != choice_.width) {
    const std::string problem =
        skip_bad_ ? ""
                  : fmt::format("this record has {} field{}, and the first one has {}", fields_,
                                fields_ == 1 ? "" : "s", choice_.width);
    return EndBadRecord(offset, problem);
  }
  if (join_ && chosen_.size() > 1) {
    TakeJoined(offset);
  } else {
    counts_.records += chosen_.size();
    for (const std::string_view field : chosen_) take_(decode_(field, &buffer_), offset);
  }
  StartRecord();
}

void ColumnTaker::EndBadRecord(size_t offset, std::string_view problem) {
  if (!skip_bad_) {
    throw InputError(
        fmt::format("{}: {}; mend it, or pass --skip-bad-records to leave such records out",
                    records_.origin.Describe(offset), problem));
  }
  ++counts_.bad;
  StartRecord();
}

void ColumnTaker::Keep(std::string_view field) {
  // A column may be chosen more than once.
  for (; kept_ < ascending_.size() && ascending_[kept_].number == fields_; ++kept_) {
    chosen_[ascending_[kept_].place] = field;
  }
  next_column_ = kept_ < ascending_.size() ? ascending_[kept_].number : choice_.width;
}

void ColumnTaker::StartRecord() {
  fields_ = 0;
  kept_ = 0;
  next_column_ = ascending_.front().number;
}

void ColumnTaker::TakeJoined(size_t offset) {
  joined_.clear();
  for (size_t i = 0; i < chosen_.size(); ++i) {
    if (i > 0) joined_ += *join_;
    joined_ += decode_(chosen_[i], &buffer_);
  }
  ++counts_.records;
  take_(joined_, offset);
}

}  // namespace ciku
