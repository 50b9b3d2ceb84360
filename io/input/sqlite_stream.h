// Texts out of an SQLite database: the first column of each row of a query.
//
// The rows are handed on in COPY's text format (io/records/copy_text.h), a record each, so that
// they are divided and read like any other table. NULL is \N, an empty text; numbers are written as
// SQLite writes them; a BLOB counts as the bytes of a text.
#ifndef CIKU_IO_INPUT_SQLITE_STREAM_H_
#define CIKU_IO_INPUT_SQLITE_STREAM_H_

#include <cstdint>
#include <memory>
#include <string>

#include "io/input/input_file.h"
#include "io/streams/byte_stream.h"

namespace ciku {

// How many bytes of memory SQLite takes: its cache, 2 MB by default, and a row of up to 16 MiB,
// also as it is handed on.
constexpr uint64_t kSqliteMemory = uint64_t{40} << 20;

// Returns the description of a database as an input. Throws IoError if it cannot be opened,
// UsageError if the query is not valid or would change the database, InputError if it is no
// database.
InputFile DescribeDatabase(const std::string& path, const std::string& query);

// Opens a stream over the rows. They are computed as they are read. Throws as DescribeDatabase
// does; its Read throws IoError if the database cannot be read on, CorruptionError if it is
// damaged.
std::unique_ptr<ByteStream> OpenSqliteStream(const std::string& path, const std::string& query);

}  // namespace ciku

#endif  // CIKU_IO_INPUT_SQLITE_STREAM_H_
