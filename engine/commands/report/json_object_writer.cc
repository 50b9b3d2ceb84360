#include "engine/commands/report/json_object_writer.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "engine/text/invalid_utf8.h"
#include "io/utf8.h"

namespace ciku {
namespace {

Json TextAndBytes(const std::string& bytes) {
  std::string text;
  AppendValidUtf8(bytes, &text);
  std::string hex;
  for (const char byte : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return {{"text", text}, {"hex", hex}};
}

// Returns the value with valid UTF-8 in all its strings.
Json Valid(const Json& value) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    return IsValidUtf8(text) ? value : TextAndBytes(text);
  }
  if (!value.is_structured()) return value;
  Json valid = value;
  for (Json& part : valid) part = Valid(part);
  return valid;
}

// Returns a text with its lines, but for the first, moved to the right. No string holds a line end.
std::string Indented(const std::string& text) {
  std::string out;
  for (const char c : text) {
    out += c;
    if (c == '\n') out += "  ";
  }
  return out;
}

}  // namespace

JsonObjectWriter::JsonObjectWriter(TextOutput* output) : output_(output) { output_->Write("{"); }

void JsonObjectWriter::Begin(const std::string& name) {
  output_->Write(any_ ? ",\n  " : "\n  ");
  output_->Write(JsonString(name) + ": ");
  any_ = true;
}

void JsonObjectWriter::Member(const std::string& name, const Json& value) {
  Begin(name);
  output_->Write(Indented(IndentedJson(Valid(value))));
}

void JsonObjectWriter::List(const std::string& name, size_t size,
                            const std::function<Json(size_t)>& at) {
  Begin(name);
  output_->Write("[");
  for (size_t i = 0; i < size; ++i) {
    output_->Write(i == 0 ? "\n    " : ",\n    ");
    output_->Write(JsonText(Valid(at(i))));
  }
  output_->Write(size == 0 ? "]" : "\n  ]");
}

void JsonObjectWriter::End() { output_->Write("\n}\n"); }

}  // namespace ciku
