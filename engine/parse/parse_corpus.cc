#include "engine/parse/parse_corpus.h"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "engine/lexicon/about_tokenizer.h"
#include "engine/parse/text_parser.h"
#include "engine/sweep/budget.h"
#include "engine/sweep/in_order.h"
#include "engine/sweep/job.h"
#include "engine/sweep/per_thread.h"
#include "engine/sweep/record_numbers.h"
#include "engine/sweep/records.h"
#include "engine/sweep/sweep_plan.h"
#include "engine/sweep/text_in_order.h"
#include "engine/text/invalid_utf8.h"
#include "io/error.h"
#include "io/input/input_file.h"
#include "io/input/source.h"
#include "io/names.h"

namespace ciku {
namespace {

// How much was parsed.
struct ParseMeter {
  SweepMeter sweep;
  std::atomic<uint64_t> tokens = 0;
  std::atomic<uint64_t> too_long = 0;

  Figures figures() const {
    return {{"sentences", sweep.records.load()}, {"tokens", tokens.load()}};
  }
  ParseFigures total() const { return {InputFigures(sweep), tokens, too_long}; }
};

// Lines that are short enough for a sentence stay whole. Longer lines come in parts, which is how
// they are recognized.
class SentenceRule : public SplitRule {
 public:
  // One more byte, because a carriage return of the line end is not part of the sentence.
  static constexpr size_t kMostUndivided = kLongestSentenceText + 1;

  SplitPoint Find(std::string_view pending, size_t searched) const override {
    return pending.size() <= kMostUndivided ? SplitPoint{}
                                            : AnywhereSplitRule().Find(pending, searched);
  }
};

// The result for a block's records, up to the first record that cannot be parsed.
struct ParsedBlock {
  std::string trees;
  uint64_t records;
  std::optional<std::string> fault;  // of the record that cannot be parsed
};

class CorpusParser {
 public:
  using Result = ParsedBlock;

  // All arguments must outlive this object.
  CorpusParser(const Corpus& corpus, const TextParser& parser, const ParseOptions& options,
               ParseMeter* meter)
      : parser_(parser), options_(options), meter_(meter), numbers_(corpus) {}

  // Parses a block. Safe to call from any number of threads at once.
  void Work(const Block& block, ParsedBlock* parsed) {
    parsed->trees.clear();
    parsed->records = 0;
    parsed->fault.reset();
    for (const Text& text : {block.lead, block.body}) {
      meter_->sweep.invalid_bytes += CountInvalid(text, options_.strict);
      meter_->sweep.text_bytes += text.bytes.size();
    }
    try {
      AddPart(block, parsed);
      if (block.lead.part_of == 0) AddTrees(block.lead, parsed);
      AddTrees(block.body, parsed);
    } catch (const InputError& error) {
      parsed->fault = error.what();
    }
  }

  // Writes the result for a block. For one thread at a time, in the order of the blocks. Throws
  // InputError if a record could not be parsed.
  void Write(const Block& block, const ParsedBlock& parsed, KeptText* text) {
    const InputFile& file = block.source->input();
    numbers_.Enter(block);
    numbers_.Add(parsed.records);
    if (parsed.fault) {
      const char* const record = file.format == InputFormat::kLines ? "line" : "record";
      throw InputError(fmt::format("{}: {} {}: {}", Printable(file.path), record,
                                   numbers_.records() + 1, *parsed.fault));
    }
    text->Write(parsed.trees);
  }

  // Saves the counts for the blocks written so far, and the number of the current record, which
  // messages about errors in later blocks need.
  Json Save() const {
    Json saved = numbers_.Save();
    saved["tokens"] = meter_->tokens.load();
    saved["too_long"] = meter_->too_long.load();
    return saved;
  }
  void Restore(const Json& saved) {
    numbers_.Restore(saved);
    meter_->tokens = CountIn(saved, "tokens");
    meter_->too_long = CountIn(saved, "too_long");
  }

 private:
  // Counts a record that comes in parts, which is therefore too long, when it ends.
  void AddPart(const Block& block, ParsedBlock* parsed) {
    const bool is_part = block.lead.part_of != 0;
    if (is_part && !options_.skip_too_long) ThrowTooLong();
    const uint64_t ended = (is_part && !block.lead.line_goes_on ? 1 : 0) + block.ends_record;
    parsed->records += ended;
    meter_->too_long += ended;
  }

  void AddTrees(const Text& text, ParsedBlock* parsed) {
    TextParser::Scratch& scratch = scratches_.local();
    uint64_t tokens = 0;
    ForEachRecord(text, [&](std::string_view record) {
      try {
        tokens += parser_.Parse(record, &scratch, &parsed->trees);
      } catch (const InputError&) {
        if (!options_.skip_too_long) throw;
        ++meter_->too_long;
      }
      ++parsed->records;
    });
    meter_->tokens += tokens;
  }

