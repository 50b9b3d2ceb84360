// The search for sentence templates, in one call (S5597).
//
//   const ciku::Tokenizer tokenizer(ciku::Lexicon::Load("lexicon.tsv"));
//   ciku::FindTemplates(ciku::Corpus::Open({"corpus/"}), {.weight = ciku::PathWeight::kSentence},
//                       &tokenizer).Save("templates.tsv");
#ifndef CIKU_ENGINE_TEMPLATES_FIND_TEMPLATES_H_
#define CIKU_ENGINE_TEMPLATES_FIND_TEMPLATES_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "ciku/corpus.h"
#include "ciku/resources.h"
#include "ciku/template.h"
#include "ciku/text_options.h"
#include "ciku/tokenizer.h"

namespace ciku {

class TemplateList;

// What is counted for a run of tokens: each of its paths once, as in the source, or a single vote
// that its paths share, so that one long run cannot drown a corpus.
enum class PathWeight { kPath, kSentence };

// The widest window that can be chosen.
constexpr size_t kWidestWindow = 64;

struct TemplateOptions {
  // How many tokens apart two linked tokens may be, from 1 to kWidestWindow.
  size_t window = 5;
  // The probability of links and templates is greater than this. Greater than 0.
  double min_proba = 1e-5;
  // The pointwise mutual information of links is greater than this, in nats.
  double min_pmi = 2;
  PathWeight weight = PathWeight::kSentence;
  // The least count of a template, in paths or votes.
  uint64_t min_count = 0;
  // Characters outside the alphabet separate runs of tokens.
  Alphabet alphabet = Alphabet::kBasic;
  // Invalid UTF-8 is an error; otherwise it separates runs and is counted.
  bool strict = false;
  // Which templates are listed: those of at least this many words; without those that are a single
  // word between two gaps; only the first ones.
  size_t min_words = 1;
  bool no_trivial = false;
  uint64_t top = std::numeric_limits<uint64_t>::max();
};

enum class TemplateFormat { kTsv, kJsonLines };

// What a search read and found.
struct TemplateFigures {
  InputFigures input;
  uint64_t runs = 0;
  uint64_t tokens = 0;
  uint64_t skip_grams = 0;  // pairs of tokens within the window
  // Decimal numbers of any size: the number of paths of all runs, and of the run with the most.
  std::string paths;
  std::string most_paths;
  // True if each path counts and one run has more than half of all paths.
  bool drowned = false;
};

// The templates that were found, the most frequent first and templates of equal count by code
// points. All of them are in memory.
class Templates {
 public:
  // For FindTemplates.
  Templates(std::unique_ptr<const TemplateList> list, PathWeight weight, TemplateFigures figures);
  Templates(Templates&&) noexcept;
  Templates& operator=(Templates&&) noexcept;
  ~Templates();

  size_t size() const;

  // The i-th template as text, with spaces between words and gaps: "[X] 是 [X] 的 [X]"; and its
  // count, a decimal number of paths, or of votes with six digits after the point.
  std::string_view text(size_t i) const;
  std::string count(size_t i) const;

  // The templates and their counts, for a parser.
  TemplateCounts counts() const;

  // Hands the templates on to write(text), as lines of a format; or writes them to a file. Throws
  // IoError.
  void Write(TemplateFormat format, const std::function<void(std::string_view)>& write) const;
  void Save(const std::string& path, TemplateFormat format = TemplateFormat::kTsv) const;

  const TemplateFigures& figures() const { return figures_; }

 private:
  std::unique_ptr<const TemplateList> list_;
  PathWeight weight_;
  TemplateFigures figures_;
};

// Finds the sentence templates of a corpus. The tokenizer makes the tokens or, if it is null,
// tokens are the parts of the text between spaces. The result is the same for every number of
// threads, memory budget, block size and compression. There is one sweep over the corpus and
// several over runs of tokens on disk. Throws as Mine does.
Templates FindTemplates(const Corpus& corpus, const TemplateOptions& options,
                        const Tokenizer* tokenizer, const Resources& resources = DefaultResources(),
                        const Storage& storage = Storage(), Observer* observer = NoObserver());

// The same with two corpora: links come from the first, templates are searched for in the second.
// Throws UsageError if there is a work folder.
Templates FindTemplates(const Corpus& linked, const Corpus& searched,
                        const TemplateOptions& options, const Tokenizer* tokenizer,
                        const Resources& resources = DefaultResources(),
                        const Storage& storage = Storage(), Observer* observer = NoObserver());

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_FIND_TEMPLATES_H_
