#include "engine/view/concordance.h"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "engine/count/external_counter.h"
#include "engine/count/string_map.h"
#include "engine/sweep/block_feed.h"
#include "engine/sweep/budget.h"
#include "engine/sweep/per_thread.h"
#include "engine/sweep/record_numbers.h"
#include "engine/sweep/sweep_plan.h"
#include "engine/sweep/text_in_order.h"
#include "engine/text/invalid_utf8.h"
#include "engine/text/normalizer.h"
#include "engine/view/concordance_order.h"
#include "engine/view/concordance_sample.h"
#include "engine/view/context.h"
#include "engine/view/overlap_split_rule.h"
#include "engine/view/record_cursor.h"
#include "engine/view/word_search.h"
#include "io/error.h"
#include "io/input/block_reader.h"

namespace ciku {
namespace {

// A text of a block, as it is searched.
struct SearchedText {
  std::string folded;      // if text is folded
  std::string_view bytes;  // of the text, folded or not
  OverlapSplitRule::Part own = {};
};

// An occurrence: the word, and its bytes in the text.
struct Hit {
  uint32_t word;
  size_t begin;
  size_t end;
};

// What was found in a text of a block.
struct FoundText {
  SearchedText searched;
  std::vector<Hit> hits;
  bool too_many = false;      // there are more hits, which are found again when their turn comes
  uint64_t first_record = 0;  // the number of its first record in the file
  std::string rendered;       // the first hits
  size_t rendered_hits = 0;   // how many these are
};

// What was found in a block.
struct FoundBlock {
  size_t file = 0;
  FoundText lead;
  FoundText body;
};

// A block keeps a hit for so many bytes of its size, and renders so many bytes for each.
constexpr size_t kBytesForEachHit = 16;
constexpr size_t kMostRendered = 8;

// Gets all occurrences in order and writes those that are wanted, in the order that is wanted.
class LineOrder {
 public:
  // All arguments must outlive this object. `memory` is for lines that wait to be sorted.
  LineOrder(const SearchedWords& words, const ConcordanceOptions& options, size_t memory,
            SpillFolder* spills, const RenderLine& render, const TextSink& sink)
      : words_(words.words()),
        options_(options),
        render_(render),
        sink_(sink),
        occurrences_(words_.size()) {
    if (options.sample != 0) sample_.emplace(words.words(), options.sample);
    if (options.order != ConcordanceOrder::kFile) {
      sorted_.emplace(CounterConfig{memory, 1, spills});
    }
  }

  // Whether no occurrence waits for others.
  bool at_once() const { return !sample_ && !sorted_; }

  // Appends a line as text. Any number of threads may call this at once.
  void Render(ConcordanceLine line, std::string* out) const {
    line.text = words_[line.word];
    render_(line, out);
  }

  // Writes the text of occurrences that are next in order.
  void WriteRendered(std::string_view text, std::span<const Hit> hits) {
    for (const Hit& hit : hits) ++occurrences_[hit.word];
    lines_ += hits.size();
    sink_.Write(text);
  }

  // Whether the next occurrence of a word is wanted.
  bool Takes(uint32_t word) {
    ++place_;
    const uint64_t number = occurrences_[word]++;
    return !sample_ || sample_->Takes(word, number);
  }

  // Adds that occurrence.
  void Add(const ConcordanceLine& line) {
    sample_ ? sample_->Add(line, place_) : HandOn(line, place_);
  }

  void Flush() const { sink_.Flush(); }

  // Writes what has waited for the others.
  void Finish() {
    if (sample_) {
      sample_->ForEach([&](const ConcordanceLine& line, uint64_t place) { HandOn(line, place); });
    }
    if (!sorted_) return;
    sorted_->ForEachSorted([&](std::string_view line, uint64_t) { Write(LineOf(line)); });
    spilled_bytes_ = sorted_->spilled_bytes();
  }

  const std::vector<uint64_t>& occurrences() const { return occurrences_; }
  uint64_t lines() const { return lines_; }
  uint64_t spilled_bytes() const { return spilled_bytes_; }

 private:
  void HandOn(const ConcordanceLine& line, uint64_t place) {
    if (!sorted_) return Write(line);
    const std::string bytes = SortableLine(line, options_.order, place);
    sorted_->Add(&sorted_->local(), 1, std::string_view(bytes));
  }

