#include "io/input/sqlite_stream.h"

#include <fmt/core.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "io/error.h"
#include "io/input/describe_input.h"
#include "io/input/foreign_format.h"
#include "io/records/columns.h"

namespace ciku {
namespace {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct EndStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, EndStatement>;

// Whether the database keeps a log of changes that are to be written to it, and there are none now.
bool HasEmptyLog(const std::string& path) {
  constexpr size_t kVersions = 20;  // the file format version for reading is the last byte
  constexpr char kWithLog = 2;
  std::string head(kVersions, '\0');
  const File file = File::OpenForReading(path);
  file.ReadAt(0, head.data(), head.size());
  struct stat status;
  const bool is_empty = ::stat((path + "-wal").c_str(), &status) != 0 || status.st_size == 0;
  return head.back() == kWithLog && is_empty;
}

// Returns an address of the file that asks SQLite to treat it as one that nobody changes. To read a
// database with a log, it makes files beside it otherwise. (Whether the file has changed is looked
// at when all of it has been read.)
std::string AddressOf(const std::string& path) {
  std::string address = "file:";
  for (const char c : path) {
    constexpr std::string_view kSpecial = "%?#";
    address += kSpecial.find(c) == kSpecial.npos ? std::string(1, c) : fmt::format("%{:02X}", c);
  }
  return address + "?immutable=1";
}

Database OpenDatabase(const std::string& path) {
  sqlite3* opened = nullptr;
  const bool alone = HasEmptyLog(path);
  const int flags = SQLITE_OPEN_READONLY | (alone ? SQLITE_OPEN_URI : 0);
  const int result =
      sqlite3_open_v2(alone ? AddressOf(path).c_str() : path.c_str(), &opened, flags, nullptr);
  Database database(opened);
  if (result != SQLITE_OK) {
    throw IoError(fmt::format("{}: cannot open the database: {}", Printable(path),
                              opened == nullptr ? "no memory" : sqlite3_errmsg(opened)));
  }
  constexpr int kPatience = 10'000;  // milliseconds, while another process writes
  sqlite3_busy_timeout(opened, kPatience);
  constexpr int kLongestRow = 16 << 20;  // bytes
  sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, kLongestRow);
  return database;
}

[[noreturn]] void ThrowSqlite(const std::string& path, sqlite3* database) {
  const int code = sqlite3_errcode(database) & 0xFF;
  const std::string what =
      fmt::format("{}: cannot read the database: {}", Printable(path), sqlite3_errmsg(database));
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) throw CorruptionError(what);
  if (code == SQLITE_TOOBIG) {
    throw InputError(what + "; a row may have up to 16 MiB: the query can divide it with substr()");
  }
  throw IoError(what);
}

Statement Prepare(const std::string& path, sqlite3* database, const std::string& query) {
  sqlite3_stmt* prepared = nullptr;
  const char* rest = nullptr;
  const int result = sqlite3_prepare_v2(database, query.c_str(), -1, &prepared, &rest);
  Statement statement(prepared);
  if (result == SQLITE_ERROR) {
    throw UsageError(fmt::format("--query: {}", sqlite3_errmsg(database)));
  }
  if (result != SQLITE_OK) ThrowSqlite(path, database);
  const bool one = rest == nullptr ||
                   std::string_view(rest).find_first_not_of(" \t\r\n;") == std::string_view::npos;
  if (prepared == nullptr || !one || sqlite3_stmt_readonly(prepared) == 0 ||
      sqlite3_column_count(prepared) == 0) {
    throw UsageError("--query: takes one query that reads, such as SELECT text FROM articles");
  }
  return statement;
}

class SqliteStream : public ByteStream {
 public:
  SqliteStream(const std::string& path, const std::string& query)
      : path_(path), database_(OpenDatabase(path)), rows_(Prepare(path, database_.get(), query)) {}

  size_t Read(char* data, size_t size) override {
    size_t done = 0;
    while (done < size) {
      if (at_ == row_.size() && !NextRow()) break;
      const size_t n = std::min(size - done, row_.size() - at_);
      std::memcpy(data + done, row_.data() + at_, n);
      at_ += n;
      done += n;
    }
    handed_on_ += done;
    return done;
  }

