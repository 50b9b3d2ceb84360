// Wikitext, the markup of MediaWiki, and the plain text that is left of it.
//
// What vanishes as a whole is found first:
//
// 1. Comments. Elements that hold no prose, with their contents: nothing is left of ref,
//    includeonly, rt and rp; a space of math, chem, ce, code, syntaxhighlight, source, score, hiero
//    and maplink; a line end of references, gallery, timeline, imagemap, graph, mapframe, inputbox,
//    categorytree, dynamicpagelist, indicator, templatedata, templatestyles, languages, style and
//    script. Their content ends at the first end tag of that name, whatever stands before it.
// 2. The tags of nowiki and pre. Their content is text; only rules 10 and 12 hold in it.
// 3. All other tags; what stands between them stays. A line end is left of br, hr, p, div, and the
//    tags of lists, tables, headings and other blocks. A tag is < or </, a name of ASCII letters,
//    digits and hyphens, and what follows up to >: no < and no } without a { before it.
// 4. Templates {{...}} and parameters {{{...}}}, to any depth: a space is left. Braces are matched
//    from the inside: three, if there are three on both sides, otherwise two.
// 5. Tables, from {| to |}: a line end is left. Both stand at the start of a line, behind white
//    space and colons. In a template, |}} is the end of the template.
// 6. Language variants -{...}-. Of -{zh-hans:a;zh-hant:b}-, the text of zh-hans is left, else that
//    of zh-cn, else the first one. Of -{a}- and -{FLAGS|a}-, a is left, but nothing if one of the
//    flags is H, T, D, N or -. (Flags are single letters or variants, with semicolons between
//    them.) Of an odd number of braces behind a hyphen, the first one begins a variant. There may
//    be 100 variants inside each other.
//
// The marks in the rest:
//
// 7. Links: [[a|b]] -> b, [[a]] -> a, [[:a]] -> a. Files, categories and other languages
//    (io/records/wiki_namespaces.h) vanish with their captions. No link and no line end stands in a
//    target. Of more than two brackets, the last two begin a link, and the first two end it.
// 8. Addresses: [http://a b] -> b, [http://a] -> nothing. In the text, an address is a scheme, ://
//    and the ASCII characters up to a space, a quotation mark, two apostrophes or one of <>[]{}|.
// 9. The = at both ends of a heading; *, #, : and ; at the start of a line; four or more hyphens
//    there; two or more apostrophes; words such as __TOC__, of capital letters and characters
//    beyond ASCII, 60 bytes at most.
// 10. Character references become characters (io/records/character_references.h).
// 11. A line that begins with | or {| is what is left of a table or template without its other end.
//     It vanishes.
// 12. Stretches of white space and control characters become one space, and nothing at both ends of
//     a line. Empty lines vanish. The text does not end with a line end.
//
// What lacks its other end does not take the rest of the page with it:
//
// 13. Of <!-- nothing is left. The start tags of rules 1 and 2 vanish like other tags. Two or more
//     braces become a space; a single one stays. All else is as if these did not stand there.
// 14. [[ and ]] vanish. Labels and captions end with the paragraph, targets and what stands in
//     brackets behind an address with the line.
// 15. An end belongs to the last start of its kind that has no end yet. What began between the two
//     and has not ended has no end. But }- ends a variant, and ] what began with an address, only
//     if nothing began in it that has not ended.
#ifndef CIKU_IO_RECORDS_WIKITEXT_H_
#define CIKU_IO_RECORDS_WIKITEXT_H_

#include <string>
#include <string_view>

namespace ciku {

// Returns the plain text of a page, which is not longer than the page. Bytes that are not valid
// UTF-8 stay as they are. Takes linear time. Takes memory for two copies of the page, and 16 bytes
// for each start that has no end yet.
std::string ReduceWikitext(std::string_view wikitext);

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_WIKITEXT_H_
