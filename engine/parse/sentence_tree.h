// A sentence as templates within templates.
#ifndef CIKU_ENGINE_PARSE_SENTENCE_TREE_H_
#define CIKU_ENGINE_PARSE_SENTENCE_TREE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "ciku/template.h"

namespace ciku {

// A stretch of a sentence: the template that it is parsed by, and what is in its gaps. A stretch
// that no template matches has its own tokens for a template, and no modules; an empty sentence has
// nothing at all.
struct SentenceTree {
  Template pattern;
  std::string content;                // its tokens, one right after the other
  std::vector<SentenceTree> modules;  // one for each gap, in their order
  // Of the template and everything below it: a sum of logarithms, in billionths.
  int64_t score = 0;
};

// tree      drawn for people: a line for each stretch, its template with what is in the gaps in
//           parentheses; below it, indented, the modules. An empty line after each tree
// brackets  a line: the template's words, and each module in parentheses, all separated by spaces;
//           a backslash goes before ( ) and \ in a token
// json      a line: {"template":[null,"的",null],"content":"...","score":-1.2345,"modules":[...]},
//           gaps being null, and scores rounded to four decimals as they are compared
//
// An empty sentence is an empty line, which in a drawing is followed by the one after each tree, or
// an object with nothing in it.
enum class TreeFormat { kTree, kBrackets, kJson };

// Appends a tree. O(size of what is written).
void AppendTree(TreeFormat format, const SentenceTree& tree, std::string* out);

}  // namespace ciku

#endif  // CIKU_ENGINE_PARSE_SENTENCE_TREE_H_