  // Rows may come from anywhere in the file; the size of their texts is as good a measure as any.
  uint64_t consumed() const override { return handed_on_; }

 private:
  // Writes the next row to row_; returns false at the end.
  bool NextRow() {
    row_.clear();
    at_ = 0;
    if (at_end_) return false;
    const int result = sqlite3_step(rows_.get());
    if (result == SQLITE_DONE) {
      at_end_ = true;
      return false;
    }
    if (result != SQLITE_ROW) ThrowSqlite(path_, database_.get());
    if (sqlite3_column_type(rows_.get(), 0) == SQLITE_NULL) {
      row_ = "\\N\n";
      return true;
    }
    AppendEscaped(Column());
    row_ += '\n';
    return true;
  }

  // Returns the first column of the row: a text in UTF-8, or the bytes of a blob.
  std::string_view Column() {
    const bool is_blob = sqlite3_column_type(rows_.get(), 0) == SQLITE_BLOB;
    const void* const bytes =
        is_blob ? sqlite3_column_blob(rows_.get(), 0) : sqlite3_column_text(rows_.get(), 0);
    // The size is that of the form that was asked for last.
    const auto size = static_cast<size_t>(sqlite3_column_bytes(rows_.get(), 0));
    if (bytes == nullptr && sqlite3_errcode(database_.get()) == SQLITE_NOMEM) {
      ThrowSqlite(path_, database_.get());
    }
    return {static_cast<const char*>(bytes), size};
  }

  void AppendEscaped(std::string_view text) {
    constexpr std::string_view kEscaped = "\\\n\r\t";
    while (!text.empty()) {
      const size_t plain = std::min(text.find_first_of(kEscaped), text.size());
      row_ += text.substr(0, plain);
      text.remove_prefix(plain);
      if (text.empty()) break;
      const char c = text.front();
      row_ += c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : "\\\\";
      text.remove_prefix(1);
    }
  }

  const std::string path_;
  Database database_;
  Statement rows_;
  std::string row_;  // its bytes from at_ on are not yet handed on
  size_t at_ = 0;
  uint64_t handed_on_ = 0;
  bool at_end_ = false;
};

// Mixes size and time of the file that holds what was written last and is not in the database yet.
uint64_t MixJournal(const std::string& path, uint64_t fingerprint) {
  struct stat status;
  if (::stat((path + "-wal").c_str(), &status) != 0 || status.st_size == 0) return fingerprint;
  constexpr uint64_t kOdd = 0x9E3779B97F4A7C15;
  fingerprint = (fingerprint ^ static_cast<uint64_t>(status.st_size)) * kOdd;
  fingerprint = (fingerprint ^ static_cast<uint64_t>(status.st_mtim.tv_sec)) * kOdd;
  return (fingerprint ^ static_cast<uint64_t>(status.st_mtim.tv_nsec)) * kOdd;
}

}  // namespace

InputFile DescribeDatabase(const std::string& path, const std::string& query) {
  const File file = File::OpenForReading(path);
  InputFile input;
  input.path = path;
  input.identity = IdentityOf(file);
  std::string head(std::min<uint64_t>(input.identity.size, kForeignHead), '\0');
  file.ReadAt(0, head.data(), head.size());
  if (!IsSqlite(head)) throw InputError(Printable(path) + ": is no SQLite database");
  input.container = InputFile::Container::kSqlite;
  input.format = InputFormat::kCopy;
  input.columns = std::make_shared<const ColumnChoice>(
      ColumnChoice{.delimiter = '\t', .columns = {0}, .width = 1});
  input.query = std::make_shared<const std::string>(query);
  input.stream_memory = kSqliteMemory;
  input.fingerprint = MixJournal(path, FingerprintOf(file, input.identity.size));
  OpenSqliteStream(path, query);  // finds errors of the query
  return input;
}

std::unique_ptr<ByteStream> OpenSqliteStream(const std::string& path, const std::string& query) {
  return std::make_unique<SqliteStream>(path, query);
}

}  // namespace ciku
