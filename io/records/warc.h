// Web archives: WARC 1.0 and 1.1 (ISO 28500), and WET files, which are web archives of texts that
// Common Crawl extracts from pages.
//
//   archive := (record | line end)*
//   record  := header content
//   header  := ("WARC/1." | "WARC/0.1") ... line end (NAME ":" VALUE line end)* line end
//   (io/records/header_fields.h)
//
// The content has as many bytes as the field Content-Length says; two line ends follow it. Which
// records hold a text:
//
// 1. A `conversion` of the type text/plain, or without a type: its content. WET is made of these.
// 2. A `resource` of the type text/plain: its content.
// 3. A `response` of the type application/http, or without a type, whose HTTP header says that it
//    is text/plain: the body, without its HTTP header. If it was sent in chunks, these are put
//    together. A body that is compressed (Content-Encoding) is passed over, because nothing bounds
//    the memory that it takes when it is unpacked.
// 4. All others are passed over: requests, metadata, pages in HTML, images, and so on. So are
//    records of a kind that the standard does not know, and HTTP headers of more than 64 KiB.
//
// Records in parts (WARC-Segment-Number) are not put together: the first one counts as a record of
// its kind, the others are passed over.
//
// Header fields are never part of a text. A byte-order mark (UTF-8, UTF-16) tells the encoding of
// a text and is no part of it. Otherwise the charset of its type does if iconv knows it; names such
// as gb2312 stand for the larger encodings that browsers take them for. Otherwise it is UTF-8, and
// so is what is called Latin-1 or ASCII and is valid UTF-8.
#ifndef CIKU_IO_RECORDS_WARC_H_
#define CIKU_IO_RECORDS_WARC_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "io/records/record_format.h"
#include "io/text.h"

namespace ciku {

// Returns true if a file that begins with `head` is a web archive.
bool IsWarc(std::string_view head);

// Finds the ends of records, which are the ends of their contents, by going from header to header.
// A record that holds no text and reaches beyond a stretch ends with it, and FoundEnds::skip is the
// rest of its content.
class WarcFinder : public RecordFinder {
 public:
  // Throws InputError if a header is not one, is longer than 64 KiB, or has no valid
  // Content-Length. The message says only what is wrong with the record; the record begins at the
  // end of the last one that was found. If other records end before it in the same stretch, the
  // error is thrown in the next call, so that this holds.
  FoundEnds Find(std::string_view text) override;

 private:
  std::string head_;   // the start of a record whose kind is not known yet
  uint64_t left_ = 0;  // how much of the content of a record with a text is still to come
};

// Takes the text of each record that holds one. `records` are whole but for the last one, which may
// be cut off if it holds no text. A record is bad if its header is not valid, if it is cut off, or
// if its chunks cannot be told apart. What follows a bad header cannot be read. Bad records are
// counted if `skip_bad`; otherwise the first one throws InputError, which names its place.
RecordCounts ParseWarc(const Text& records, bool skip_bad, const TakeText& take);

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_WARC_H_
