#include "engine/commands/explanation_text.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <variant>
#include <vector>

#include "engine/commands/terminal/console.h"
#include "engine/commands/terminal/style.h"
#include "engine/commands/terminal/table.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// A value with two digits after the point that is not above the given one.
std::string RoundedDown(double value) {
  return fmt::format("{:.2f}", std::floor(value * 100) / 100);
}

std::string WeightText(const std::optional<double>& weight) {
  return weight ? fmt::format("{:.2f}", *weight) : "-";
}

std::string JointText(const JointExplanation& joint) { return joint.left + "|" + joint.right; }

std::string Sentences(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) text += sentence + "\n";
  return text;
}

std::string Heading(const WordExplanation& word) {
  const std::string occurrences =
      word.occurrences ? ", " + Counted(*word.occurrences, "occurrences") : "";
  return Styled(Style::kHeading, word.word, STDOUT_FILENO) +
         fmt::format(": {}{}\n", Counted(word.symbols, "symbols"), occurrences);
}

// The joints and the n-grams around them. `weight` is what the weights are called.
std::string JointTable(const WordExplanation& word, const char* weight, bool aligned) {
  if (word.joints.empty()) return "";
  std::vector<TableRow> rows = {
      {{"joint", "n-gram", "count", "needs", weight, "needs", "holds"}, Style::kHeading}};
  for (const JointExplanation& joint : word.joints) {
    for (const WeighedNgram& ngram : joint.ngrams) {
      rows.push_back({{JointText(joint), ngram.ngram, ReadableCount(ngram.count),
                       ReadableCount(ngram.least_count), WeightText(ngram.weight),
                       fmt::format("{:g}", ngram.least_weight), ngram.holds ? "yes" : "no"},
                      Style::kName});
    }
  }
  return FormatTable(rows, aligned, "  ");
}

// Of the methods that weigh pairs.

// The word finder asks for more than its threshold, the pair cut for as much.
bool LacksWeight(const WeighedNgram& pair) {
  return *pair.weight < pair.least_weight || (!pair.holds && pair.count >= pair.least_count);
}

// Why a joint does not hold.
std::string WhyCut(const JointExplanation& joint, const char* count_option) {
  const WeighedNgram& pair = joint.ngrams.front();
  const std::string at = "Text is cut at " + JointText(joint) + ": ";
  if (!pair.weight) return at + pair.ngram + " does not occur.";
  std::string lacks;
  if (pair.count < pair.least_count) {
    lacks =
        fmt::format("{} occurs {}, and {} asks for {}", pair.ngram, Counted(pair.count, "times"),
                    count_option, ReadableCount(pair.least_count));
  }
  if (LacksWeight(pair)) {
    lacks += (lacks.empty() ? "" : "; ") + fmt::format("its PMI is {}, and --min-pmi is {:g}",
                                                       WeightText(pair.weight), pair.least_weight);
  }
  return at + lacks + ".";
}

// The thresholds that would hold all joints, if there are any.
std::string PairRemedy(const WordExplanation& word, bool by_count) {
  uint64_t least_count = UINT64_MAX;
  double least_weight = 1e300;
  bool count_fails = false;
  bool weight_fails = false;
  for (const JointExplanation& joint : word.joints) {
    const WeighedNgram& pair = joint.ngrams.front();
    if (!pair.weight) return "No thresholds hold it together.";
    least_count = std::min(least_count, pair.count);
    least_weight = std::min(least_weight, *pair.weight);
    count_fails = count_fails || pair.count < pair.least_count;
    weight_fails = weight_fails || LacksWeight(pair);
  }
  std::string options;
  if (count_fails && by_count) options += fmt::format(" --min-count {}", least_count);
  if (count_fails && !by_count) options += " a lower --min-proba";
  if (weight_fails)
    options += (options.empty() ? " --min-pmi " : " and --min-pmi ") + RoundedDown(least_weight);
  return "With" + options + ", all its joints would hold.";
}

