// JSON values: what manifests, descriptions and reports are made of.
//
// Whoever uses this library writes and reads them by these functions, because nlohmann's writer and
// parser take long to compile.
#ifndef CIKU_IO_JSON_H_
#define CIKU_IO_JSON_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace ciku {

using Json = nlohmann::ordered_json;

// Returns a value as text on one line. Throws Json::exception if a string in it is not valid UTF-8.
std::string JsonText(const Json& value);

// Returns a value as text on several lines, with U+FFFD in place of bytes that are not valid UTF-8.
std::string IndentedJson(const Json& value);

// Returns a text as a JSON string, in quotes. Throws as JsonText.
std::string JsonString(std::string_view text);

// Returns a value for a message: a string as it is and any other value as JsonText.
std::string PlainText(const Json& value);

// Returns the value that a text stands for, or a value with is_discarded() if the text is not JSON.
Json ParseJson(std::string_view text);

}  // namespace ciku

#endif  // CIKU_IO_JSON_H_
