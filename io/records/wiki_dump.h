// Dumps of MediaWiki: XML of the versions 0.3 to 0.11 of its export format
// (www.mediawiki.org/wiki/Help:Export), such as pages-articles.xml of Wikipedia.
//
// A record is a <page> element. Its text is that of its last <revision>, reduced by ReduceWikitext.
// These pages are passed over:
//
// 1. Pages outside namespace 0. Before version 0.6, pages do not tell their namespace; then it is
//    the title that does (HasNamespace).
// 2. Redirects: pages with <redirect>, or whose text begins with #REDIRECT, #重定向 or #重新導向.
// 3. Pages in another <model> than wikitext, and pages without a revision.
#ifndef CIKU_IO_RECORDS_WIKI_DUMP_H_
#define CIKU_IO_RECORDS_WIKI_DUMP_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "io/records/record_format.h"
#include "io/text.h"

namespace ciku {

// Returns true if a file that begins with `head` is a dump.
bool IsWikiDump(std::string_view head);

// Finds the ends of pages. A page ends with </page>, which cannot stand in its text, because < is
// escaped there. What stands before a page, such as <siteinfo>, counts as a part of its record;
// what stands behind the last page belongs to no record.
class PageFinder : public RecordFinder {
 public:
  FoundEnds Find(std::string_view text) override;

 private:
  std::string tail_;  // the last bytes of the stretch before, less than an end tag
};

// Takes the text of each page that holds one. A page is bad if it is not well-formed XML or is cut
// off. Bad pages are counted if `skip_bad`; otherwise the first one throws InputError, which names
// its place. Bytes that are not valid UTF-8 or that XML does not allow become the byte 0xFF in the
// text.
RecordCounts ParsePages(const Text& records, bool skip_bad, const TakeText& take);

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_WIKI_DUMP_H_
