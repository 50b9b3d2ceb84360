#include "engine/lexicon/words.h"

#include <algorithm>

namespace ciku {
namespace {

using Value = std::optional<double>;
using Of = const WordStatistics&;

double Real(uint64_t count) { return static_cast<double>(count); }

constexpr Statistic kStatistics[] = {
    {.name = "frequency",
     .column = "frequency",
     .is_count = true,
     .value = [](Of of) -> Value { return Real(of.frequency); }},
    {.name = "documents",
     .column = "documents",
     .is_count = true,
     .threshold_help = "The least number of records in which a word occurs",
     .value = [](Of of) -> Value { return Real(of.documents); }},
    {.name = "cohesion",
     .column = "cohesion",
     .threshold_help = "The least cohesion of a word of two symbols or more, in nats",
     .value = [](Of of) { return of.cohesion; }},
    {.name = "left-entropy",
     .column = "left_entropy",
     .value = [](Of of) -> Value { return of.left_entropy; }},
    {.name = "right-entropy",
     .column = "right_entropy",
     .value = [](Of of) -> Value { return of.right_entropy; }},
    {.name = "entropy",
     .meaning = "the smaller of these two",
     .threshold_help = "The least boundary entropy of a word on either side, in nats",
     .value = [](Of of) -> Value { return std::min(of.left_entropy, of.right_entropy); }},
    {.name = "variety",
     .column = "variety",
     .is_count = true,
     .meaning = "the number of different neighbours, on the side with fewer",
     .threshold_help = "The least number of different neighbours of a word on either side",
     .value = [](Of of) -> Value { return Real(std::min(of.left_variety, of.right_variety)); }},
    {.name = "stretches",
     .column = "stretches",
     .is_count = true,
     .greatest = 64,
     .of_division = true,
     .meaning = "in how many of 64 stretches of the corpus it is a token",
     .threshold_help = "The least number of stretches of the corpus, of 64, with a word as a token",
     .value = [](Of of) -> Value {
       return of.stretches ? Value(Real(*of.stretches)) : std::nullopt;
     }},
    {.name = "gain",
     .column = "gain",
     .of_division = true,
     .meaning = "over its best division into other words",
     .value = [](Of of) { return of.gain; }},
    {.name = "score",
     .column = "score",
     .of_division = true,
     .meaning = "of stretches, gain and length: the likeliest words",
     .threshold_help = "The least score of a word of two symbols or more",
     .value = [](Of of) { return of.score; }},
};

}  // namespace

std::span<const Statistic> AllStatistics() { return kStatistics; }

const Statistic* StatisticNamed(std::string_view name) {
  const auto* const found = std::find_if(std::begin(kStatistics), std::end(kStatistics),
                                         [&](const Statistic& each) { return each.name == name; });
  return found == std::end(kStatistics) ? nullptr : found;
}

}  // namespace ciku
