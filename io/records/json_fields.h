// The fields of a JSON object, as they are written.
#ifndef CIKU_IO_RECORDS_JSON_FIELDS_H_
#define CIKU_IO_RECORDS_JSON_FIELDS_H_

#include <functional>
#include <string_view>

namespace ciku {

// Takes a field: its name as it is written between the quotes, and all of it, `"name": value`.
using TakeField = std::function<void(std::string_view name, std::string_view field)>;

// Takes the fields of an object, from left to right, those of objects in it aside. `object` must be
// one that MendJson makes valid; blanks around it do not matter. O(size).
void ForEachField(std::string_view object, const TakeField& take);

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_JSON_FIELDS_H_
