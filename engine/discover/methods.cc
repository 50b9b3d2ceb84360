#include "engine/discover/methods.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <string>

#include "engine/discover/ngram_cut.h"
#include "engine/discover/pair_cut.h"
#include "engine/discover/unigram.h"
#include "engine/discover/word_finder.h"
#include "io/error.h"

namespace ciku {

std::span<const MethodOptions> AllMethods() {
  static const MethodOptions kMethods[] = {UnigramOptions{}, PairCutOptions{}, NgramOptions{},
                                           WordFinderOptions{}};
  return kMethods;
}

const char* MethodName(const MethodOptions& options) {
  return std::visit([](const auto& of) { return NameOfMethod(of); }, options);
}

const MethodTerms& TermsOf(const MethodOptions& options) {
  return std::visit([](const auto& of) -> const MethodTerms& { return TermsOfMethod(of); },
                    options);
}

Json DescribeMethod(const MethodOptions& options) {
  Json described = {{"method", MethodName(options)}};
  std::visit([&](const auto& of) { described.update(DescribeThresholds(of)); }, options);
  return described;
}

WordRule WordRuleFor(const MethodOptions& options, uint64_t pieces) {
  return std::visit([&](const auto& of) { return WordRuleOf(of, pieces); }, options);
}

Rules UsualRules(const MethodOptions& options) {
  return std::holds_alternative<UnigramOptions>(options) ? Rules::kUnits : Rules::kNlpZero;
}

std::unique_ptr<Method> MakeMethod(const MethodOptions& options, const Symbols& symbols,
                                   const MemoryPlan& plan) {
  return std::visit([&](const auto& of) { return MakeMethodOf(of, symbols, plan); }, options);
}

MethodOptions MethodFrom(const Json& named) {
  const std::string name = named.value("--method", std::string());
  for (MethodOptions method : AllMethods()) {
    if (MethodName(method) != name) continue;
    std::visit([&](auto& of) { ReadThresholds(named, &of); }, method);
    return method;
  }
  throw CorruptionError(fmt::format("there is no method '{}'", name));
}

}  // namespace ciku
