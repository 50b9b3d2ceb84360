// Reads arbitrary bytes as a file of templates. The result must be entries or one of ciku's errors;
// templates must be the same when they are read back from their texts, and sums of counts must have
// logarithms.
#include <fmt/format.h>
#include <simdjson.h>

#include <cmath>
#include <string>
#include <string_view>

#include "engine/templates/template_file.h"
#include "io/error.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/memory_file.h"

namespace ciku {
namespace {

void ReadTemplates(std::string_view bytes) {
  const File file = MemoryFile(bytes);
  TemplateReader reader(fmt::format("/proc/self/fd/{}", file.descriptor()));
  Decimal total;
  for (TemplateEntry entry; reader.Next(&entry);) {
    const std::string text = entry.pattern.Text();
    Require(simdjson::validate_utf8(text), "templates are UTF-8");
    Require(Template::FromText(text) == entry.pattern, "templates are read back");
    Require(FaultOf(entry.pattern) == nullptr, "templates have no faults");
    total += entry.count;
    Require(!std::isnan(total.Log()), "sums have logarithms");
  }
}

void Check(std::string_view bytes) {
  try {
    ReadTemplates(bytes);
  } catch (const InputError&) {
  } catch (const CorruptionError&) {
  }
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ciku::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
