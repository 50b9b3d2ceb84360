// Tags for parts of speech, which stand after the words of some lexicons.
#ifndef CIKU_IO_LEXICONS_PART_OF_SPEECH_H_
#define CIKU_IO_LEXICONS_PART_OF_SPEECH_H_

#include <string_view>

namespace ciku {

// Whether a text is a tag of the sets that lexicons of Chinese use: those of Peking University, of
// ICTCLAS, HanLP and jieba. ("begin" and "end", which HanLP has as well, are left out, because no
// word has them.)
bool IsKnownTag(std::string_view text);

// Whether a text could be a tag of some other set: a letter of ASCII, and up to 15 letters, digits
// and underscores after it.
bool LooksLikeTag(std::string_view text);

}  // namespace ciku

#endif  // CIKU_IO_LEXICONS_PART_OF_SPEECH_H_