std::string HoldsTogether(const WordExplanation& word, const char* least, uint64_t least_count) {
  if (word.occurrences && *word.occurrences < least_count) {
    return fmt::format("All its joints hold, but it occurs {}, and {} asks for {}.",
                       Counted(*word.occurrences, "times"), least, ReadableCount(least_count));
  }
  return fmt::format(
      "All its joints hold: text is not cut inside of it. It is a word if it stands between two "
      "cuts often enough for {}.",
      least);
}

std::vector<std::string> PairSentences(const WordExplanation& word, bool by_count,
                                       uint64_t least_count) {
  const char* const option = by_count ? "--min-count" : "--min-proba";
  if (word.joints.empty()) return {"It has no joint that could be cut."};
  std::vector<std::string> sentences;
  for (const JointExplanation& joint : word.joints) {
    if (!joint.holds) sentences.push_back(WhyCut(joint, option));
  }
  sentences.push_back(sentences.empty() ? HoldsTogether(word, option, least_count)
                                        : PairRemedy(word, by_count));
  return sentences;
}

std::string TextFor(const PairCutOptions& options, const WordExplanation& word, bool aligned) {
  return JointTable(word, "PMI", aligned) + Sentences(PairSentences(word, true, options.min_count));
}

std::string TextFor(const WordFinderOptions& /*options*/, const WordExplanation& word,
                    bool aligned) {
  std::string text = JointTable(word, "PMI", aligned) + Sentences(PairSentences(word, false, 1));
  if (std::all_of(word.joints.begin(), word.joints.end(),
                  [](const JointExplanation& joint) { return joint.holds; })) {
    text += "It is dropped if shorter words explain it as well.\n";
  }
  return text;
}

// Of n-gram discovery.

// The n-gram around a joint that lacks least; null if none occurs.
const WeighedNgram* Nearest(const JointExplanation& joint) {
  const WeighedNgram* nearest = nullptr;
  const auto lack = [](const WeighedNgram& ngram) { return ngram.least_weight - *ngram.weight; };
  for (const WeighedNgram& ngram : joint.ngrams) {
    if (!ngram.weight) continue;
    if (nearest == nullptr || lack(ngram) < lack(*nearest)) nearest = &ngram;
  }
  return nearest;
}

// The thresholds by which an n-gram that occurs would be solid.
std::string WhatMakesSolid(const WeighedNgram& ngram) {
  std::string thresholds;
  if (ngram.count < ngram.least_count) thresholds = fmt::format("--min-count {}", ngram.count);
  if (*ngram.weight < ngram.least_weight) {
    thresholds += (thresholds.empty() ? "" : " and ") +
                  fmt::format("a threshold of {} for {}", RoundedDown(*ngram.weight),
                              Counted(CountSymbols(ngram.ngram), "symbols"));
  }
  return thresholds;
}

std::string WhyCutByNgrams(const JointExplanation& joint) {
  const WeighedNgram* const nearest = Nearest(joint);
  if (nearest == nullptr) {
    return fmt::format("Text is cut at {}: no n-gram around it occurs.", JointText(joint));
  }
  return fmt::format("Text is cut at {}: no n-gram around it is solid; {} would be with {}.",
                     JointText(joint), nearest->ngram, WhatMakesSolid(*nearest));
}

std::string BackCheck(const WordExplanation& word, const NgramOptions& options) {
  const size_t length = std::min(word.symbols, options.order);
  const WeighedNgram* weak = nullptr;
  for (const JointExplanation& joint : word.joints) {
    for (const WeighedNgram& ngram : joint.ngrams) {
      if (length > 2 && CountSymbols(ngram.ngram) == length && !ngram.holds) weak = &ngram;
    }
  }
  if (weak == nullptr) return "";
  return fmt::format("But it is no word, because {} is not solid; it would be with {}.\n",
                     weak->ngram, WhatMakesSolid(*weak));
}

