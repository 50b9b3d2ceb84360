// A sentence parsed into templates within templates.
#ifndef CIKU_ENGINE_PARSE_SENTENCE_TREE_H_
#define CIKU_ENGINE_PARSE_SENTENCE_TREE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "ciku/template.h"

namespace ciku {

// A stretch of a sentence, with the template that matches it and the trees in its gaps. If no
// template matches the stretch, `pattern` is its own tokens, and there are no modules. For an empty
// sentence, everything is empty.
struct SentenceTree {
  Template pattern;
  std::string content;                // its tokens, without spaces between them
  std::vector<SentenceTree> modules;  // one for each gap, in order
  // Of the template and everything below it: a sum of logarithms, in billionths.
  int64_t score = 0;
};

// tree      a drawing for people: a line for each stretch, which is its template, with the content
//           of each gap in parentheses; below it, indented, the modules. An empty line follows each
//           tree
// brackets  a line: the template's words, and each module in parentheses, all separated by spaces;
//           a backslash goes before ( ) \ and spaces in a token
// json      a line: {"template":[null,"的",null],"content":"...","score":-1.2345,"modules":[...]};
//           a gap is null, and scores are rounded to four decimals, as they are for comparing
//
// An empty sentence is an empty line (in a drawing, the empty line after each tree follows it), or
// in JSON an object with empty fields.
enum class TreeFormat { kTree, kBrackets, kJson };

// Appends a tree to `out`. O(size of the output).
void AppendTree(TreeFormat format, const SentenceTree& tree, std::string* out);

}  // namespace ciku

#endif  // CIKU_ENGINE_PARSE_SENTENCE_TREE_H_
