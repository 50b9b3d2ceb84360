// Tells the format of a lexicon from its lines.
#ifndef CIKU_IO_LEXICONS_TELL_LEXICON_FORMAT_H_
#define CIKU_IO_LEXICONS_TELL_LEXICON_FORMAT_H_

#include <string>

#include "io/lexicons/lexicon_format.h"
#include "io/streams/line_reader.h"

namespace ciku {

// Reads lines until the format is certain, all of them if they are nothing but words, and goes back
// to the first. The head of lexicon_file.h has the rules. Throws InputError at a line that fits
// several formats if no other line decides, and as LineReader.
LexiconFormat TellLexiconFormat(const std::string& path, LineReader* lines);

}  // namespace ciku

#endif  // CIKU_IO_LEXICONS_TELL_LEXICON_FORMAT_H_
