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

// What a run of tokens counts: each of its paths once, as in the source, or all of them together
// one vote, so that one long run cannot drown a corpus.
enum class PathWeight { kPath, kSentence };

// How far apart linked tokens can be at most.
constexpr size_t kWidestWindow = 64;

struct TemplateOptions {
  // How far apart two linked tokens may be, from 1 to kWidestWindow.
  size_t window = 5;
  // Links and templates have a probability over this. Over 0.
  double min_proba = 1e-5;
  // Links have a pointwise mutual information over this, in nats.
  double min_pmi = 2;
  PathWeight weight = PathWeight::kPath;
  // Templates have at least this count, of paths or votes.
  uint64_t min_count = 0;
  // Characters outside the alphabet separate runs of tokens.
  Alphabet alphabet = Alphabet::kBasic;
  // Invalid UTF-8 is an error; otherwise it separates runs and is counted.
  bool strict = false;
  // Which of the templates are listed: those of so many words or more; not a single word between
  // two gaps; only the first.
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
  // Decimal numbers of any size: the paths of all runs, and those of the run with the most.
  std::string paths;
  std::string most_paths;
  // Whether one run has more than half of all paths, each of which counts.
  bool drowned = false;
};

// The templates found, the most frequent first, of equal counts by code points. They are in memory.
class Templates {
 public:
  // For FindTemplates.
  Templates(std::unique_ptr<const TemplateList> list, PathWeight weight, TemplateFigures figures);
  Templates(Templates&&) noexcept;
  Templates& operator=(Templates&&) noexcept;
  ~Templates();

  size_t size() const;

  // The i-th template as text, words and gaps separated by spaces: "[X] 是 [X] 的 [X]"; and its
  // count, a decimal number: paths, or votes with six digits after the point.
  std::string_view text(size_t i) const;
  std::string count(size_t i) const;

  // For a parser.
  TemplateCounts counts() const;

  // Hands the lines of a format on to write(text); writes them to a file. Throws IoError.
  void Write(TemplateFormat format, const std::function<void(std::string_view)>& write) const;
  void Save(const std::string& path, TemplateFormat format = TemplateFormat::kTsv) const;

  const TemplateFigures& figures() const { return figures_; }

 private:
  std::unique_ptr<const TemplateList> list_;
  PathWeight weight_;
  TemplateFigures figures_;
};

// Finds the sentence templates of a corpus. Tokens are what the tokenizer makes of it or, if that
// is null, what stands between spaces. The result is the same for every number of threads, memory
// budget, block size and compression. One sweep over the corpus, some more over runs of tokens on
// disk. Throws as Mine does.
Templates FindTemplates(const Corpus& corpus, const TemplateOptions& options,
                        const Tokenizer* tokenizer, const Resources& resources = DefaultResources(),
                        const Storage& storage = Storage(), Observer* observer = NoObserver());

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_FIND_TEMPLATES_H_
