#include "engine/count/counted_parts.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "io/error.h"
#include "io/files/manifest.h"
#include "io/number_ranges.h"

namespace ciku {

CountedParts::CountedParts(const Corpus& corpus) {
  const CorpusPart* const part = corpus.part();
  if (part != nullptr) parts_[part->whole->checksum] = {part->of, {part->number}};
  DropComplete();
}

CountedParts CountedParts::From(const Json& json) {
  CountedParts counted;
  for (const Json& corpus : json) {
    Parts& parts = counted.parts_[ChecksumFrom(corpus.at("corpus"))];
    parts.of = CountIn(corpus, "of");
    for (const Json& number : corpus.at("numbers")) parts.numbers.insert(CountFrom(number));
    const bool fits = !parts.numbers.empty() && *parts.numbers.begin() >= 1 &&
                      *parts.numbers.rbegin() <= parts.of && parts.numbers.size() < parts.of;
    if (!fits) throw CorruptionError("its parts are no parts");
  }
  return counted;
}

Json CountedParts::ToJson() const {
  Json json = Json::array();
  for (const auto& [corpus, parts] : parts_) {
    json.push_back(
        {{"corpus", ChecksumText(corpus)}, {"of", parts.of}, {"numbers", parts.numbers}});
  }
  return json;
}

void CountedParts::Add(const CountedParts& other, const std::string& file) {
  for (const auto& [corpus, more] : other.parts_) {
    Parts& parts = parts_.try_emplace(corpus, Parts{more.of, {}}).first->second;
    if (parts.of != more.of) {
      throw InputError(
          fmt::format("{}: holds parts of {} that the corpus has, and a file before it parts of "
                      "{}: they do not "
                      "go together",
                      Printable(file), more.of, parts.of));
    }
    for (const uint64_t number : more.numbers) {
      if (parts.numbers.insert(number).second) continue;
      throw InputError(
          fmt::format("{}: holds part {} of {}, and so does a file before it: it would be counted "
                      "twice; leave one of the two out",
                      Printable(file), number, parts.of));
    }
  }
}

void CountedParts::DropComplete() {
  std::erase_if(parts_,
                [](const auto& entry) { return entry.second.numbers.size() == entry.second.of; });
}

void CountedParts::RequireAll(const std::string& what) const {
  if (all()) return;
  const Parts& parts = parts_.begin()->second;
  std::vector<uint64_t> missing;
  for (uint64_t number = 1; number <= parts.of; ++number) {
    if (!parts.numbers.contains(number)) missing.push_back(number);
  }
  throw InputError(fmt::format(
      "{}: {} of the {} parts of the corpus {} missing: {}; count {}, and add all up with ciku "
      "merge",
      what, missing.size(), parts.of, missing.size() == 1 ? "is" : "are", NumberRanges(missing, 10),
      missing.size() == 1 ? "it with --part" : "them with --part"));
}

}  // namespace ciku
