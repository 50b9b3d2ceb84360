#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/commands/commands.h"
#include "engine/commands/console.h"
#include "engine/commands/job.h"
#include "engine/commands/options.h"
#include "engine/commands/tokenizer_options.h"
#include "engine/parse/parse_corpus.h"
#include "engine/sweep/budget.h"
#include "io/error.h"
#include "io/memory.h"
#include "io/text_output.h"

namespace ciku {
namespace {

// What templates may take, however small the budget, so that one that is too small is told what
// would do.
constexpr size_t kLeastTemplates = 4 * kMiB;

constexpr Named<TreeFormat> kTreeFormats[] = {
    {"tree", TreeFormat::kTree}, {"brackets", TreeFormat::kBrackets}, {"json", TreeFormat::kJson}};

struct ParseCommandOptions {
  RunOptions run;
  std::vector<std::string> sentences;
  std::string templates;
  bool tokenized = false;
  TokenizerChoice tokenizer;
  ParserOptions parser;
  TreeFormat format = TreeFormat::kTree;
  bool strict = false;
  bool skip_too_long = false;
  std::string output = "-";
};

// What the trees depend on besides the inputs, the lexicon and the templates.
Json DescribeOptions(const ParseCommandOptions& options) {
  return {{"tokenized", options.tokenized},
          {"null_score", options.parser.null_score},
          {"format", NameOf(kTreeFormats, options.format)},
          {"strict", options.strict},
          {"skip_too_long", options.skip_too_long}};
}

// What a sentence was before kBeforeBracket was put in front of it.
void RestoreBracket(std::string* sentence) {
  const std::string_view before = kBeforeBracket;
  if (sentence->starts_with(fmt::format("{}[", before))) sentence->erase(0, before.size());
}

class ParseRun {
 public:
  // `options` must outlive it.
  explicit ParseRun(const ParseCommandOptions& options)
      : options_(options),
        output_(options.output),
        report_("parse", options.run.quiet, options.run.report, options.output) {
    report_.options() = DescribeOptions(options);
    depends_on_ = NamedAsOptions(report_.options());
    report_.options()["templates"] = options.templates;
    report_.options().update(DescribeResources(options.run.resources));
  }

  void Run() {
    if (!options_.tokenized) {
      tokenizer_.emplace(MakeTokenizer(options_.tokenizer, memory(), &report_, &depends_on_));
    }
    ReadTemplates();
    options_.sentences.empty() ? ParseInputs() : ParseArguments();
    output_.Commit();
    WriteReport();
    if (job_) job_->Finish();
    if (options_.output != "-") Summarize();
  }

 private:
  size_t memory() const { return options_.run.resources.memory; }

  void ReadTemplates() {
    report_.Pass("read templates", [&] {
      const size_t most = std::max(memory() / 8, kLeastTemplates);
      const TemplateCounts templates = TemplateCounts::Load(options_.templates, most);
      depends_on_["--templates"] = Content(templates.size(), "templates", templates.Checksum());
      if (templates.size() == 0) {
        Warn(Printable(options_.templates) + ": holds no templates");
      }
      parser_.emplace(templates, options_.parser);
      return Json{{"templates", parser_->size()}};
    });
  }

  TextParser MakeTextParser() const {
    return {*parser_, tokenizer_ ? &*tokenizer_ : nullptr, options_.format};
  }

  ParseOptions MakeParseOptions() const {
    const size_t taken = parser_->bytes() + (tokenizer_ ? tokenizer_->bytes() : 0);
    return {options_.strict, options_.skip_too_long, memory(), taken,
            options_.run.resources.threads};
  }

  void ParseArguments() {
    report_.Pass("parse", [&] {
      ParseSentences(options_.sentences, MakeTextParser(), MakeParseOptions(), &meter_, write_);
      return Parsed();
    });
  }

  void ParseInputs() {
    job_.emplace(options_.run);
    const Storage& storage = job_->storage();
    const Corpus corpus = OpenCorpus(options_.run, storage.spills, &report_);
    job_->Begin("parse", depends_on_, corpus);
    report_.Sweep("parse", corpus.total_bytes(), meter_.sweep, storage.work, [&] {
      ParseCorpus(corpus, MakeTextParser(), MakeParseOptions(), storage, &meter_, write_);
      return Parsed();
    });
    WarnOfInput(corpus, meter_.sweep, "each taken for a symbol, U+FFFD");
    if (meter_.too_long > 0) {
      Warn(fmt::format("{} sentences were left out: of more than 1,000 tokens or 64 KiB",
                       ReadableCount(meter_.too_long)));
    }
  }

