#include "io/json.h"

#include <nlohmann/json.hpp>

namespace ciku {

std::string JsonText(const Json& value) { return value.dump(); }

std::string IndentedJson(const Json& value, int indent) { return value.dump(indent); }

std::string IndentedValidJson(const Json& value, int indent) {
  return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

std::string JsonString(std::string_view text) { return Json(text).dump(); }

std::string PlainText(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

Json ParseJson(std::string_view text) { return Json::parse(text, nullptr, false); }

}  // namespace ciku
