#include "engine/discover/kept_symbols.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "engine/count/sorted_entries.h"
#include "engine/sweep/job.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// The name under which a work folder holds the table.
constexpr const char* kSymbols = "symbols";

}  // namespace

void KeepSymbols(const Symbols& symbols, WorkFolder* folder) {
  EntryWriter<uint64_t> writer(folder->Create());
  writer.BeginPartition();
  for (char32_t scalar = 0; scalar <= kMaxScalar; ++scalar) {
    const SymbolId id = symbols.ids()[scalar];
    if (id != kSeparator && symbols.sampled(id) > 0) writer.Write(scalar, symbols.sampled(id));
  }
  const Json text = JobOptions(TextOptions{
      .alphabet = symbols.alphabet(), .folding = symbols.folding(), .rules = symbols.rules()});
  folder->Record({{kSymbols, {{"text", text}, {"sampled", folder->NameOf(writer.Finish())}}}});
}

std::optional<Symbols> KeptSymbols(const TextOptions& text, const WorkFolder& folder) {
  const Json& kept = folder.Find(kSymbols);
  TextOptions same = text;
  same.strict = false;
  if (kept.is_null() || kept.at("text") != JobOptions(same)) return std::nullopt;
  std::vector<uint64_t> frequencies(kMaxScalar + 1);
  const BlockFile file = folder.OpenBlockFile(kept.at("sampled"));
  for (EntryCursor<uint64_t> entry(file, 0); !entry.at_end(); entry.Next()) {
    if (entry.key() <= kMaxScalar) frequencies[entry.key()] = entry.count();
  }
  return Symbols::RankBy(text, frequencies);
}

}  // namespace ciku
