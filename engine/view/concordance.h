// Words in context: the places of a corpus where given words occur, and what stands around them
// there (a concordance, or keywords in context).
#ifndef CIKU_ENGINE_VIEW_CONCORDANCE_H_
#define CIKU_ENGINE_VIEW_CONCORDANCE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sweep/resources.h"
#include "engine/sweep/text_sink.h"
#include "engine/text/text_options.h"
#include "io/input/corpus.h"
#include "io/names.h"

namespace ciku {

// file    as they occur in the corpus; of words that end at the same place, the longest comes first
// left    by word, in the order in which words were given; then by what stands before the word: the
//         nearest character first, by code points; then as they occur
// right   the same with what stands behind the word
enum class ConcordanceOrder { kFile, kLeft, kRight };

inline constexpr Named<ConcordanceOrder> kConcordanceOrders[] = {
    {"file", ConcordanceOrder::kFile},
    {"left", ConcordanceOrder::kLeft},
    {"right", ConcordanceOrder::kRight}};

struct ConcordanceOptions {
  static constexpr size_t kMostColumns = 1000;

  // How many columns of a terminal the text on each side of a word may take: a Chinese character
  // takes two. Up to kMostColumns.
  size_t width = 40;
  // If not 0, at most so many occurrences of each word are kept. Which ones depends only on the
  // word and on how many occurrences came before: each has the same chance.
  uint64_t sample = 0;
  ConcordanceOrder order = ConcordanceOrder::kFile;
  Folding folding = {};  // of the text, which is shown as it is then, and of the words
  bool strict = false;   // invalid UTF-8 is an error
};

// An occurrence of a word. The texts are valid during the call that gets it; they may hold line
// ends, and bytes that are not valid UTF-8.
struct ConcordanceLine {
  uint32_t word = 0;      // its number in ConcordanceFigures::words
  std::string_view text;  // of the word
  size_t file = 0;        // the number of the file in the corpus, from 0 on
  uint64_t record = 0;    // the number of the record in the file, from 1 on
  std::string_view left;
  std::string_view right;
};

struct ConcordanceFigures {
  InputFigures input;
  // The words that were looked for: folded, and each once, in the order in which they were given;
  // and how often each occurs, occurrences that overlap included.
  std::vector<std::string> words;
  std::vector<uint64_t> occurrences;
  uint64_t lines = 0;  // how many occurrences were written
  uint64_t spilled_bytes = 0;
};

// Appends a line, as text of any kind, to a string. Any number of threads may call it at once.
using RenderLine = std::function<void(const ConcordanceLine&, std::string*)>;

// Finds all occurrences of words in a corpus, in one pass, and writes them to the sink in order, as
// `render` makes them text. If they are sorted or sampled, writing begins when all of them are
// found; sorting uses the disk if memory does not suffice. Otherwise the sink is flushed when the
// input pauses (InputOptions::as_it_comes). The result does not depend on threads, memory, blocks
// or compression. Takes time in proportion to the text, whatever the number of words.
//
// Throws InputError if there are no words, or if one is empty, is not valid UTF-8 or holds a line
// end; UsageError if the words or the sample do not fit the memory; what the sink throws; and
// as Mine does.
ConcordanceFigures FindConcordance(const Corpus& corpus, const std::vector<std::string>& words,
                                   const ConcordanceOptions& options, const RenderLine& render,
                                   const TextSink& sink,
                                   const Resources& resources = DefaultResources(),
                                   const Storage& storage = Storage(),
                                   Observer* observer = NoObserver());

}  // namespace ciku

#endif  // CIKU_ENGINE_VIEW_CONCORDANCE_H_
