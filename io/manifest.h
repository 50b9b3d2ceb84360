// Manifests: what a run with a work folder has done so far, as a file.
//
//   manifest := "ciku manifest " version " " size " " checksum "\n" body
//
// where version is 1, body a JSON object of `size` bytes, and checksum its XXH3-64, seeded with
// the version, in 16 lower-case hexadecimal digits. A reader must reject a manifest whose first
// line is not, byte for byte, the one that belongs to its body.
#ifndef CIKU_IO_MANIFEST_H_
#define CIKU_IO_MANIFEST_H_

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace ciku {

using Json = nlohmann::ordered_json;

// The bytes of a manifest with this content.
std::string EncodeManifest(const Json& content);

// The content of a manifest. Throws CorruptionError, naming `path`, where the bytes are damaged in
// any way, and InputError where they are a manifest of another version.
Json DecodeManifest(std::string_view bytes, const std::string& path);

// A count that a manifest holds, by itself or under a name in an object. Throws CorruptionError
// where it is none.
uint64_t CountFrom(const Json& number);
uint64_t CountIn(const Json& object, const char* name);

// Checksums as manifests hold them: 16 hexadecimal digits, since JSON numbers are not safe there.
std::string ChecksumText(uint64_t checksum);

// The reverse. Throws CorruptionError where it is no such text.
uint64_t ChecksumFrom(const Json& text);

// XXH3-64.
uint64_t ChecksumOf(std::string_view bytes);

}  // namespace ciku

#endif  // CIKU_IO_MANIFEST_H_