  void Write(const ConcordanceLine& line) {
    ++lines_;
    rendered_.clear();
    Render(line, &rendered_);
    sink_.Write(rendered_);
  }

  const std::vector<std::string>& words_;
  const ConcordanceOptions& options_;
  const RenderLine& render_;
  const TextSink& sink_;
  std::optional<ConcordanceSample> sample_;
  std::optional<ExternalCounter<SortingMap>> sorted_;
  std::vector<uint64_t> occurrences_;  // by word
  uint64_t place_ = 0;
  uint64_t lines_ = 0;
  uint64_t spilled_bytes_ = 0;
  std::string rendered_;
};

// Turns hits of a text, which come in order, into lines.
class LinesOfText {
 public:
  // All arguments that are not values must outlive this object.
  LinesOfText(const Text& text, const FoundText& found, size_t file, size_t width)
      : found_(found), file_(file), width_(width), cursor_(text, found.searched.bytes) {}

  ConcordanceLine LineOf(const Hit& hit) {
    cursor_.GoTo(hit.begin);
    const Context context =
        ContextOf(cursor_.record(), hit.begin - cursor_.begin(), hit.end - cursor_.begin(), width_);
    return {.word = hit.word,
            .text = {},
            .file = file_,
            .record = found_.first_record + cursor_.number(),
            .left = context.left,
            .right = context.right};
  }

 private:
  const FoundText& found_;
  const size_t file_;
  const size_t width_;
  RecordCursor cursor_;
};

// The stages of the pass.
class ConcordancePass {
 public:
  // How much a block may keep.
  struct Most {
    size_t hits = 0;
    size_t rendered = 0;  // in bytes, but for the last line
  };

  // All arguments must outlive the pass.
  ConcordancePass(const Corpus& corpus, const SearchedWords& words, const Matcher& matcher,
                  const ConcordanceOptions& options, const OverlapSplitRule& rule, const Most& most,
                  SweepMeter* meter, LineOrder* lines)
      : words_(words),
        matcher_(matcher),
        options_(options),
        rule_(rule),
        most_(most),
        meter_(meter),
        numbers_(corpus),
        lines_(lines) {}

  // Finds the words in a block. Safe to call from any number of threads at once.
  void Search(const Block& block, FoundBlock* found) {
    Search(block.lead, &found->lead);
    Search(block.body, &found->body);
  }

  // Sets the numbers of a block's records. For one thread at a time, in the order of the blocks.
  void Number(const Block& block, FoundBlock* found) {
    numbers_.Enter(block);
    const uint64_t in_lead = block.lead.bytes.empty() || block.lead.line_goes_on ? 0 : 1;
    found->file = numbers_.file();
    found->lead.first_record = numbers_.records() + 1;
    found->body.first_record = numbers_.records() + in_lead + 1;
    numbers_.Add(block.records);
  }

  // Renders as many lines as a block may keep, unless they wait for others. Safe to call from any
  // number of threads at once.
  void Render(const Block& block, FoundBlock* found) const {
    Render(block.lead, found->file, &found->lead);
    Render(block.body, found->file, &found->body);
  }

  // Hands on what was found. For one thread at a time, in the order of the blocks.
  void Write(const Block& block, const FoundBlock& found) {
    Write(block.lead, found.file, found.lead);
    Write(block.body, found.file, found.body);
    if (block.paused) lines_->Flush();
  }

 private:
  void Search(const Text& text, FoundText* found) {
    Prepare(text, &found->searched);
    found->hits.clear();
    found->too_many = false;
    ForEachHit(found->searched, [&](const Hit& hit) {
      if (found->hits.size() < most_.hits) {
        found->hits.push_back(hit);
      } else {
        found->too_many = true;
      }
    });
  }

