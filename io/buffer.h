// Memory that is used again and again.
#ifndef CIKU_IO_BUFFER_H_
#define CIKU_IO_BUFFER_H_

#include <cstddef>
#include <memory>

namespace ciku {

// A growing buffer whose bytes are not initialised.
class Buffer {
 public:
  // Returns at least `size` bytes. If the buffer has to grow, its contents are lost.
  char* Reserve(size_t size) {
    if (size > capacity_) {
      data_ = std::make_unique_for_overwrite<char[]>(size);
      capacity_ = size;
    }
    return data_.get();
  }
  char* data() { return data_.get(); }

 private:
  std::unique_ptr<char[]> data_;
  size_t capacity_ = 0;
};

}  // namespace ciku

#endif  // CIKU_IO_BUFFER_H_
