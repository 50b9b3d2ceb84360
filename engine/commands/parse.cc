#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/commands/commands.h"
#include "engine/commands/console.h"
#include "engine/commands/options.h"
#include "engine/commands/tokenizer_options.h"
#include "engine/templates/parse_corpus.h"
#include "io/error.h"
#include "io/memory.h"
#include "io/text_output.h"

namespace ciku {
namespace {

// What templates may take, however small the budget, so that one that is too small is told what
// would do.
constexpr size_t kLeastTemplates = size_t{4} << 20;

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
  std::string output = "-";
};

// Parses the sentences that were given, or where there are none, the inputs.
void ParseAll(const ParseCommandOptions& options, const TextParser& parser, size_t taken,
              Report* report, ParseMeter* meter, TextOutput* output) {
  const Resources& resources = options.run.resources;
  const ParseOptions parse{options.strict, resources.memory, taken, resources.threads};
  const auto write = [&](std::string_view text) { output->Write(text); };
  const auto noted = [&] {
    return Json{{"sentences", meter->sweep.records.load()}, {"tokens", meter->tokens.load()}};
  };
  if (!options.sentences.empty()) {
    return report->Pass("parse", [&] {
      ParseSentences(options.sentences, parser, parse, meter, write);
      return noted();
    });
  }
  SpillFolder spills(options.run.temp_directory);
  const Corpus corpus = OpenCorpus(options.run, &spills, report);
  report->Sweep("parse", corpus.total_bytes(), meter->sweep, nullptr, [&] {
    ParseCorpus(corpus, parser, parse, meter, write);
    return noted();
  });
  WarnOfInput(corpus, meter->sweep, "each taken for a symbol, U+FFFD");
}

// What a sentence was before kBeforeBracket was put in front of it.
void RestoreBracket(std::string* sentence) {
  const std::string_view before = kBeforeBracket;
  if (sentence->starts_with(fmt::format("{}[", before))) sentence->erase(0, before.size());
}

void RunParse(ParseCommandOptions options) {
  for (std::string& sentence : options.sentences) RestoreBracket(&sentence);
  if (options.run.inputs.empty()) options.run.inputs = {"-"};
  const size_t memory = options.run.resources.memory;
  TextOutput output(options.output);
  Report report("parse", options.run.quiet, options.run.report, options.output);

  std::optional<Tokenizer> tokenizer;
  if (!options.tokenized) tokenizer.emplace(MakeTokenizer(options.tokenizer, memory, &report));
  std::optional<Parser> parser;
  report.Pass("read templates", [&] {
    const size_t most = std::max(memory / 8, kLeastTemplates);
    parser.emplace(TemplateCounts::Load(options.templates, most), options.parser);
    return Json{{"templates", parser->size()}};
  });

  ParseMeter meter;
  ParseAll(options, TextParser(*parser, tokenizer ? &*tokenizer : nullptr, options.format),
           parser->bytes() + (tokenizer ? tokenizer->bytes() : 0), &report, &meter, &output);
  output.Commit();
  report.results() = {{"sentences", meter.sweep.records.load()},
                      {"tokens", meter.tokens.load()},
                      {"bad_records", meter.sweep.bad_records.load()},
                      {"invalid_bytes", meter.sweep.invalid_bytes.load()},
                      {"peak_memory", PeakMemory()}};
  report.Write();
  if (options.output == "-") return;
  Note(options.run.quiet,
       fmt::format("{} sentences, {} tokens in {:.1f} s, {} peak memory",
                   ReadableCount(meter.sweep.records), ReadableCount(meter.tokens),
                   report.seconds(), ReadableBytes(static_cast<double>(PeakMemory()))));
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
  AddReadingOptions(command, &options->run.input);
  AddStrictOption(command, &options->strict);
}

void AddTokenOptions(CLI::App* command, ParseCommandOptions* options) {
  CLI::Option* const lexicon = AddTokenizerOptions(command, &options->tokenizer);
  command->add_flag("--tokenized", options->tokenized, "Sentences are tokens with spaces between")
      ->excludes(lexicon);
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
  AddTokenOptions(command, options.get());
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
  command->add_option("-o,--output", options->output, "The trees, in the order of the sentences")
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