  const TextParser& parser_;
  const ParseOptions& options_;
  ParseMeter* const meter_;
  PerThread<TextParser::Scratch> scratches_;
  RecordNumbers numbers_;
};

constexpr size_t kLeastParsed = 16 * kKiB;
// A block of this size takes up to about a second to parse.
constexpr size_t kUsualParsed = 64 * kKiB;
// The memory for each byte of a block: its text as it is read, unpacked and stitched, and its
// trees, in which a token is written again for every template around it.
constexpr size_t kBytesForEachParsed = 64;

// A configuration with blocks that fit the memory, or nothing.
std::optional<ReaderConfig> TryConfig(const Corpus& corpus, const TextParser& parser, size_t memory,
                                      size_t threads) {
  const size_t blocks = BlocksInOrderAtOnce(threads);
  const size_t streams = StreamsAtOnce(corpus, memory, threads);
  const size_t taken = parser.shared_bytes() + corpus.memory() +
                       streams * corpus.max_stream_memory() + threads * parser.scratch_bytes() +
                       blocks * SentenceRule::kMostUndivided;
  if (taken >= memory) return std::nullopt;
  const size_t most = (memory - taken) / blocks / kBytesForEachParsed;
  if (most < kLeastParsed) return std::nullopt;
  ReaderConfig config;
  config.limits = {std::min(most, kUsualParsed), most, streams};
  config.files_at_once = 1;  // so that records keep their order
  config.max_record = most;
  config.max_undivided = SentenceRule::kMostUndivided;
  return config;
}

ReaderConfig MakeConfig(const Corpus& corpus, const TextParser& parser,
                        const Resources& resources) {
  return PlanWithin(
      resources.memory, "this input, lexicon and templates", resources.threads,
      [&](size_t memory) { return TryConfig(corpus, parser, memory, resources.threads); });
}

// Everything, besides the inputs, that the trees depend on.
Json AboutTrees(const Parser& parser, const Tokenizer* tokenizer, const ParseOptions& options) {
  Json about = {{"--tokenized", tokenizer == nullptr},
                {"--null-score", parser.options().null_score},
                {"--format", NameOf(kTreeFormats, options.format)},
                {"--strict", options.strict},
                {"--skip-too-long", options.skip_too_long}};
  if (tokenizer != nullptr) about.update(AboutTokenizer(*tokenizer));
  about["--templates"] = ContentText(parser.size(), "templates", parser.templates_checksum());
  return about;
}

}  // namespace

ParseFigures ParseCorpus(const Corpus& corpus, const Parser& parser, const Tokenizer* tokenizer,
                         const ParseOptions& options, const TextSink& sink,
                         const Resources& resources, const Storage& storage, Observer* observer) {
  BeginJob("parse", AboutTrees(parser, tokenizer, options), corpus, storage, observer);
  const TextParser text_parser(parser, tokenizer, options.format);
  ParseMeter meter;
  CorpusParser pass(corpus, text_parser, options, &meter);
  // Trees are written to disk only with a work folder; otherwise nothing is spilled.
  const Storage* const spills = storage.work() == nullptr ? nullptr : &storage;
  observer->Sweep("parse", corpus.total_bytes(), meter.sweep, spills, [&] {
    const ReaderConfig config = MakeConfig(corpus, text_parser, resources);
    TextInOrder({corpus, config, SentenceRule(), resources.threads}, "parse", storage, &meter.sweep,
                &pass, sink);
    return meter.figures();
  });
  return meter.total();
}

ParseFigures ParseSentences(std::span<const std::string> sentences, const Parser& parser,
                            const Tokenizer* tokenizer, const ParseOptions& options,
                            const TextSink& sink, const Resources& resources, Observer* observer) {
  const TextParser text_parser(parser, tokenizer, options.format);
  ParseMeter meter;
  PerThread<TextParser::Scratch> scratches;
  const auto parse = [&](size_t i) {
    std::string tree;
    try {
      meter.tokens += text_parser.Parse(sentences[i], &scratches.local(), &tree);
    } catch (const InputError& error) {
      throw InputError(fmt::format("sentence {}: {}", i + 1, error.what()));
    }
    return tree;
  };
  observer->Pass("parse", [&] {
    InOrder(sentences.size(), resources.threads, parse, [&](const std::string& tree) {
      ++meter.sweep.records;
      sink.Write(tree);
    });
    return meter.figures();
  });
  return meter.total();
}

}  // namespace ciku
