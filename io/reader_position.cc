#include "io/reader_position.h"

#include <nlohmann/json.hpp>

namespace ciku {

Json ToJson(const ReaderPosition& position) {
  Json begun = Json::array();
  for (const auto& [file, at] : position.begun) {
    begun.push_back({{"file_number", file},
                     {"frame", at.frame},
                     {"offset", at.offset},
                     {"joined", at.joined},
                     {"inside_record", at.inside_record},
                     {"at_start", at.at_start}});
  }
  return {{"begun", begun}, {"next_file", position.next_file}};
}

ReaderPosition ReaderPositionFrom(const Json& json) {
  ReaderPosition position;
  for (const Json& begun : json.at("begun")) {
    SourcePosition at;
    at.frame = CountIn(begun, "frame");
    at.offset = CountIn(begun, "offset");
    begun.at("joined").get_to(at.joined);
    begun.at("inside_record").get_to(at.inside_record);
    begun.at("at_start").get_to(at.at_start);
    position.begun.push_back({CountIn(begun, "file_number"), at});
  }
  position.next_file = CountIn(json, "next_file");
  return position;
}

}  // namespace ciku
