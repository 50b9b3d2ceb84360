// The inputs of a command: the files, their order, and the meaning of their bytes.
#ifndef CIKU_IO_INPUT_CORPUS_H_
#define CIKU_IO_INPUT_CORPUS_H_

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ciku {

class File;
class SpillFolder;
struct InputFile;

// The format of a file's text: where its records begin and end, and what of them is text.
enum class InputFormat {
  kLines,      // each line is a record
  kJsonLines,  // each line is a JSON value, and fields of it are texts
  kCsv,        // RFC 4180, columns of it are texts
  kTsv,        // the same with tabs in place of commas
  kCopy,       // the text format of PostgreSQL's COPY, columns of it are texts
  kWarc,       // web archives: texts that were extracted, or sent as plain text
  kWiki,       // MediaWiki's XML dumps: articles, reduced to plain text
};

// One of several parts into which a corpus is divided, for tasks that share the work
// (io/input/corpus_part.h).
struct CorpusPart {
  static constexpr uint64_t kMost = uint64_t{1} << 16;

  // The part's number, from 1 on, and how many parts there are: kMost at most.
  uint64_t number = 1;
  uint64_t of = 1;
  // What else has to be known if not all files of the corpus are named.
  struct Whole {
    uint64_t bytes = 0;         // of all files
    uint64_t bytes_before = 0;  // of the files before the first one that is named
    uint64_t checksum = 0;      // of the list of files
  };
  std::optional<Whole> whole = {};
  // The bytes of text in the parts before this one, where sweeps tell positions.
  uint64_t text_before = 0;
};

// How inputs are read.
struct InputOptions {
  // Any name that iconv knows, or "auto", which tells the encoding of each file from its bytes. If
  // none is named, it is UTF-8, and files that seem to be in another one are errors. A byte-order
  // mark wins. Files in other encodings than UTF-8 are read by one thread each.
  std::string encoding = {};
  // The format of all inputs; if not given, names and first bytes tell it.
  std::optional<InputFormat> format = {};
  // The fields of JSON lines that hold texts (io/records/json_path.h). Fields that are given make
  // all inputs JSON lines, unless `format` is given; if none is, the field is text.
  std::vector<std::string> fields = {};
  // The columns of tables that hold texts: names in the first record, or numbers from 1 on. Columns
  // that are given make inputs tables, unless `format` is given.
  std::vector<std::string> columns = {};
  // What separates the fields of tables; if not given, a comma for CSV, a tab for others.
  std::optional<char> delimiter = {};
  // The first record of a table holds the names of columns. It does in any case if one of
  // `columns` is a name.
  bool header = false;
  // If given, the texts of a JSON line or of a record of a table are one record, with this text
  // between them. Otherwise each is a record of its own.
  std::optional<std::string> join = {};
  // Records that are broken or lack a field are counted; otherwise the first one is an error.
  bool skip_bad_records = false;
  // Files that seem to be no text are read as text; otherwise they are errors.
  bool allow_binary = false;
  // A file with a list of more inputs, and whether a zero byte ends each of them instead of a line
  // end. "-" is standard input.
  std::string files_from = {};
  bool zero_ended = false;
  // Which files in folders, lists and archives are inputs (io/input/find_files.h).
  std::vector<std::string> include = {};
  std::vector<std::string> exclude = {};
  // Standard input, or another pipe or terminal, is read as it comes if it is the only input and
  // its beginning shows lines of text or JSON lines in UTF-8. It is then not kept, can be read only
  // once, and only by a pass that keeps the order of records. Results of what has come are handed
  // on whenever no more is there.
  bool as_it_comes = false;
  // Files that the run will write: in folders they are passed over, and it is an error if they are
  // named as inputs. "-" is standard output.
  std::vector<std::string> results = {};
  // If given, only this part of the inputs is read.
  std::optional<CorpusPart> part = {};
  // An SQLite database and a query: the first column of each row is a record.
  std::string sqlite = {};
  std::string query = {};
};

// Texts in files, plain or compressed. Immutable once opened; safe to share between threads.
class Corpus {
 public:
  // Without inputs.
  Corpus();
  Corpus(const Corpus&);
  Corpus(Corpus&&) noexcept;
  Corpus& operator=(const Corpus&);
  Corpus& operator=(Corpus&&) noexcept;
  ~Corpus();

  // Finds the files that `inputs` name: files, folders (every regular file below them that is not
  // hidden, in the order of their names' bytes) and "-" for standard input. The first bytes of a
  // file tell its compression (zstd, gzip, bzip2, xz); io/input/recognize.h says how its format is
  // told. Each file is opened once to see that it can be read. Standard input and pipes, which can
  // be read only once, are copied to a temporary file, in `spills` if that is given; *kept_bytes,
  // if given, grows meanwhile. If they are read as they come, waits for their first line. Throws
  // IoError; InputError if there are no files, if a file is no text or occurs twice, or if a table
  // lacks a column; UsageError if the options contradict each other or if an input is also a
  // result.
  static Corpus Open(const std::vector<std::string>& inputs, const InputOptions& options = {},
                     SpillFolder* spills = nullptr, std::atomic<uint64_t>* kept_bytes = nullptr);

  const InputOptions& options() const { return options_; }

  // The size of all files, or of what is read of them for a part of the corpus, in bytes on disk; 0
  // for an input that is read as it comes.
  uint64_t total_bytes() const { return total_bytes_; }

  // What seems odd in the inputs and is no error, a sentence each, for the user.
  const std::vector<std::string>& remarks() const { return remarks_; }

  // Which part of the inputs this is; null if it is all of them. It knows the whole.
  const CorpusPart* part() const { return options_.part ? &*options_.part : nullptr; }

  // For the library itself.
  const std::vector<InputFile>& files() const { return files_; }
  // The most memory that a stream over one of the files takes, in bytes.
  uint64_t max_stream_memory() const { return max_stream_memory_; }
  // The memory that the list of files takes, in bytes.
  uint64_t memory() const;
  // Returns a corpus of one temporary file of JSON lines, whose content `checksum` tells from
  // others; messages name it `name` (CorpusWriter).
  static Corpus OfKept(File file, const std::string& name, uint64_t checksum);

 private:
  friend class CorpusOpener;

  InputOptions options_;
  std::vector<InputFile> files_;
  std::vector<std::string> remarks_;
  uint64_t total_bytes_ = 0;
  uint64_t max_stream_memory_ = 0;
  uint64_t path_bytes_ = 0;
};

}  // namespace ciku

#endif  // CIKU_IO_INPUT_CORPUS_H_
