// Byte strings packed one after the other into large pieces of memory.
#ifndef CIKU_ENGINE_COUNT_STRING_ARENA_H_
#define CIKU_ENGINE_COUNT_STRING_ARENA_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace ciku {

// A string is stored as its length, one byte or 0xFF and four, and its bytes. Strings live until
// Clear() or the arena's end.
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

  // Whether a string of `size` bytes could be put without the arena taking more than `budget`
  // bytes in all. The first piece is always allowed.
  bool Fits(size_t size, size_t budget) const {
    const size_t needed = size + kLongHeader;
    if (needed <= left_ || pieces_.empty()) return true;
    if (needed <= kPiece && next_ < pieces_.size()) return true;
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

  // Forgets all strings; keeps pieces of the usual size for those to come.
  void Clear() {
    std::erase_if(pieces_, [&](const Piece& piece) {
      if (piece.size > kPiece) bytes_ -= piece.size;
      return piece.size > kPiece;
    });
    next_ = left_ = 0;
    free_ = nullptr;
  }

  size_t bytes() const { return bytes_; }

 private:
  static constexpr unsigned char kLong = 0xFF;
  static constexpr size_t kLongHeader = 1 + sizeof(uint32_t);
  static constexpr size_t kPiece = size_t{64} << 10;

  struct Piece {
    std::unique_ptr<char[]> data;
    size_t size;
  };

  void TakePiece(size_t needed) {
    if (needed > kPiece || next_ == pieces_.size()) {
      const size_t size = std::max(needed, kPiece);
      pieces_.insert(pieces_.begin() + static_cast<std::ptrdiff_t>(next_),
                     {std::make_unique_for_overwrite<char[]>(size), size});
      bytes_ += size;
    }
    free_ = pieces_[next_].data.get();
    left_ = pieces_[next_].size;
    ++next_;
  }

  std::vector<Piece> pieces_;
  size_t next_ = 0;  // the first piece that is not in use
  size_t bytes_ = 0;
  char* free_ = nullptr;  // in the piece before next_
  size_t left_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_STRING_ARENA_H_