std::string TextFor(const NgramOptions& options, const WordExplanation& word, bool aligned) {
  std::string text = JointTable(word, "cohesion", aligned);
  std::vector<std::string> cuts;
  for (const JointExplanation& joint : word.joints) {
    if (!joint.holds) cuts.push_back(WhyCutByNgrams(joint));
  }
  if (!cuts.empty()) return text + Sentences(cuts);
  if (word.joints.empty()) return text + "It has no joint that could be cut.\n";
  return text + HoldsTogether(word, "--min-count", options.min_count) + "\n" +
         BackCheck(word, options);
}

// Of the unigram method.

std::string SeedTable(const GainExplanation& gain, bool aligned) {
  std::vector<TableRow> rows = {
      {{"n-gram", "count", "needs", "entropy left", "right", "needs", "seed"}, Style::kHeading}};
  const auto add = [&](const SeedExplanation& seed) {
    rows.push_back(
        {{seed.ngram, ReadableCount(seed.count), ReadableCount(seed.least_count),
          fmt::format("{:.2f}", seed.left_entropy), fmt::format("{:.2f}", seed.right_entropy),
          fmt::format("{:g}", seed.least_entropy), seed.is_seed ? "yes" : "no"},
         Style::kName});
  };
  add(gain.word);
  for (const SeedExplanation& part : gain.parts) add(part);
  return FormatTable(rows, aligned, "  ");
}

// Why a word is no seed, and what would make it one.
std::vector<std::string> WhyNoSeed(const SeedExplanation& seed) {
  if (seed.count < seed.least_count) {
    return {fmt::format("It is no seed: it occurs {}, and a seed has to occur {}.",
                        Counted(seed.count, "times"), Counted(seed.least_count, "times")),
            fmt::format("--seed-count {} would be enough.", seed.count)};
  }
  const bool left = seed.left_entropy < seed.right_entropy;
  const double entropy = left ? seed.left_entropy : seed.right_entropy;
  return {
      fmt::format("It is no seed: what stands on its {} varies too little (a boundary entropy of "
                  "{:.2f} nats, and {:g} are needed), so it is rather a part of longer words.",
                  left ? "left" : "right", entropy, seed.least_entropy),
      fmt::format("A --seed-entropy of {} for {} would be enough.", RoundedDown(entropy),
                  Counted(CountSymbols(seed.ngram), "symbols"))};
}

std::vector<std::string> GainSentences(const GainExplanation& gain) {
  const std::string parts = fmt::format("{}", fmt::join(gain.division, " "));
  const bool enough = gain.gain >= gain.least_gain;
  return {
      fmt::format("It is a seed. As one word it is {} times as probable as {}, its best division "
                  "into others: it gains {:.2f} nats, and --min-gain is {:g} for {}.",
                  ReadableCount(static_cast<uint64_t>(std::exp(gain.gain))), parts, gain.gain,
                  gain.least_gain, Counted(CountSymbols(gain.word.ngram), "symbols")),
      fmt::format("So it is probably {}. How often it and its parts remain when the text is "
                  "divided decides that.",
                  enough ? "kept" : "dropped")};
}

std::string TextFor(const UnigramOptions& /*options*/, const WordExplanation& word, bool aligned) {
  if (!word.gain) {
    return word.symbols == 1 ? "Every symbol is a word.\n" : "It does not occur.\n";
  }
  return SeedTable(*word.gain, aligned) + Sentences(word.gain->word.is_seed
                                                        ? GainSentences(*word.gain)
                                                        : WhyNoSeed(word.gain->word));
}

}  // namespace

std::string ExplanationText(const WordExplanation& word, const MethodOptions& method,
                            bool aligned) {
  return Heading(word) +
         std::visit([&](const auto& options) { return TextFor(options, word, aligned); }, method);
}

}  // namespace ciku
