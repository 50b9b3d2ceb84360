#include "engine/commands/help.h"

#include <sstream>

namespace ciku {
namespace {

constexpr size_t kWidth = 80;
constexpr size_t kIndent = 6;

std::string Wrapped(const std::string& text) {
  std::string out;
  std::string line;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!line.empty() && kIndent + line.size() + 1 + word.size() > kWidth) {
      out += std::string(kIndent, ' ') + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return out + std::string(kIndent, ' ') + line + "\n";
}

class WrappingFormatter : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    const std::string name =
        is_positional ? option->get_name(true) + "..." : option->get_name(false, true);
    const std::string type = option->get_type_name();
    std::string text = option->get_description();
    if (!option->get_default_str().empty()) text += " (default: " + option->get_default_str() + ")";
    return "  " + name + (type.empty() || is_positional ? "" : " " + type) + "\n" + Wrapped(text);
  }
};

}  // namespace

std::shared_ptr<CLI::FormatterBase> HelpFormatter() {
  return std::make_shared<WrappingFormatter>();
}

}  // namespace ciku
