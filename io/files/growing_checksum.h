// The checksum of bytes that come one piece after the other.
#ifndef CIKU_IO_FILES_GROWING_CHECKSUM_H_
#define CIKU_IO_FILES_GROWING_CHECKSUM_H_

#include <cstdint>
#include <memory>
#include <string_view>

namespace ciku {

// XXH3-64, unseeded: what `xxhsum -H3` prints for all pieces together, however they are divided.
// Adding takes about as long as reading memory. Movable.
class GrowingChecksum {
 public:
  GrowingChecksum();
  GrowingChecksum(GrowingChecksum&&) noexcept;
  GrowingChecksum& operator=(GrowingChecksum&&) noexcept;
  ~GrowingChecksum();

  void Add(std::string_view bytes);

  // The number of bytes so far, and their checksum.
  uint64_t size() const { return size_; }
  uint64_t value() const;

 private:
  struct State;

  std::unique_ptr<State> state_;
  uint64_t size_ = 0;
};

}  // namespace ciku

#endif  // CIKU_IO_FILES_GROWING_CHECKSUM_H_
