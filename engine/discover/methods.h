// The only place that knows all methods: it names them and makes them from their options.
#ifndef CIKU_ENGINE_DISCOVER_METHODS_H_
#define CIKU_ENGINE_DISCOVER_METHODS_H_

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <span>

#include "engine/discover/memory_plan.h"
#include "engine/discover/method.h"
#include "engine/discover/method_options.h"
#include "engine/text/text_options.h"

namespace ciku {

// Returns the name of a method, as --method takes it.
const char* MethodName(const MethodOptions& options);

// Returns the method and its thresholds under the names of their options ("min_pmi" for --min-pmi),
// as reports and work folders list them.
Json DescribeMethod(const MethodOptions& options);

// The terms of the method.
const MethodTerms& TermsOf(const MethodOptions& options);

// Returns the rule by which the method takes pieces for words if there are `pieces` pieces.
WordRule WordRuleFor(const MethodOptions& options, uint64_t pieces);

// Makes the method. `symbols` and `plan` must outlive it. Throws UsageError if the options
// contradict each other.
std::unique_ptr<Method> MakeMethod(const MethodOptions& options, const Symbols& symbols,
                                   const MemoryPlan& plan);

// The rules for units with which the method is usually used.
Rules UsualRules(const MethodOptions& options);

// Every method, with its default thresholds.
std::span<const MethodOptions> AllMethods();

// Returns the method that a counts file or a work folder describes: `named` is the result of
// DescribeMethod, under the names of options (engine/sweep/job.h). Throws CorruptionError if that
// makes no sense.
MethodOptions MethodFrom(const Json& named);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_METHODS_H_