  Json Parsed() const {
    return {{"sentences", meter_.sweep.records.load()}, {"tokens", meter_.tokens.load()}};
  }

  void WriteReport() {
    report_.results() = Parsed();
    report_.results().update({{"bad_records", meter_.sweep.bad_records.load()},
                              {"too_long", meter_.too_long.load()},
                              {"invalid_bytes", meter_.sweep.invalid_bytes.load()},
                              {"peak_memory", PeakMemory()}});
    report_.Write();
  }

  void Summarize() const {
    Note(options_.run.quiet,
         fmt::format("{} sentences, {} tokens in {:.1f} s, {} peak memory",
                     ReadableCount(meter_.sweep.records), ReadableCount(meter_.tokens),
                     report_.seconds(), ReadableBytes(static_cast<double>(PeakMemory()))));
  }

  const ParseCommandOptions& options_;
  TextOutput output_;
  Report report_;
  Json depends_on_;  // besides the inputs, under the names of options
  std::optional<Tokenizer> tokenizer_;
  std::optional<Parser> parser_;
  std::optional<Job> job_;  // none where the sentences are arguments
  ParseMeter meter_;
  const std::function<void(std::string_view)> write_ = [this](std::string_view text) {
    output_.Write(text);
  };
};

void RunParse(ParseCommandOptions options) {
  for (std::string& sentence : options.sentences) RestoreBracket(&sentence);
  if (options.run.inputs.empty()) options.run.inputs = {"-"};
  ParseRun(options).Run();
}

void AddSentenceOptions(CLI::App* command, ParseCommandOptions* options) {
  CLI::Option* const sentences =
      command
          ->add_option("SENTENCE", options->sentences,
                       "Sentences, after -- where one begins with a hyphen (default: those of "
                       "--input)")
          ->type_name("");
  command
      ->add_option("--input", options->run.inputs,
                   "Files, folders or - of sentences, each a line or the text of a JSON line; may "
                   "be repeated (default: standard input)")
      ->excludes(sentences)
      ->allow_extra_args(false)
      ->type_name("PATH");
  AddWorkOptions(command, &options->run)->excludes(sentences);
  AddReadingOptions(command, &options->run.input);
  AddStrictOption(command, &options->strict);
  command
      ->add_flag("--skip-too-long", options->skip_too_long,
                 "Leaves sentences of more than 1,000 tokens or 64 KiB out instead of failing")
      ->excludes(sentences);
}

}  // namespace

void AddParseCommand(CLI::App* program) {
  const auto options = std::make_shared<ParseCommandOptions>();
  CLI::App* const command =
      program->add_subcommand("parse", "Parse sentences into trees of templates");
  command->footer(
      "A sentence is parsed by the best nesting of templates: the sum of the logarithms of their "
      "shares\nof all templates, and of the null score for neighbours that no template links. It "
      "may have 1,000\ntokens.\n\n"
      "Example: a sentence by the templates of a corpus\n"
      "  ciku parse 这本书的内容很好 --templates templates.tsv --lexicon lexicon.tsv");
  AddSentenceOptions(command, options.get());
  AddTokenizerOptions(command, &options->tokenizer);
  AddTokenizedOption(command, &options->tokenized, "Sentences are tokens with spaces between");
  command
      ->add_option("--templates", options->templates,
                   "The templates and their counts, as `ciku templates` writes them")
      ->required()
      ->type_name("FILE");
  command
      ->add_option("--null-score", options->parser.null_score,
                   "The score of two neighbouring tokens that no template links")
      ->capture_default_str()
      ->type_name("X");
  command
      ->add_option("-o,--output", options->output,
                   "The trees, in the order of the sentences; with --work-dir, standard output "
                   "gets them when all are there")
      ->type_name("FILE");
  AddNamedOption(command, "--format", &options->format, kTreeFormats,
                 "tree (drawn, an empty line after each), brackets (a line each, modules in "
                 "parentheses) or json (a line each: template, content, score, modules) (default: "
                 "tree)");
  AddResourceOptions(command, &options->run.resources, &options->run.temp_directory);
  AddReportOptions(command, &options->run.quiet, &options->run.report);
  command->callback([options] { RunParse(*options); });
}

}  // namespace ciku
