// Tells from its name and its first bytes what a file holds.
#ifndef CIKU_IO_INPUT_RECOGNIZE_H_
#define CIKU_IO_INPUT_RECOGNIZE_H_

#include <string>
#include <string_view>

#include "io/input/corpus.h"

namespace ciku {

// What is known of the text of a file before it is read.
struct Beginning {
  std::string_view head;  // its first bytes, as they are once unpacked; 4 KiB do
  bool whole = false;     // `head` is all of it
  // A stretch that shows the encoding: it begins where a character begins. Often it is `head`.
  std::string_view sample;
};

struct Recognized {
  InputFormat format = InputFormat::kLines;
  bool is_tar = false;
  const char* encoding = "UTF-8";  // as iconv knows it; never to be freed
  bool cr_line_ends = false;       // lines end with CR alone; only if no format is named
  // What seems odd and is no error: the end of a sentence that begins with the file's name. Empty
  // if nothing does.
  std::string remark;
};

// The format is that of `options`, if they name one; fields make it JSON lines, and columns a
// table. Otherwise web archives and wiki dumps are told by their first bytes, other formats by the
// name, and where this tells nothing, by the first bytes.
// Throws InputError if the file is no text, is a JSON document of several lines, or is in another
// encoding than `options` say; the message says how to read it.
Recognized Recognize(const std::string& path, const Beginning& beginning,
                     const InputOptions& options);

}  // namespace ciku

#endif  // CIKU_IO_INPUT_RECOGNIZE_H_
