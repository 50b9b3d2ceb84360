// Parts of a corpus: equal ranges of the bytes of its files, for tasks that share the work.
//
// The files of a corpus stand one behind the other, as they are on disk. Part I of N is the I-th of
// N equal ranges of their bytes. A record belongs to the part in which it begins, so every record
// is in exactly one part, whatever N is. A file is divided if its records can be found from any
// place in it:
//
//   lines and JSON lines in UTF-8, plain   at any byte
//   the same, compressed with zstd         where a frame begins; what precedes the first line end
//   of
//                                          the frame belongs to the part before
//
// Any other file belongs as a whole to the part that holds its first byte.
#ifndef CIKU_IO_INPUT_CORPUS_PART_H_
#define CIKU_IO_INPUT_CORPUS_PART_H_

#include <cstdint>
#include <string>
#include <vector>

#include "io/input/corpus.h"
#include "io/input/input_file.h"

namespace ciku {

// Returns the first byte of a part in a corpus of `bytes` bytes: where part number + 1 begins, the
// part ends.
uint64_t BeginOfPart(uint64_t number, uint64_t of, uint64_t bytes);

// Leaves in `files`, all files of a corpus, what belongs to the part, and sets where it begins and
// ends in each. If the part knows the whole, `files` are some of its files that follow each other.
// Reads on from the borders of the part to the next record. Throws as a Source does.
void KeepPart(const CorpusPart& part, std::vector<InputFile>* files);

// How many bytes of the file have to be read for the part that was kept.
uint64_t BytesToRead(const InputFile& file);

// Returns a checksum of names, sizes and fingerprints, which tells one corpus from another,
// wherever its folders are.
uint64_t ChecksumOfFiles(const std::vector<InputFile>& files);

// Returns "3/8".
std::string PartText(const CorpusPart& part);

}  // namespace ciku

#endif  // CIKU_IO_INPUT_CORPUS_PART_H_
