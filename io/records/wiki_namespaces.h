// Namespaces of MediaWiki: what the letters before the colon of a title say, such as the File of
// [[File:a.jpg]]. Each wiki names them in its language as well; these functions know the names of
// Chinese, Japanese, Korean and English wikis, and some of others.
#ifndef CIKU_IO_RECORDS_WIKI_NAMESPACES_H_
#define CIKU_IO_RECORDS_WIKI_NAMESPACES_H_

#include <string_view>

namespace ciku {

// Returns true if a link to this target is no part of the text in which it stands: if the target is
// a file (the namespaces File, Image and Media, in any case and language, or a name that ends as
// those of images do), a category, or the same page in another language ("ja:", "zh-yue:": two or
// three small letters, and parts behind hyphens). A target with a colon in front is none of these.
bool IsHiddenTarget(std::string_view target);

// Returns true if a page with this title is in another namespace than the main one. This is for
// dumps that only have titles.
bool HasNamespace(std::string_view title);

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_WIKI_NAMESPACES_H_
