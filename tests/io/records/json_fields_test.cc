#include "io/records/json_fields.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "io/json.h"
#include "tests/random_text.h"

namespace ciku {
namespace {

std::vector<std::string> FieldsOf(std::string_view object) {
  std::vector<std::string> fields;
  ForEachField(object, [&](std::string_view name, std::string_view field) {
    fields.push_back(std::string(name) + "=" + std::string(field));
  });
  return fields;
}

TEST(JsonFieldsTest, FieldsAreAsTheyAreWritten) {
  using Written = std::vector<std::string>;
  EXPECT_EQ(FieldsOf("{}"), Written());
  EXPECT_EQ(FieldsOf(" { \t} \r"), Written());
  EXPECT_EQ(FieldsOf(R"({"a":1e400})"), Written({R"(a="a":1e400)"}));
  EXPECT_EQ(FieldsOf(R"( { "a" : [1, {"b": "}"}] , "":"\"," } )"),
            Written({R"(a="a" : [1, {"b": "}"}])", R"(="":"\",")"}));
  EXPECT_EQ(FieldsOf(R"({"\\":"\\","\u0061":"\ud800"})"),
            Written({R"(\\="\\":"\\")", R"(\u0061="\u0061":"\ud800")"}));
}

Json SomeValue(size_t depth, RandomText* random) {
  static constexpr const char* kTexts[] = {"", "a", "\"", "\\", "{", "}],", "词\n典", ":"};
  const size_t kind = random->Below(depth == 0 ? 4 : 6);
  if (kind == 0) return nullptr;
  if (kind == 1) return -1.5;
  if (kind < 4) return kTexts[random->Below(std::size(kTexts))];
  Json value = kind == 4 ? Json::array() : Json::object();
  for (size_t i = random->Below(4); i > 0; --i) {
    const std::string name = kTexts[random->Below(std::size(kTexts))];
    const Json inner = SomeValue(depth - 1, random);
    kind == 4 ? value.push_back(inner) : void(value[name] = inner);
  }
  return value;
}

TEST(JsonFieldsTest, RandomObjectsAreTheSumOfTheirFields) {
  for (uint64_t seed = 1; seed <= 2000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    Json object = Json::object();
    for (size_t i = random.Below(5); i > 0; --i) {
      object[std::string("k\"") + std::to_string(i)] = SomeValue(3, &random);
    }
    const std::string text = random.Chance(0.5) ? JsonText(object) : IndentedJson(object);
    Json again = Json::object();
    ForEachField(text, [&](std::string_view, std::string_view field) {
      again.update(ParseJson("{" + std::string(field) + "}"));
    });
    ASSERT_EQ(again, object) << text;
  }
}

}  // namespace
}  // namespace ciku
