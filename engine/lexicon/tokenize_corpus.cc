#include "engine/lexicon/tokenize_corpus.h"

#include <fmt/format.h>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_pipeline.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/lexicon/stretch_rule.h"
#include "engine/text/block_feed.h"
#include "engine/text/invalid_utf8.h"
#include "engine/text/threads.h"
#include "io/error.h"

namespace ciku {
namespace {

// A block and the tokens of its records.
struct TokenizedBlock : Block {
  // Of the part of a record that began in an earlier block, or ends in a later one.
  std::vector<Token> part;
  std::string written;  // all others
};

class CorpusTokenizer {
 public:
  // All arguments must outlive it.
  CorpusTokenizer(const Tokenizer& tokenizer, const TokenizeOptions& options, TokenizeMeter* meter,
                  const std::function<void(std::string_view)>& write)
      : tokenizer_(tokenizer),
        options_(options),
        meter_(meter),
        write_(write),
        in_order_(options.format, options.separator) {}

  // Any number of threads at a time.
  void Tokenize(TokenizedBlock* block) {
    Local& local = locals_.local();
    block->written.clear();
    block->part.clear();
    for (const Text& text : {block->lead, block->body}) {
      meter_->sweep.invalid_bytes += CountInvalid(text, options_.strict);
      meter_->sweep.text_bytes += text.bytes.size();
    }
    if (block->lead.part_of != 0) {
      tokenizer_.Tokenize(PartOf(block->lead), &local.scratch, &block->part);
      meter_->tokens += block->part.size();
    } else {
      AddRecords(block->lead, &local, &block->written);
    }
    AddRecords(block->body, &local, &block->written);
  }

  // One thread at a time, block after block.
  void Write(const TokenizedBlock& block) {
    part_.clear();
    if (block.lead.part_of != 0) {
      in_order_.AddPart(PartOf(block.lead), block.part, &part_);
      if (!block.lead.line_goes_on) in_order_.EndRecord(&part_);
    }
    if (block.ends_record) in_order_.EndRecord(&part_);
    write_(part_);
    write_(block.written);
  }

 private:
  struct Local {
    TokenWriter writer;
    Tokenizer::Scratch scratch;
    std::vector<Token> tokens;
  };

  // A line without what ends it.
  static std::string_view WithoutEnd(std::string_view line) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

  static std::string_view PartOf(const Text& text) {
    return text.line_goes_on ? text.bytes : WithoutEnd(text.bytes);
  }

  void AddRecords(const Text& text, Local* local, std::string* out) {
    std::string_view left = text.bytes;
    uint64_t tokens = 0;
    const auto add = [&](std::string_view record) {
      tokenizer_.Tokenize(record, &local->scratch, &local->tokens);
      tokens += local->tokens.size();
      local->writer.AddPart(record, local->tokens, out);
      local->writer.EndRecord(out);
    };
    if (text.record_ends != nullptr) {
      ForEachRecord(left, *text.record_ends, add);
    } else {
      while (!left.empty()) {
        const size_t size = std::min(left.find('\n'), left.size() - 1) + 1;
        add(WithoutEnd(left.substr(0, size)));
        left.remove_prefix(size);
      }
    }
    meter_->tokens += tokens;
  }

  // The texts of JSON lines; only some of the line ends end them.
  template <typename Visit>
  static void ForEachRecord(std::string_view text, const std::vector<uint32_t>& ends,
                            const Visit& visit) {
    uint32_t line_end = 0;
    for (const uint32_t record_end : ends) {
      size_t at = text.find('\n');
      for (; line_end < record_end; ++line_end) at = text.find('\n', at + 1);
      ++line_end;
      visit(text.substr(0, at));
      text.remove_prefix(at + 1);
    }
  }

  const Tokenizer& tokenizer_;
  const TokenizeOptions& options_;
  TokenizeMeter* const meter_;
  const std::function<void(std::string_view)>& write_;
  TokenWriter in_order_;  // of records in parts
  std::string part_;
  tbb::enumerable_thread_specific<Local> locals_{[this] {
    return Local{TokenWriter(options_.format, options_.separator), {}, {}};
  }};
};

constexpr size_t kMegabyte = size_t{1} << 20;
constexpr size_t kLeastBlock = size_t{64} << 10;
// For each byte of a block: what is read, what of it is unpacked and stitched, and the tokens of a
// record that is all of it.
constexpr size_t kBytesForEachByte = 4 + 2 * sizeof(Token) + 2 * sizeof(uint64_t);

// Blocks of a size that fits the memory besides what is `taken`, or nothing.
std::optional<ReaderConfig> TryConfig(const Corpus& corpus, const TokenizeOptions& options,
                                      size_t memory, size_t taken) {
  const size_t blocks = 2 * options.threads;
  const size_t growth =
      kBytesForEachByte + TokenWriter::MostGrowth(options.format, options.separator);
  const size_t scratch = options.threads * 32 * kLongestStretch;
  const size_t undivided = blocks * StretchRule::MostUndivided();
  taken += corpus.memory() + corpus.max_stream_memory() + scratch + undivided;
  if (taken >= memory) return std::nullopt;
  const size_t most = (memory - taken) / blocks / growth;
  if (most < kLeastBlock) return std::nullopt;
  ReaderConfig config;
  config.limits = {std::min(most, kMegabyte), most};
  config.files_at_once = 1;  // so that records keep their order
  config.max_record = most;
  config.max_undivided = StretchRule::MostUndivided();
  return config;
}

ReaderConfig MakeConfig(const Corpus& corpus, const TokenizeOptions& options, size_t taken) {
  if (const auto config = TryConfig(corpus, options, options.memory, taken)) return *config;
  size_t least = options.memory / kMegabyte * kMegabyte;
  while (!TryConfig(corpus, options, least, taken)) least += kMegabyte;
  throw UsageError(
      fmt::format("--memory {}K is too little for this input and lexicon on {} threads; the least "
                  "that would do is {}M",
                  options.memory >> 10, options.threads, least / kMegabyte));
}

}  // namespace

void TokenizeCorpus(const Corpus& corpus, const Tokenizer& tokenizer,
                    const TokenizeOptions& options, TokenizeMeter* meter,
                    const std::function<void(std::string_view)>& write) {
  const StretchRule rule;
  BlockReader reader(corpus, MakeConfig(corpus, options, tokenizer.bytes()), rule);
  CorpusTokenizer of_corpus(tokenizer, options, meter, write);
  BlockFeed<TokenizedBlock> feed(&reader, 2 * options.threads, [] { return false; });
  const auto tokenize = [&](TokenizedBlock* block) {
    reader.Parse(block);
    of_corpus.Tokenize(block);
    return block;
  };
  const auto write_out = [&](TokenizedBlock* block) {
    of_corpus.Write(*block);
    meter->sweep.bytes += block->input_bytes;
    meter->sweep.records += block->records;
    meter->sweep.bad_records += block->bad_records;
    feed.TakeBack(block);
  };
  using tbb::filter_mode;
  OnThreads(options.threads, [&] {
    tbb::parallel_pipeline(
        feed.size(),
        feed.Stages() &
            tbb::make_filter<TokenizedBlock*, TokenizedBlock*>(filter_mode::parallel, tokenize) &
            tbb::make_filter<TokenizedBlock*, void>(filter_mode::serial_in_order, write_out));
  });
}

}  // namespace ciku
