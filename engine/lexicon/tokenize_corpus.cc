#include "engine/lexicon/tokenize_corpus.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "engine/lexicon/about_tokenizer.h"
#include "engine/lexicon/best_path.h"
#include "engine/lexicon/phrase_split_rule.h"
#include "engine/lexicon/stretch_split_rule.h"
#include "engine/lexicon/token_writer.h"
#include "engine/sweep/budget.h"
#include "engine/sweep/job.h"
#include "engine/sweep/per_thread.h"
#include "engine/sweep/records.h"
#include "engine/sweep/sweep_plan.h"
#include "engine/sweep/text_in_order.h"
#include "engine/text/invalid_utf8.h"
#include "engine/text/unit_split_rule.h"
#include "io/error.h"
#include "io/input/input_file.h"
#include "io/names.h"
#include "io/records/json_path.h"

namespace ciku {
namespace {

// The tokens of a block's records.
struct TokenizedBlock {
  // The tokens of a part of a record that began in an earlier block or ends in a later one.
  std::vector<Token> part;
  std::string written;  // the tokens of all other records, as text
};

// The progress of the pass.
struct TokenizeMeter {
  SweepMeter sweep;
  std::atomic<uint64_t> tokens = 0;
};

class CorpusTokenizer {
 public:
  using Result = TokenizedBlock;

  // All arguments must outlive this object.
  CorpusTokenizer(const Tokenizer& tokenizer, const TokenizeOptions& options, TokenizeMeter* meter)
      : tokenizer_(tokenizer),
        options_(options),
        meter_(meter),
        in_order_(options.format, options.separator) {}

  // Tokenizes a block. Safe to call from any number of threads at once.
  void Work(const Block& block, TokenizedBlock* tokenized) {
    Local& local = locals_.local();
    tokenized->written.clear();
    tokenized->part.clear();
    for (const Text& text : {block.lead, block.body}) {
      meter_->sweep.invalid_bytes += CountInvalid(text, options_.strict);
      meter_->sweep.text_bytes += text.bytes.size();
    }
    if (block.lead.part_of != 0) {
      tokenizer_.Tokenize(PartOf(block.lead), &local.scratch, &tokenized->part);
      meter_->tokens += tokenized->part.size();
    } else {
      AddRecords(block.lead, &local, &tokenized->written);
    }
    AddRecords(block.body, &local, &tokenized->written);
  }

  // Writes the tokens of a block. For one thread at a time, in the order of the blocks.
  void Write(const Block& block, const TokenizedBlock& tokenized, KeptText* text) {
    part_.clear();
    if (block.lead.part_of != 0) {
      in_order_.AddPart(PartOf(block.lead), tokenized.part, &part_);
      if (!block.lead.line_goes_on) in_order_.EndRecord(&part_);
    }
    if (block.ends_record) in_order_.EndRecord(&part_);
    text->Write(part_);
    text->Write(tokenized.written);
  }

  // Saves the number of tokens in the blocks written so far, and the state of a record that goes on
  // after them.
  Json Save() const { return {{"tokens", meter_->tokens.load()}, {"record", in_order_.Save()}}; }
  void Restore(const Json& saved) {
    meter_->tokens = CountIn(saved, "tokens");
    in_order_.Restore(saved.at("record"));
  }

 private:
  struct Local {
    TokenWriter writer;
    Tokenizer::Scratch scratch;
    std::vector<Token> tokens;
  };

  Local NewLocal() const { return {TokenWriter(options_.format, options_.separator), {}, {}}; }

  static std::string_view PartOf(const Text& text) {
    return text.line_goes_on ? text.bytes : WithoutLineEnd(text.bytes);
  }

  void AddRecords(const Text& text, Local* local, std::string* out) {
    uint64_t tokens = 0;
    size_t number = 0;
    ForEachRecord(text, [&](std::string_view record) {
      if (options_.keep_fields) {
        const std::string_view line = text.parsed->FromRecord(number++);
        local->writer.BeginRecord(line.substr(0, line.find('\n')), out);
      }
      tokenizer_.Tokenize(record, &local->scratch, &local->tokens);
      tokens += local->tokens.size();
      local->writer.AddPart(record, local->tokens, out);
      local->writer.EndRecord(out);
    });
    meter_->tokens += tokens;
  }

