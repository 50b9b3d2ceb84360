// Reads arbitrary bytes as a manifest, and as the body of a manifest whose first line matches. The
// result must be content or one of ciku's errors. Content that is written must be the same when it
// is read back.
#include "io/files/manifest.h"

#include <xxhash.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "io/error.h"
#include "io/input/reader_position.h"
#include "tests/fuzz/check.h"

namespace ciku {
namespace {

void ReadPosition(const Json& content) {
  try {
    const ReaderPosition position = ReaderPositionFrom(content);
    Require(ToJson(ReaderPositionFrom(ToJson(position))) == ToJson(position),
            "a position that is read is written as it was");
  } catch (const Json::exception&) {
  } catch (const CorruptionError&) {
  }
}

void Decode(const std::string& bytes) {
  try {
    const Json content = DecodeManifest(bytes, "manifest");
    if (bytes.size() < 4096) {  // writing is recursive, as deep as the content
      Require(DecodeManifest(EncodeManifest(content), "manifest") == content,
              "a manifest that is read is written as it was");
    }
    ReadPosition(content);
  } catch (const CorruptionError&) {
  } catch (const InputError&) {
  }
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  ciku::Decode(bytes);
  const uint64_t checksum = XXH3_64bits_withSeed(data, size, 1);
  ciku::Decode("ciku manifest 1 " + std::to_string(size) + " " + ciku::ChecksumText(checksum) +
               "\n" + bytes);
  return 0;
}
