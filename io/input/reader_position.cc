#include "io/input/reader_position.h"

#include <nlohmann/json.hpp>

namespace ciku {

Json ToJson(const ReaderPosition& position) {
  Json begun = Json::array();
  for (const auto& [file, at] : position.begun) {
    begun.push_back({{"file_number", file},
                     {"frame", at.frame},
                     {"offset", at.offset},
                     {"joined", at.joined},
                     {"record", at.record},
                     {"at_start", at.at_start}});
  }
  return {
      {"begun", begun}, {"next_file", position.next_file}, {"long_records", position.long_records}};
}

ReaderPosition ReaderPositionFrom(const Json& json) {
  ReaderPosition position;
  for (const Json& begun : json.at("begun")) {
    SourcePosition at;
    at.frame = CountIn(begun, "frame");
    at.offset = CountIn(begun, "offset");
    begun.at("joined").get_to(at.joined);
    at.record = CountIn(begun, "record");
    begun.at("at_start").get_to(at.at_start);
    position.begun.push_back({CountIn(begun, "file_number"), at});
  }
  position.next_file = CountIn(json, "next_file");
  position.long_records = CountIn(json, "long_records");
  return position;
}

}  // namespace ciku