  const Tokenizer& tokenizer_;
  const TokenizeOptions& options_;
  TokenizeMeter* const meter_;
  TokenWriter in_order_;  // for records that come in parts
  std::string part_;
  PerThread<Local> locals_{[this] { return NewLocal(); }};
};

constexpr size_t kLeastBlock = 64 * kKiB;
constexpr size_t kUsualBlock = kMiB;
// For each byte of a block: the text as it is read, unpacked and stitched, and the tokens of a
// record that fills the block.
constexpr size_t kBytesForEachByte = 4 + 2 * sizeof(Token) + 2 * sizeof(uint64_t);

// Splits lines that are longer than a block, so that the tokenizer finds the same tokens.
struct TokenSplit {
  std::unique_ptr<const SplitRule> rule;
  size_t most_undivided = 0;
  size_t memory = 0;  // of the rule while it is looking for a split
};

TokenSplit SplitFor(const Tokenizer& tokenizer) {
  if (tokenizer.phrases() != nullptr) {
    auto rule = std::make_unique<PhraseSplitRule>(tokenizer);
    const size_t most_undivided = rule->most_undivided();
    return {std::move(rule), most_undivided, Phrases::kReadingBytes};
  }
  if (tokenizer.units() == nullptr) {
    return {std::make_unique<StretchSplitRule>(), StretchSplitRule::MostUndivided(), 0};
  }
  return {std::make_unique<UnitSplitRule>(*tokenizer.units()), UnitSplitRule::MostUndivided(), 0};
}

// Returns a configuration with blocks that fit the memory besides the `taken` bytes, or nothing.
std::optional<ReaderConfig> TryConfig(const Corpus& corpus, const TokenizeOptions& options,
                                      size_t most_undivided, size_t memory, size_t threads,
                                      size_t taken) {
  const size_t blocks = BlocksInOrderAtOnce(threads);
  const size_t growth = kBytesForEachByte +
                        TokenWriter::MostGrowth(options.format, options.separator) +
                        (options.keep_fields ? TokenWriter::kMostKept : 0);
  const size_t scratch = threads * 32 * kLongestStretch;
  const size_t undivided = blocks * most_undivided;
  const size_t streams = StreamsAtOnce(corpus, memory, threads);
  taken += corpus.memory() + streams * corpus.max_stream_memory() + scratch + undivided;
  if (taken >= memory) return std::nullopt;
  const size_t most = (memory - taken) / blocks / growth;
  if (most < kLeastBlock) return std::nullopt;
  ReaderConfig config;
  config.limits = {std::min(most, kUsualBlock), most, streams};
  config.files_at_once = 1;  // so that records keep their order
  config.max_record = most;
  config.max_undivided = most_undivided;
  return config;
}

ReaderConfig MakeConfig(const Corpus& corpus, const TokenizeOptions& options, size_t most_undivided,
                        const Resources& resources, size_t taken) {
  return PlanWithin(
      resources.memory, "this input and lexicon", resources.threads, [&](size_t memory) {
        return TryConfig(corpus, options, most_undivided, memory, resources.threads, taken);
      });
}

// Throws UsageError if the fields of the records cannot be kept.
void CheckKeepsFields(const Corpus& corpus, const TokenizeOptions& options) {
  if (!options.keep_fields) return;
  if (options.format != TokenFormat::kJsonLines) {
    throw UsageError("--keep-fields writes JSON lines, and --format names another format");
  }
  for (const InputFile& file : corpus.files()) {
    const bool is_alone = file.container == InputFile::Container::kNone;
    if (is_alone && file.format == InputFormat::kJsonLines) continue;
    throw UsageError(Printable(file.path) + ": --keep-fields needs JSON lines, and these are none");
  }
  const InputOptions& input = corpus.options();
  const auto is_array = [](const std::string& field) {
    const JsonPath path = ParseJsonPath(field);
    return std::find(path.begin(), path.end(), std::nullopt) != path.end();
  };
  const bool has_many =
      input.fields.size() > 1 || std::any_of(input.fields.begin(), input.fields.end(), is_array);
  if (input.join || !has_many) return;
  throw UsageError("--keep-fields needs one text for each record: join them with --join-fields");
}

// Everything, besides the inputs, that the tokens depend on.
Json AboutTokens(const TokenizeOptions& options, const Tokenizer& tokenizer) {
  Json about = {{"--format", NameOf(kTokenFormats, options.format)},
                {"--separator", Printable(options.separator)},
                {"--strict", options.strict},
                {"--keep-fields", options.keep_fields}};
  about.update(AboutTokenizer(tokenizer));
  return about;
}

}  // namespace

TokenizeFigures TokenizeCorpus(const Corpus& corpus, const Tokenizer& tokenizer,
                               const TokenizeOptions& options, const TextSink& sink,
                               const Resources& resources, const Storage& storage,
                               Observer* observer) {
  CheckKeepsFields(corpus, options);
  BeginJob("tokenize", AboutTokens(options, tokenizer), corpus, storage, observer);
  TokenizeMeter meter;
  CorpusTokenizer pass(tokenizer, options, &meter);
  // Tokens are written to disk only with a work folder; otherwise nothing is spilled.
  const Storage* const spills = storage.work() == nullptr ? nullptr : &storage;
  observer->Sweep("tokenize", corpus.total_bytes(), meter.sweep, spills, [&] {
    const TokenSplit split = SplitFor(tokenizer);
    const ReaderConfig config = MakeConfig(corpus, options, split.most_undivided, resources,
                                           tokenizer.bytes() + split.memory);
    TextInOrder({corpus, config, *split.rule, resources.threads}, "tokenize", storage, &meter.sweep,
                &pass, sink);
    return Figures{{"records", meter.sweep.records.load()}, {"tokens", meter.tokens.load()}};
  });
  return {InputFigures(meter.sweep), meter.tokens};
}

}  // namespace ciku
