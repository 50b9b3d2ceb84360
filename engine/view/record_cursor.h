// Tells which record of a text holds a byte.
#ifndef CIKU_ENGINE_VIEW_RECORD_CURSOR_H_
#define CIKU_ENGINE_VIEW_RECORD_CURSOR_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/sweep/records.h"
#include "io/text.h"

namespace ciku {

// Goes through the records of a text from the first to the last. Not safe for use by two threads at
// once.
class RecordCursor {
 public:
  // `bytes` are those of the text, or what they became when they were folded. Both must outlive the
  // cursor.
  RecordCursor(const Text& text, std::string_view bytes) : text_(text), bytes_(bytes) { FindEnd(); }

  // Goes to the record that holds a byte: the current one, or a later one.
  void GoTo(size_t at) {
    while (at > end_) {
      begin_ = end_ + 1;
      ++number_;
      FindEnd();
    }
  }

  // The record without its line end, where it begins, and how many records come before it in the
  // text. A part of a long record counts as a record.
  std::string_view record() const {
    const std::string_view text = bytes_.substr(begin_, end_ - begin_);
    return text_.parsed == nullptr ? WithoutLineEnd(text) : text;
  }
  size_t begin() const { return begin_; }
  uint64_t number() const { return number_; }

 private:
  // The end of the record that begins at begin_: its line end, or the last byte of the text.
  void FindEnd() {
    end_ = begin_;
    for (;; ++end_) {
      end_ = std::min(bytes_.find('\n', end_), bytes_.size());
      if (end_ == bytes_.size() || text_.parsed == nullptr) return;
      if (text_.parsed->ends[number_] == line_end_++) return;
    }
  }

  const Text& text_;
  const std::string_view bytes_;
  size_t begin_ = 0;
  size_t end_ = 0;
  uint64_t number_ = 0;
  uint32_t line_end_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_VIEW_RECORD_CURSOR_H_
