#include "engine/sweep/checkpoints.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "io/error.h"

namespace ciku {
namespace {

constexpr const char* kParts = "parts";

using Member = std::atomic<uint64_t> SweepMeter::*;

struct Field {
  const char* name;
  Member value;
};
constexpr Field kFields[] = {{"bytes", &SweepMeter::bytes},
                             {"text_bytes", &SweepMeter::text_bytes},
                             {"records", &SweepMeter::records},
                             {"bad_records", &SweepMeter::bad_records},
                             {"passed_over", &SweepMeter::passed_over},
                             {"invalid_bytes", &SweepMeter::invalid_bytes},
                             {"open_record", &SweepMeter::open_record}};

}  // namespace

Checkpoints::Checkpoints(const Storage& storage, std::string sweep, SweepMeter* meter)
    : storage_(storage), sweep_(std::move(sweep)), meter_(meter) {
  if (storage_.work() == nullptr) return;
  const Json& state = storage_.work()->Find(sweep_);
  if (state.is_null()) return;
  if (state.contains(kParts)) {
    for (const Json& part : state.at(kParts)) Read(part);
    results_ = Json();
  } else {
    Read(state);
  }
}

void Checkpoints::Read(const Json& state) {
  state.at("done").get_to(done_);
  start_ = ReaderPositionFrom(state.at("position"));
  results_ = state.at("results");
  all_results_.push_back(results_);
  for (const Field& field : kFields) {
    if (!storage_.work()->has_totals()) break;
    meter_->*field.value += CountIn(state.at("meter"), field.name);
  }
}

void Checkpoints::Record(const ReaderPosition& position, bool done, const Json& results) {
  Json meter;
  for (const Field& field : kFields) meter[field.name] = (meter_->*field.value).load();
  const Json state = {
      {"done", done}, {"position", ToJson(position)}, {"meter", meter}, {"results", results}};
  storage_.work()->Record({{sweep_, state}});
  done_ = done;
  results_ = results;
}

void RecordInPlaceOf(WorkFolder* folder, const char* pass, const Json& state, const char* earlier,
                     std::initializer_list<const char*> given_up) {
  Json reduced = folder->Find(earlier);
  const auto reduce = [&](Json* of) {
    Json& results = of->contains("results") ? (*of)["results"] : *of;
    for (const char* name : given_up) results.erase(name);
  };
  if (reduced.contains(kParts)) {
    for (Json& part : reduced[kParts]) reduce(&part);
  } else {
    reduce(&reduced);
  }
  folder->Record({{earlier, reduced}, {pass, state}});
}

}  // namespace ciku
