// Manifests: files that record how far a job with a work folder has got.
//
//   manifest := "ciku manifest " version " " size " " checksum "\n" body
//
// The version is 1. The body is a JSON object of `size` bytes. The checksum is the XXH3-64 of the
// body, seeded with the version, in 16 lower-case hexadecimal digits. A reader must reject a
// manifest whose first line is not, byte for byte, the one that belongs to its body.
#ifndef CIKU_IO_FILES_MANIFEST_H_
#define CIKU_IO_FILES_MANIFEST_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "io/json.h"

namespace ciku {

// Returns the bytes of a manifest with this content.
std::string EncodeManifest(const Json& content);

// Returns the content of a manifest. Throws CorruptionError, which names `path`, if the bytes are
// damaged in any way, InputError if they are a manifest of another version.
Json DecodeManifest(std::string_view bytes, const std::string& path);

// Returns a count in a manifest: `number` itself, or the member `name` of an object. Throws
// CorruptionError if it is not an unsigned integer, and nlohmann's exceptions if there is no such
// member.
uint64_t CountFrom(const Json& number);
uint64_t CountIn(const Json& object, const char* name);

// Returns a checksum as manifests hold it: as 16 hexadecimal digits, because other programs do not
// read JSON numbers of 64 bits exactly.
std::string ChecksumText(uint64_t checksum);

// Returns the checksum that such a text stands for. Throws CorruptionError for any other text, and
// nlohmann's exceptions if `text` is not a string.
uint64_t ChecksumFrom(const Json& text);

// Returns the XXH3-64 of `bytes`, unseeded.
uint64_t ChecksumOf(std::string_view bytes);

}  // namespace ciku

#endif  // CIKU_IO_FILES_MANIFEST_H_
