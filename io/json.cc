#include "io/json.h"

#include <nlohmann/json.hpp>

namespace ciku {

std::string JsonText(const Json& value) { return value.dump(); }

std::string IndentedJson(const Json& value) {
  return value.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string JsonString(std::string_view text) { return JsonText(Json(text)); }

std::string PlainText(const Json& value) {
  return value.is_string() ? value.get<std::string>() : JsonText(value);
}

Json ParseJson(std::string_view text) { return Json::parse(text, nullptr, false); }

}  // namespace ciku
