#include "engine/cluster/steps.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/discover/count_pieces.h"
#include "engine/discover/count_units.h"
#include "engine/discover/measure_words.h"
#include "engine/discover/methods.h"
#include "engine/discover/mined_words.h"
#include "engine/discover/score_words.h"
#include "engine/discover/seeds.h"
#include "engine/discover/unigram.h"

namespace ciku {
namespace {

// A sweep, and what the single task after it is called.
struct Swept {
  std::string sweep;
  std::string then;
};

std::string Hyphenated(std::string name) {
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

// Whether what a sweep counts is divided by keys. What others count is little: the words of a
// lexicon.
bool CountsByKeys(const std::string& sweep) {
  return !sweep.starts_with(kDivideRuns) && sweep != kScoreWords && sweep != kCountDictionaryWords;
}

// The sweeps up to the words. Those of the unigram method divide the corpus again and again.
std::vector<Swept> SweepsToWords(const MineOptions& options) {
  const auto* const unigram = std::get_if<UnigramOptions>(&options.method);
  if (unigram == nullptr) {
    const MethodTerms& terms = TermsOf(options.method);
    return {{terms.count_pass, terms.weigh_pass}, {kCutPieces, "rank words"}};
  }
  std::vector<Swept> sweeps = {{kCountShortNgrams, kFindShortSeeds}};
  if (CountsLongNgrams(*unigram)) sweeps.push_back({kCountLongNgrams, "find long seeds"});
  if (!unigram->dictionary.empty()) {
    sweeps.push_back({kCountDictionaryWords, "add dictionary words"});
  }
  for (size_t i = 1; i <= unigram->rounds * unigram->passes; ++i) {
    sweeps.push_back({DivisionName(i), fmt::format("add up runs {}", i)});
  }
  return sweeps;
}

std::vector<Swept> SweepsOf(const MineOptions& options) {
  const bool is_unigram = std::holds_alternative<UnigramOptions>(options.method);
  std::vector<Swept> sweeps = SweepsToWords(options);
  if (options.units_listed) {
    // Units are ranked together with the pieces.
    if (!is_unigram) sweeps.back().then = "";
    sweeps.push_back({kCountUnits, ""});
  }
  if (!is_unigram && NeedsDivision(options, false)) sweeps.push_back({kScoreWords, ""});
  if (NeedsMeasuring(options)) sweeps.push_back({kMeasureWords, ""});
  return sweeps;
}

}  // namespace

std::vector<ClusterStep> StepsOf(const MineOptions& options, bool adding_up) {
  const std::vector<Swept> sweeps = SweepsOf(options);
  std::vector<ClusterStep> steps;
  for (size_t i = 0; i < sweeps.size(); ++i) {
    const std::string name = Hyphenated(sweeps[i].sweep);
    steps.push_back({name, sweeps[i].sweep, ""});
    if (adding_up && CountsByKeys(sweeps[i].sweep)) {
      steps.push_back({"merge-" + name, sweeps[i].sweep, "", true});
    }
    if (i + 1 == sweeps.size() || sweeps[i].then.empty()) continue;
    steps.push_back({Hyphenated(sweeps[i].then), "", sweeps[i + 1].sweep});
  }
  steps.push_back({"finish", "", ""});
  return steps;
}

}  // namespace ciku