  // Folds a text, and counts what is read of it.
  void Prepare(const Text& text, SearchedText* searched) {
    const OverlapSplitRule::Part own = rule_.OwnPart(text);
    const size_t size = own.end - own.begin;
    Text counted = text;
    counted.bytes = text.bytes.substr(own.begin, size);
    counted.origin.offset += own.begin;
    meter_->invalid_bytes += CountInvalid(counted, options_.strict);
    meter_->text_bytes += size;
    searched->bytes = text.bytes;
    searched->own = own;
    const Normalizer* const normalizer = words_.symbols().normalizer();
    if (normalizer == nullptr) return;
    searched->folded.clear();
    std::string buffer;
    const auto fold = [&](std::string_view part) {
      searched->folded += normalizer->Apply(part, &buffer);
      return searched->folded.size();
    };
    searched->own.begin = fold(text.bytes.substr(0, own.begin));
    searched->own.end = fold(counted.bytes);
    fold(text.bytes.substr(own.end));
    searched->bytes = searched->folded;
  }

  // Calls visit(hit) for the words that end in a text's own part.
  template <typename Visit>
  void ForEachHit(const SearchedText& text, const Visit& visit) {
    searches_.local().ForEach(text.bytes, [&](uint32_t word, size_t begin, size_t end) {
      if (end > text.own.begin && end <= text.own.end) visit(Hit{word, begin, end});
    });
  }

  void Render(const Text& text, size_t file, FoundText* found) const {
    found->rendered.clear();
    found->rendered_hits = 0;
    if (!lines_->at_once() || found->too_many) return;
    LinesOfText lines(text, *found, file, options_.width);
    for (const Hit& hit : found->hits) {
      if (found->rendered.size() > most_.rendered) return;
      lines_->Render(lines.LineOf(hit), &found->rendered);
      ++found->rendered_hits;
    }
  }

  void Write(const Text& text, size_t file, const FoundText& found) {
    const std::span<const Hit> hits(found.hits);
    lines_->WriteRendered(found.rendered, hits.first(found.rendered_hits));
    LinesOfText lines(text, found, file, options_.width);
    const auto add = [&](const Hit& hit) {
      if (lines_->Takes(hit.word)) lines_->Add(lines.LineOf(hit));
    };
    if (found.too_many) {
      ForEachHit(found.searched, add);
    } else {
      for (const Hit& hit : hits.subspan(found.rendered_hits)) add(hit);
    }
  }

