#include "engine/view/concordance_order.h"

#include <algorithm>
#include <cstddef>

#include "io/utf8.h"

namespace ciku {
namespace {

// Numbers in big-endian order sort as their bytes do.
template <typename Number>
void Append(Number number, std::string* out) {
  for (int shift = 8 * sizeof(Number); (shift -= 8) >= 0;) {
    out->push_back(static_cast<char>(number >> shift & 0xFF));
  }
}

template <typename Number>
Number Take(std::string_view* bytes) {
  Number number = 0;
  for (size_t i = 0; i < sizeof(Number); ++i) {
    number = static_cast<Number>(number << 8 | static_cast<unsigned char>((*bytes)[i]));
  }
  bytes->remove_prefix(sizeof(Number));
  return number;
}

// The characters in the opposite order. The text is valid UTF-8.
std::string Reversed(std::string_view text) {
  std::string reversed(text.size(), '\0');
  size_t end = text.size();
  ForEachSymbol(text, [&](char32_t, std::string_view bytes) {
    end -= bytes.size();
    bytes.copy(reversed.data() + end, bytes.size());
  });
  return reversed;
}

// The text that decides the order, as it is shown.
std::string TextToSortBy(const ConcordanceLine& line, ConcordanceOrder order) {
  std::string text;
  AppendValidUtf8(order == ConcordanceOrder::kLeft ? line.left : line.right, &text);
  if (order == ConcordanceOrder::kLeft) text = Reversed(text);
  std::replace(text.begin(), text.end(), '\0', '\1');
  return text;
}

}  // namespace

// The word, the text to sort by and a zero byte, the place; then the file, the record, the size of
// the left text, and both texts. A zero byte in the text to sort by becomes a one.
std::string SortableLine(const ConcordanceLine& line, ConcordanceOrder order, uint64_t place) {
  std::string bytes;
  Append(line.word, &bytes);
  bytes.append(TextToSortBy(line, order)).push_back('\0');
  Append(place, &bytes);
  Append(uint64_t{line.file}, &bytes);
  Append(line.record, &bytes);
  Append(static_cast<uint32_t>(line.left.size()), &bytes);
  return bytes.append(line.left).append(line.right);
}

ConcordanceLine LineOf(std::string_view sortable) {
  ConcordanceLine line;
  line.word = Take<uint32_t>(&sortable);
  sortable.remove_prefix(sortable.find('\0') + 1);
  Take<uint64_t>(&sortable);
  line.file = Take<uint64_t>(&sortable);
  line.record = Take<uint64_t>(&sortable);
  const auto left_size = Take<uint32_t>(&sortable);
  line.left = sortable.substr(0, left_size);
  line.right = sortable.substr(left_size);
  return line;
}

}  // namespace ciku
