// Texts from elsewhere than files, as a corpus.
#ifndef CIKU_IO_OUTPUT_CORPUS_WRITER_H_
#define CIKU_IO_OUTPUT_CORPUS_WRITER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "ciku/corpus.h"

namespace ciku {

class SpillFolder;

// Keeps texts that come one after the other, from a database or a program, so that a run can read
// them as often as it has to. They are compressed, in a temporary file without a name. Takes about
// 10 MB of memory, and three times the size of a text that is longer than a megabyte. Not safe for
// use by two threads at once.
class CorpusWriter {
 public:
  // `name` stands for the texts in messages, and in counts files, which tell by it whether the same
  // texts were counted twice. The file is in the folder of `spills` or, if that is null, in $TMPDIR
  // or /tmp. Throws IoError.
  explicit CorpusWriter(const std::string& name, SpillFolder* spills = nullptr);
  CorpusWriter(CorpusWriter&&) noexcept;
  ~CorpusWriter();

  // Adds a text in UTF-8, which becomes a record; line ends in it are part of it. Throws IoError,
  // and InputError if it has about 4 GiB or more.
  void Add(std::string_view text);

  // How many texts there are, and their bytes.
  uint64_t texts() const;
  uint64_t text_bytes() const;

  // Returns the corpus, which keeps the file. To be called once, after all texts were added. Throws
  // IoError.
  Corpus Finish();

 private:
  struct State;

  void WriteFrame();

  std::unique_ptr<State> state_;
};

}  // namespace ciku

#endif  // CIKU_IO_OUTPUT_CORPUS_WRITER_H_
