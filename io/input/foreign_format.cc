#include "io/input/foreign_format.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "io/ascii.h"
#include "io/bytes.h"
#include "io/files/block_file.h"
#include "io/streams/byte_stream.h"

namespace ciku {
namespace {

using std::string_view_literals::operator""sv;

struct Known {
  size_t offset;
  std::string_view magic;
  const char* is;
  const char* remedy;
};

constexpr const char* kUnzip =
    "unpack it, or pass on what it holds: `unzip -p FILE | ciku mine -`; an office document or a "
    "book has to be saved as text first";
constexpr const char* kAsTable =
    "write its texts as JSON lines or CSV first, for example by DuckDB";
constexpr const char* kPictures = "it holds no text; leave it out, for example by --exclude-files";
constexpr const char* kProgram = "it is a program and holds no text";

// Magic numbers are those of the formats' specifications and of file(1).
constexpr Known kKnown[] = {
    {0, "PK\x03\x04"sv, "a ZIP archive (or DOCX, XLSX, EPUB or JAR, which are ZIP)", kUnzip},
    {0, "PK\x05\x06"sv, "an empty ZIP archive", "it holds nothing"},
    {0, "7z\xBC\xAF\x27\x1C"sv, "a 7z archive",
     "pass on what it holds: `7z x -so FILE | ciku mine -`"},
    {0, "Rar!\x1A\x07"sv, "a RAR archive", "unpack it first"},
    {0, "!<arch>\n"sv, "an ar archive or a Debian package", "unpack it first"},
    {0, "\x04\x22\x4D\x18"sv, "compressed with lz4", "pass it on: `lz4 -dc FILE | ciku mine -`"},
    {0, "\x02\x21\x4C\x18"sv, "compressed with lz4", "pass it on: `lz4 -dc FILE | ciku mine -`"},
    {0, "\x89LZO\0\r\n\x1A\n"sv, "compressed with lzop",
     "pass it on: `lzop -dc FILE | ciku mine -`"},
    {0, "\x5D\0\0"sv, "compressed with lzma",
     "pass it on: `xz --format=lzma -dc FILE | ciku mine -`"},
    {0, "\x1F\x9D"sv, "compressed with compress", "pass it on: `gzip -dc FILE | ciku mine -`"},
    {0, "\xFF\x06\0\0sNaPpY"sv, "compressed with Snappy", "unpack it first"},
    {0, "\x37\xA4\x30\xEC"sv, "a zstd dictionary", "it holds no text of its own"},
    {0, "Obj\x01"sv, "an Avro file", kAsTable},
    {0, "SEQ\x06"sv, "a SequenceFile of Hadoop", "print it: `hadoop fs -text FILE | ciku mine -`"},
    {0, "\x89HDF\r\n\x1A\n"sv, "an HDF5 file", kAsTable},
    {0, "\x93NUMPY"sv, "a NumPy array", kAsTable},
    {0, "filedesc://"sv, "a web archive of the old format ARC",
     "turn it into WARC first: `warcio recompress FILE NEW`"},
    {0, "SQLite format 3\0"sv, "an SQLite database",
     "name it and what to read: --sqlite FILE --query 'SELECT text FROM ...'"},
    {0, "%PDF-"sv, "a PDF document", "turn it into text first: `pdftotext FILE - | ciku mine -`"},
    {0, "%!PS"sv, "a PostScript document", "turn it into text first: `ps2ascii FILE`"},
    {0, "{\\rtf"sv, "an RTF document", "save it as text first"},
    {0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "an old office document (DOC, XLS or PPT)",
     "save it as text first"},
    {0, "\x89PNG\r\n\x1A\n"sv, "a PNG image", kPictures},
    {0, "\xFF\xD8\xFF"sv, "a JPEG image", kPictures},
    {0, "II*\0"sv, "a TIFF image", kPictures},
    {0, "MM\0*"sv, "a TIFF image", kPictures},
    {0, "\0\0\x01\0"sv, "an icon", kPictures},
    {0, "\x1A\x45\xDF\xA3"sv, "a Matroska or WebM video", kPictures},
    {0, "\0\x01\0\0"sv, "a font or a database", kPictures},
    {0,
     "\x7F"
     "ELF"sv,
     "an ELF executable", kProgram},
    {0, "\xCA\xFE\xBA\xBE"sv, "Java or Mac code", kProgram},
    {0, "\xCF\xFA\xED\xFE"sv, "Mac code", kProgram},
    {0, "\0asm"sv, "WebAssembly code", kProgram},
    {0, BlockFile::kMagic, "a counts file of ciku", "`ciku count --dump FILE` shows what it holds"},
    {0, "ciku manifest "sv, "the manifest of a work folder of ciku", "leave out the work folder"},
};

// These begin as a text may begin, too. What follows has to hold a zero byte or a control
// character.
constexpr Known kKnownIfOdd[] = {
    {0, "070701"sv, "a cpio archive", "unpack it first"},
    {0, "070702"sv, "a cpio archive", "unpack it first"},
    {0, "070707"sv, "a cpio archive", "unpack it first"},
    {0, "LZIP"sv, "compressed with lzip", "pass it on: `lzip -dc FILE | ciku mine -`"},
    {0, "PAR1"sv, "a Parquet file", kAsTable},
    {0, "PARE"sv, "an encrypted Parquet file", kAsTable},
    {0, "ARROW1"sv, "an Arrow file", kAsTable},
    {0, "ORC"sv, "an ORC file", kAsTable},
    {0, "PGDMP"sv, "a dump of PostgreSQL's own format",
     "turn it into text: `pg_restore -f - FILE`, or copy one column out of the database"},
    {0, "GIF87a"sv, "a GIF image", kPictures},
    {0, "GIF89a"sv, "a GIF image", kPictures},
    {0, "RIFF"sv, "a WebP, WAV or AVI file", kPictures},
    {0, "ID3"sv, "an MP3 file", kPictures},
    {0, "OggS"sv, "an Ogg file", kPictures},
    {0, "fLaC"sv, "a FLAC file", kPictures},
    {4, "ftyp"sv, "an MP4 or HEIC file", kPictures},
    {0, "wOFF"sv, "a font", kPictures},
    {0, "wOF2"sv, "a font", kPictures},
    {0, "OTTO"sv, "a font", kPictures},
    {0, "MZ"sv, "a Windows executable", kProgram},
    {0, "BM"sv, "a BMP image", kPictures},
};

bool Fits(const Known& known, std::string_view head) {
  return head.size() >= known.offset && head.substr(known.offset).starts_with(known.magic);
}

// Fewer odd bytes than this may be in any text.
constexpr size_t kFewOdd = 4;
// Text does not begin with as many among so few bytes, which may be the size of a record.
constexpr size_t kBeginning = 16;

// Counts of bytes that text hardly has.
struct OddBytes {
  size_t zeros = 0;
  size_t controls = 0;  // zeros aside
};

OddBytes CountOdd(std::string_view head) {
  constexpr std::string_view kUsual = "\t\n\v\f\r\x1A\x1B\b";
  OddBytes odd;
  for (size_t i = 0; i < head.size(); ++i) {
    const auto byte = static_cast<unsigned char>(head[i]);
    if (byte == 0) {
      ++odd.zeros;
    } else if ((byte < 0x20 || byte == 0x7F) && kUsual.find(head[i]) == kUsual.npos) {
      ++odd.controls;
    }
  }
  return odd;
}

// Returns how many code units of UTF-16 are characters that texts mostly consist of: of ASCII, of
// Chinese, Japanese and Korean, and full-width signs. `high` is where the high byte of a unit is.
size_t CommonUnits(std::string_view head, size_t high) {
  size_t common = 0;
  for (size_t i = 0; i + 1 < head.size(); i += 2) {
    const auto upper = static_cast<unsigned char>(head[i + high]);
    const auto lower = static_cast<unsigned char>(head[i + 1 - high]);
    const bool is_ascii = upper == 0 && ((lower >= 0x20 && lower < 0x7F) || lower == '\n' ||
                                         lower == '\r' || lower == '\t');
    common += is_ascii || (upper >= 0x4E && upper < 0xA0) || (upper >= 0xAC && upper < 0xD8) ||
              upper == 0x30 || upper == 0xFF;
  }
  return common;
}

// A file with zero bytes may be UTF-16, in the byte order in which nearly all of it are common
// characters. In the other order, many of them are common ones as well, because CJK characters
// have all values of the lower byte.
std::string RemedyForZeros(std::string_view head, const OddBytes& odd) {
  const size_t units = head.size() / 2;
  const size_t little = CommonUnits(head, 1);
  const size_t big = CommonUnits(head, 0);
  if (odd.zeros * 10 < units * 15 && 10 * std::max(little, big) > 9 * units && little != big) {
    return fmt::format(
        "if it is UTF-16, pass --encoding UTF-16{}; if it is text all the same, --allow-binary",
        little > big ? "LE" : "BE");
  }
  return "if it is text all the same, pass --allow-binary";
}

// Whether the file is BSON (bsonspec.org): a document begins with its size, the type of its first
// element and the name of that, and ends with a zero byte.
bool IsBson(std::string_view head) {
  constexpr size_t kName = 5;
  constexpr size_t kLongestName = 128;
  if (head.size() < kName + 2) return false;
  const auto size = LoadNumber<uint32_t>(head.data());
  const auto type = static_cast<unsigned char>(head[4]);
  const size_t end = head.find('\0', kName);
  const bool fits = size > kName && size < (uint32_t{1} << 26) && type > 0 && type <= 0x13 &&
                    end != head.npos && end < kName + kLongestName;
  return fits && (size > head.size() || head[size - 1] == '\0') &&
         CountOdd(head.substr(kName, end - kName)).controls == 0;
}

}  // namespace

std::optional<ForeignFormat> FindForeignMagic(std::string_view head) {
  const std::string_view bare = WithoutStart(WithoutMark(head), " \t\r\n");
  for (const Known& known : kKnown) {
    if (Fits(known, head) || Fits(known, bare)) return ForeignFormat{known.is, known.remedy};
  }
  return std::nullopt;
}

std::optional<ForeignFormat> FindForeignFormat(std::string_view head) {
  head = head.substr(0, kForeignHead);
  if (const auto known = FindForeignMagic(head)) return known;
  if (IsBson(head)) {
    return ForeignFormat{"BSON, as mongodump writes it",
                         "turn it into JSON lines: `bsondump FILE | ciku mine - --field NAME`"};
  }
  const OddBytes odd = CountOdd(head);
  if (odd.zeros + odd.controls > 0) {
    for (const Known& known : kKnownIfOdd) {
      if (Fits(known, head)) return ForeignFormat{known.is, known.remedy};
    }
  }
  if (odd.zeros >= kFewOdd && odd.zeros * 64 > head.size()) {
    return ForeignFormat{"no text in a known encoding: it holds zero bytes",
                         RemedyForZeros(head, odd)};
  }
  if (CountOdd(head.substr(0, kBeginning)).zeros >= kFewOdd) {
    return ForeignFormat{"no text: it begins with zero bytes",
                         "if it is text all the same, pass --allow-binary"};
  }
  if (odd.controls >= kFewOdd && odd.controls * 16 > head.size()) {
    return ForeignFormat{"no text: it holds many control characters",
                         "if it is text all the same, pass --allow-binary"};
  }
  return std::nullopt;
}

bool IsTar(std::string_view head) {
  constexpr size_t kHeader = 512;
  constexpr size_t kChecksum = 148;
  constexpr size_t kChecksumSize = 8;
  if (head.size() < kHeader) return false;
  const std::string_view field = WithoutStart(head.substr(kChecksum, kChecksumSize), " ");
  uint64_t stated = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), stated, 8);
  if (error != std::errc() || (end != field.data() + field.size() && *end != ' ' && *end != '\0')) {
    return false;
  }
  uint64_t sum = 0;  // with blanks in place of the checksum itself
  for (size_t i = 0; i < kHeader; ++i) {
    const bool inside = i >= kChecksum && i < kChecksum + kChecksumSize;
    sum += inside ? ' ' : static_cast<unsigned char>(head[i]);
  }
  return sum == stated && head[0] != '\0';
}

bool IsSqlite(std::string_view head) { return head.starts_with("SQLite format 3\0"sv); }

}  // namespace ciku
