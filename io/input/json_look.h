// Tells from the first bytes of a text whether it is JSON.
#ifndef CIKU_IO_INPUT_JSON_LOOK_H_
#define CIKU_IO_INPUT_JSON_LOOK_H_

#include <string_view>

namespace ciku {

enum class JsonLook {
  kNone,
  kLines,     // a line is an object
  kArrays,    // a line is an array of objects
  kDocument,  // an object or an array goes over several lines
};

// `head` is the start of a text; `whole` says that it is all of it.
JsonLook LookForJson(std::string_view head, bool whole);

}  // namespace ciku

#endif  // CIKU_IO_INPUT_JSON_LOOK_H_
