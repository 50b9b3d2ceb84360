// The columns of a table that hold texts.
#ifndef CIKU_IO_INPUT_TABLE_HEADER_H_
#define CIKU_IO_INPUT_TABLE_HEADER_H_

#include <cstddef>
#include <functional>
#include <string>

#include "io/input/corpus.h"
#include "io/input/input_file.h"

namespace ciku {

// Sets input->columns and input->header_bytes of a table by the columns that `options` name, for
// which the first record is read: head(size) returns the first bytes of the file's text, all of it
// if there are fewer than `size`. Does nothing if the file is no table. Throws InputError if there
// is no such column or if none is named, and then lists the columns that there are.
void ChooseColumns(const InputOptions& options, const std::function<std::string(size_t)>& head,
                   InputFile* input);

}  // namespace ciku

#endif  // CIKU_IO_INPUT_TABLE_HEADER_H_
