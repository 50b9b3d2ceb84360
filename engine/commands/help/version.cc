#include "engine/commands/help/version.h"

#include <archive.h>
#include <expat.h>
#include <fmt/format.h>
#include <simdjson.h>
#include <sqlite3.h>
#include <tbb/version.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>
#include <xxhash.h>
#include <zlib.h>
#include <zstd.h>

#include <CLI/CLI.hpp>
#include <boost/version.hpp>
#include <nlohmann/json.hpp>
#include <string_view>

namespace ciku {
namespace {

std::string TextOf(void (*get)(UVersionInfo)) {
  UVersionInfo version;
  get(version);
  return fmt::format("{}.{}", version[0], version[1]);
}

std::string Expat() {
  const XML_Expat_Version version = XML_ExpatVersionInfo();
  return fmt::format("{}.{}.{}", version.major, version.minor, version.micro);
}

std::string Compiler() {
#ifdef __clang__
  return fmt::format("Clang {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#else
  return fmt::format("GCC {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#endif
}

// "1.2.3" from a number whose last part has two decimal digits, and the one before so many that it
// is less than `base`.
std::string Divided(unsigned number, unsigned base = 100) {
  return fmt::format("{}.{}.{}", number / 100 / base, number / 100 % base, number % 100);
}

}  // namespace

std::string VersionText() {
  std::string text = "ciku " CIKU_VERSION "\n";
  text += fmt::format(
      "oneTBB {}, zstd {}, xxHash {}, zlib {}, libarchive {}, ICU {} with Unicode {}\n",
      TBB_runtime_version(), ZSTD_versionString(), Divided(XXH_versionNumber()), zlibVersion(),
      std::string_view(archive_version_string()).substr(11),  // "libarchive 3.6.2"

      TextOf(&u_getVersion), TextOf(&u_getUnicodeVersion));
  text += fmt::format(
      "simdjson {}.{}.{}, Expat {}, SQLite {}, fmt {}, Boost {}, CLI11 {}, nlohmann-json "
      "{}.{}.{}\n",
      int{simdjson::SIMDJSON_VERSION_MAJOR}, int{simdjson::SIMDJSON_VERSION_MINOR},
      int{simdjson::SIMDJSON_VERSION_REVISION}, Expat(), sqlite3_libversion(), Divided(FMT_VERSION),
      Divided(BOOST_VERSION, 1000), CLI11_VERSION, NLOHMANN_JSON_VERSION_MAJOR,
      NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH);
  return text + "compiled by " + Compiler();
}

}  // namespace ciku
