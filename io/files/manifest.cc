#include "io/files/manifest.h"

#include <fmt/core.h>
#include <xxhash.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "io/error.h"

namespace ciku {
namespace {

constexpr std::string_view kMagic = "ciku manifest ";
constexpr uint64_t kVersion = 1;

std::string FirstLine(uint64_t version, std::string_view body) {
  const uint64_t checksum = XXH3_64bits_withSeed(body.data(), body.size(), version);
  return fmt::format("{}{} {} {}\n", kMagic, version, body.size(), ChecksumText(checksum));
}

// Returns the version that a first line claims, or 0 if it claims none.
uint64_t ClaimedVersion(std::string_view line) {
  uint64_t version = 0;
  if (!line.starts_with(kMagic)) return 0;
  std::from_chars(line.data() + kMagic.size(), line.data() + line.size(), version);
  return version;
}

}  // namespace

uint64_t CountFrom(const Json& number) {
  // The conversion is undefined for some negative numbers and fractions, so it is made for none.
  if (number.is_number_unsigned()) return number.get<uint64_t>();
  throw CorruptionError(
      fmt::format("the work folder's manifest holds {} where a count should be; --restart begins "
                  "anew",
                  number.dump()));
}

uint64_t CountIn(const Json& object, const char* name) { return CountFrom(object.at(name)); }

std::string ChecksumText(uint64_t checksum) { return fmt::format("{:016x}", checksum); }

uint64_t ChecksumFrom(const Json& text) {
  const auto digits = text.get<std::string>();
  uint64_t checksum = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), checksum, 16);
  if (ChecksumText(checksum) == digits) return checksum;
  throw CorruptionError(
      fmt::format("the work folder's manifest holds {} where a checksum should be; --restart "
                  "begins anew",
                  text.dump()));
}

uint64_t ChecksumOf(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::string EncodeManifest(const Json& content) {
  // dump() throws at invalid UTF-8. Callers escape paths and names, which may hold any bytes.
  const std::string body = content.dump(1) + "\n";
  return FirstLine(kVersion, body) + body;
}

Json DecodeManifest(std::string_view bytes, const std::string& path) {
  const size_t line_end = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
  const std::string_view line = bytes.substr(0, line_end);
  const std::string_view body = bytes.substr(line.size());
  if (line != FirstLine(kVersion, body)) {
    if (line == FirstLine(ClaimedVersion(line), body)) {
      throw InputError(fmt::format("{}: was written by another version of ciku", Printable(path)));
    }
    throw CorruptionError(
        fmt::format("{}: damaged manifest: its first line, at offset 0, does not match the {} "
                    "bytes from offset {} on",
                    Printable(path), body.size(), line.size()));
  }
  try {
    return Json::parse(body);
  } catch (const Json::exception& error) {
    throw CorruptionError(fmt::format("{}: damaged manifest at offset {}: {}", Printable(path),
                                      line.size(), error.what()));
  }
}

}  // namespace ciku
