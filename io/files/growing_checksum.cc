#include "io/files/growing_checksum.h"

#include <xxhash.h>

namespace ciku {

struct GrowingChecksum::State {
  XXH3_state_t* const hash = XXH3_createState();

  State() { XXH3_64bits_reset(hash); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { XXH3_freeState(hash); }
};

GrowingChecksum::GrowingChecksum() : state_(std::make_unique<State>()) {}

GrowingChecksum::GrowingChecksum(GrowingChecksum&&) noexcept = default;
GrowingChecksum& GrowingChecksum::operator=(GrowingChecksum&&) noexcept = default;
GrowingChecksum::~GrowingChecksum() = default;

void GrowingChecksum::Add(std::string_view bytes) {
  XXH3_64bits_update(state_->hash, bytes.data(), bytes.size());
  size_ += bytes.size();
}

uint64_t GrowingChecksum::value() const { return XXH3_64bits_digest(state_->hash); }

}  // namespace ciku