  const SearchedWords& words_;
  const Matcher& matcher_;
  const ConcordanceOptions& options_;
  const OverlapSplitRule& rule_;
  const Most most_;
  SweepMeter* const meter_;
  PerThread<WordSearch> searches_{[this] { return WordSearch(words_, matcher_); }};
  RecordNumbers numbers_;
  LineOrder* const lines_;
};

constexpr size_t kLeastBlock = 64 * kKiB;
constexpr size_t kUsualBlock = kMiB;

struct ConcordancePlan {
  ReaderConfig reader;
  ConcordancePass::Most most;
  size_t sorting = 0;  // the memory for lines that wait to be sorted
};

// The memory of everything but blocks and lines that wait.
size_t FixedMemory(const Corpus& corpus, const SearchedWords& words, const OverlapSplitRule& rule,
                   size_t memory, size_t threads) {
  return corpus.memory() + threads * WordSearch::Memory(words) +
         StreamsAtOnce(corpus, memory, threads) * corpus.max_stream_memory() +
         BlocksInOrderAtOnce(threads) * rule.most_undivided();
}

// A plan with blocks that fit the memory, or nothing.
std::optional<ConcordancePlan> TryPlan(const Corpus& corpus, const SearchedWords& words,
                                       size_t words_bytes, const ConcordanceOptions& options,
                                       const OverlapSplitRule& rule, size_t memory,
                                       size_t threads) {
  ConcordancePlan plan;
  size_t taken = FixedMemory(corpus, words, rule, memory, threads) + words_bytes +
                 ConcordanceSample::Memory(words.words().size(), options.sample, options.width);
  if (options.order != ConcordanceOrder::kFile) {
    plan.sorting = memory / 4;
    taken += plan.sorting;
  }
  if (taken >= memory) return std::nullopt;
  // For each byte: the text as it is read, unpacked and stitched; hits of lead and body, and
  // their lines; and the folded text.
  const size_t growth = 4 + 2 * sizeof(Hit) / kBytesForEachHit + 2 * kMostRendered +
                        (options.folding.any() ? 2 * Normalizer::kMostGrowth : 0);
  const size_t most = (memory - taken) / BlocksInOrderAtOnce(threads) / growth;
  if (most < kLeastBlock) return std::nullopt;
  plan.reader.limits = {std::min(most, kUsualBlock), most, StreamsAtOnce(corpus, memory, threads)};
  plan.reader.files_at_once = 1;  // so that records keep their order
  plan.reader.max_record = most;
  plan.reader.max_undivided = rule.most_undivided();
  const size_t block = plan.reader.limits.block_size;
  plan.most = {.hits = block / kBytesForEachHit, .rendered = block * kMostRendered / 2};
  return plan;
}

// How many bytes to either side of its end an occurrence reaches, together with what is shown
// around it. Text may be longer before it is folded.
size_t ReachOf(const SearchedWords& words, const ConcordanceOptions& options) {
  const size_t reach = words.longest_bytes() + MostContext(options.width) + 8;
  return options.folding.any() ? 4 * reach : reach;
}

// Throws UsageError if no machine has the memory for a sample.
void CheckSample(const SearchedWords& words, const ConcordanceOptions& options) {
  constexpr size_t kMost = size_t{1} << 40;
  const size_t each = ConcordanceSample::Memory(words.words().size(), 1, options.width);
  if (options.sample <= kMost / each) return;
  throw UsageError(
      fmt::format("a sample of {} occurrences of each word takes more than 1024G of "
                  "memory; ask for fewer",
                  options.sample));
}

// Sends the corpus through the pass.
void Feed(const Corpus& corpus, const ConcordancePlan& plan, const OverlapSplitRule& rule,
          size_t threads, ConcordancePass* pass, SweepMeter* meter) {
  struct Parcel : Block {
    FoundBlock found;
  };
  BlockReader reader(corpus, plan.reader, rule);
  const auto search = [&](Parcel* parcel) {
    reader.Parse(parcel);
    pass->Search(*parcel, &parcel->found);
  };
  const auto number = [&](Parcel* parcel) { pass->Number(*parcel, &parcel->found); };
  const auto render = [&](Parcel* parcel) { pass->Render(*parcel, &parcel->found); };
  const auto write = [&](Parcel* parcel) {
    pass->Write(*parcel, parcel->found);
    CountRead(*parcel, meter);
  };
  const auto never = [] { return false; };
  FeedParcels<Parcel>(&reader, threads, BlocksInOrderAtOnce(threads), never,
                      {{StageOrder::kParallel, search},
                       {StageOrder::kInOrder, number},
                       {StageOrder::kParallel, render},
                       {StageOrder::kInOrder, write}});
}

}  // namespace

ConcordanceFigures FindConcordance(const Corpus& corpus, const std::vector<std::string>& words,
                                   const ConcordanceOptions& options, const RenderLine& render,
                                   const TextSink& sink, const Resources& resources,
                                   const Storage& storage, Observer* observer) {
  if (words.empty()) throw InputError("there are no words to look for");
  const SearchedWords searched(words, options.folding);
  CheckSample(searched, options);
  const OverlapSplitRule rule(ReachOf(searched, options), searched.symbols().normalizer());
  const size_t threads = resources.threads;
  const size_t words_bytes = searched.bytes();
  const ConcordancePlan plan =
      PlanWithin(resources.memory, "this input and these words", threads, [&](size_t memory) {
        return TryPlan(corpus, searched, words_bytes, options, rule, memory, threads);
      });
  const Matcher matcher = searched.MakeMatcher();
  SweepMeter meter;
  LineOrder lines(searched, options, plan.sorting, storage.spills(), render, sink);
  ConcordancePass pass(corpus, searched, matcher, options, rule, plan.most, &meter, &lines);
  observer->Sweep("find words", corpus.total_bytes(), meter, &storage, [&] {
    Feed(corpus, plan, rule, threads, &pass, &meter);
    return Figures{{"records", meter.records.load()}};
  });
  const auto finish = [&] {
    lines.Finish();
    return Figures{{"lines", lines.lines()}, {"spilled_bytes", lines.spilled_bytes()}};
  };
  observer->Pass("order lines", finish);
  return {InputFigures(meter), searched.words(), lines.occurrences(), lines.lines(),
          lines.spilled_bytes()};
}

}  // namespace ciku
