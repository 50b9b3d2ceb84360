// Byte strings packed one after the other into large pieces of memory.
#ifndef CIKU_ENGINE_COUNT_STRING_ARENA_H_
#define CIKU_ENGINE_COUNT_STRING_ARENA_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace ciku {

// A string is stored as its length and its bytes. The length takes one byte if it is less than
// 0xFF; otherwise it is 0xFF and four bytes. Strings live until Clear() or until the arena is
// destroyed.
class StringArena {
 public:
  // The string that Put() returned `stored` for.
  static std::string_view At(const char* stored) {
    const auto length = static_cast<unsigned char>(*stored);
    if (length < kLong) return {stored + 1, length};
    uint32_t size;
    std::memcpy(&size, stored + 1, sizeof(size));
    return {stored + kLongHeader, size};
  }

  // Whether a string of `size` bytes can be stored without the arena taking more than `budget`
  // bytes in all. A first piece of the usual size is always allowed.
  bool Fits(size_t size, size_t budget) const {
    const size_t needed = size + kLongHeader;
    if (needed <= left_ || (pieces_.empty() && needed <= kPiece)) return true;
    return bytes_ + std::max(needed, kPiece) <= budget;
  }

  // Stores a string of less than 4 GiB.
  const char* Put(std::string_view string) {
    const size_t needed = string.size() + kLongHeader;
    if (needed > left_) TakePiece(needed);
    char* const stored = free_;
    if (string.size() < kLong) {
      *free_++ = static_cast<char>(string.size());
    } else {
      const auto size = static_cast<uint32_t>(string.size());
      *free_ = static_cast<char>(kLong);
      std::memcpy(free_ + 1, &size, sizeof(size));
      free_ += kLongHeader;
    }
    std::memcpy(free_, string.data(), string.size());
    free_ += string.size();
    left_ -= static_cast<size_t>(free_ - stored);
    return stored;
  }

  // Removes all strings and frees their memory.
  void Clear() {
    pieces_.clear();
    bytes_ = left_ = 0;
  }

  size_t bytes() const { return bytes_; }

 private:
  static constexpr unsigned char kLong = 0xFF;
  static constexpr size_t kLongHeader = 1 + sizeof(uint32_t);
  static constexpr size_t kPiece = size_t{64} << 10;

  void TakePiece(size_t needed) {
    const size_t size = std::max(needed, kPiece);
    pieces_.push_back(std::make_unique_for_overwrite<char[]>(size));
    bytes_ += size;
    free_ = pieces_.back().get();
    left_ = size;
  }

  std::vector<std::unique_ptr<char[]>> pieces_;
  size_t bytes_ = 0;
  char* free_ = nullptr;  // in the last piece
  size_t left_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_STRING_ARENA_H_
