// Wikitext, the markup of MediaWiki, and the plain text that is left of it.
//
// Rules, by which wikitext becomes plain text:
//
// What vanishes as a whole, found first:
//  1. Comments, and these elements with their contents. Nothing is left of ref, includeonly, rt and
//     rp; a line end is left of references, gallery, timeline, imagemap, graph, mapframe, inputbox,
//     categorytree, dynamicpagelist, indicator, templatedata, templatestyles, languages, style and
//     script; a space is left of math, chem, ce, code, syntaxhighlight, source, score, hiero and
//     maplink. Their content ends at the first end tag of that name, whatever stands before it.
//  2. nowiki and pre: the tags vanish, the content is text, with none of the marks below but
//     character references.
//  3. Other tags vanish, and their contents stay. A line end is left of br, hr, p, div, lists, rows,
//     cells, headings, and other blocks. A tag is < or </, a name of ASCII letters and digits, and
//     what stands up to >, which may hold neither < nor a } without a { before it.
//  4. Templates {{...}} and parameters {{{...}}}, to any depth: a space is left. Braces are matched
//     from the inside, three if both sides have three, otherwise two.
//  5. Tables, from {| to |}, each at the start of a line (behind white space and colons): a line
//     end is left. `|}}` ends a template if one is open, otherwise a table.
//  6. Language variants -{...}-. Of -{zh-hans:a;zh-hant:b}-, the text for zh-hans is left, else
//     that for zh-cn, else the first one. Of -{x}-, x is left, as of -{FLAGS|x}-, where the flags
//     are single letters or variants, with semicolons between them. With one of the flags H, T, D,
//     N and -, nothing is left. In an odd run of braces behind -, the first one is of this kind.
//
// Marks in what is left:
//  7. Links: [[a|b]] -> b, [[a]] -> a, [[:a]] -> a. Files, categories and other languages
//     (io/wiki_namespaces.h) vanish with their captions. A target has no line end and no other link
//     in it. Of more than two brackets, the last two begin a link and the first two end it.
//  8. [http://a b] -> b, [http://a] -> nothing. Addresses in the text vanish: a scheme, ://, and the
//     ASCII characters that follow, up to a space, a quotation mark, '' or one of <>[]{}|.
//  9. Headings lose the = at both ends, lists their *, #, : and ; at the start, lines of four or more
//     hyphens vanish. Two or more apostrophes vanish, and so do words such as __TOC__.
// 10. Character references become characters (io/character_references.h).
// 11. A line that begins with | or {| is left over from a table or template without its other end.
//     It vanishes.
// 12. Control characters but line ends are spaces. Stretches of spaces become one; at both ends of a line they vanish. Empty
//     lines vanish. The text does not end with a line end.
//
// What has no other end does not take the rest of the page with it:
// 13. Of the start of a comment nothing is left. An element of rule 1 or 2 without an end tag is as
//     in rule 3. Two or more braces become a space, fewer stay. The rest of the page is as if these
//     did not stand there.
// 14. [[ and ]] vanish. A label ends with the paragraph, and so does what rule 7 makes vanish.
//     Addresses end with the line.
// 15. An end belongs to the last start of its kind that has none. Starts of other kinds between the
//     two have none, but with these exceptions: only the innermost start can be ended by }- or ].
#ifndef CIKU_IO_WIKITEXT_H_
#define CIKU_IO_WIKITEXT_H_

#include <string>
#include <string_view>

namespace ciku {

// Returns the plain text of a page. Bytes that are not valid UTF-8 stay as they are. Takes time
// that is linear in the size of the page, and at most a few dozen times its size of memory, which
// is what a page of nothing but marks takes.
std::string ReduceWikitext(std::string_view wikitext);

}  // namespace ciku

#endif  // CIKU_IO_WIKITEXT_H_
