#include "engine/discover/joints_file.h"

#include <exception>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "engine/count/ngram_key.h"
#include "engine/discover/cut_pieces.h"
#include "engine/discover/methods.h"
#include "engine/lexicon/word_sorter.h"
#include "io/error.h"
#include "io/utf8.h"

namespace ciku {
namespace {

constexpr const char* kDistinct = "distinct";
constexpr const char* kStrong = "strong";

CountsFile OpenJoints(const std::string& path) {
  CountsFile file(path, "joints file; ciku weigh makes them");
  file.CheckKind(kJointsKept, "ciku weigh makes joints of the counts of n-grams");
  return file;
}

[[noreturn]] void ThrowDamaged(const CountsFile& file, const std::string& what) {
  throw CorruptionError(Printable(file.path()) + ": damaged joints file: " + what);
}

}  // namespace

JointsFile::JointsFile(const std::string& path) : CountedText(OpenJoints(path)) {
  for (const char* name : {"symbols", kDistinct, kStrong}) {
    const auto total = file().totals().find(name);
    if (total == file().totals().end() || !total->is_number_unsigned()) {
      ThrowDamaged(file(), "a total is missing");
    }
  }
  method_ = MethodOfPieces(file());
  const auto* const ngram = std::get_if<NgramOptions>(&method_);
  if (std::holds_alternative<UnigramOptions>(method_) ||
      (ngram != nullptr && (ngram->order < 2 || ngram->order > kMaxOrder))) {
    ThrowDamaged(file(), "no method has such joints");
  }
}

Json JointsFile::AboutPieces() const {
  Json about = file().about();
  about[kWhat] = kPiecesCounted;
  return about;
}

Weighed JointsFile::weighed() const {
  Weighed weighed;
  weighed.symbols = total("symbols");
  weighed.distinct = total(kDistinct);
  weighed.strong = total(kStrong);
  return weighed;
}

void JointsFile::ForEachNgram(const Symbols& symbols, size_t order,
                              const std::function<void(std::span<const SymbolId>)>& visit) const {
  std::vector<SymbolId> ids;
  uint64_t ngrams = 0;
  for (size_t i = 0; i < file().sections().size(); ++i) {
    for (CountsFile::Section entry(file(), i); !entry.at_end(); entry.Next()) {
      ids.clear();
      ForEachSymbol(entry.key(), [&](char32_t scalar, std::string_view) {
        ids.push_back(symbols.ids()[scalar]);
        if (ids.back() == kSeparator) ThrowNoSymbol();
      });
      if (ids.size() == 1) continue;
      if (ids.size() > order) ThrowDamaged(file(), "an n-gram is too long");
      visit(ids);
      ++ngrams;
    }
  }
  if (ngrams != total(kStrong)) ThrowDamaged(file(), "its n-grams are not as many as it says");
}

WrittenJoints WriteJoints(const NgramCounts& counts, const Symbols& symbols,
                          const MethodOptions& method, const Weighed& weighed,
                          const CounterConfig& sorting, File file) {
  // What is sorted must occur, so all counts are one more than they will be.
  WordSorter sorter(sorting);
  std::string text;
  for (const CountsSection& section : counts.file().sections()) {
    text.clear();
    AppendUtf8(section.first, &text);
    sorter.Add(text, section.count + 1);
  }
  weighed.joints->ForEachNgram([&](std::span<const SymbolId> ngram) {
    text.clear();
    for (const SymbolId id : ngram) symbols.AppendUtf8(id, &text);
    sorter.Add(text, 1);
  });
  CountsWriter writer(std::move(file));
  sorter.ForEach([&](std::string_view key, uint64_t count) { writer.Add(key, count - 1); });
  for (CountsFile::Inputs input(counts.file()); !input.at_end(); input.Next()) {
    writer.AddInput(input.key(), input.count());
  }
  CountsDescription description{AboutPieces(counts, method), counts.file().totals()};
  description.about[kWhat] = kJointsKept;
  description.totals.update({{kDistinct, weighed.distinct}, {kStrong, weighed.strong}});
  const uint64_t bytes = writer.Finish(description).Size();
  return {bytes, sorter.spilled_bytes()};
}

}  // namespace ciku
