#include "engine/templates/encoded_block.h"

#include <algorithm>

#include "engine/templates/run_stream.h"
#include "io/bytes.h"

namespace ciku {
namespace {

// Reads the number of things that follow, each of which takes at least a byte.
uint64_t ReadSize(const char** at, const char* end) {
  uint64_t size;
  if (!ReadVarint(at, end, &size) || size > static_cast<uint64_t>(end - *at)) ThrowBadRecord();
  return size;
}

}  // namespace

std::string_view EncodedBlockWriter::WordOf(const Slot& slot) const {
  const char* at = dictionary_.data() + slot.at;
  uint64_t size = 0;
  ReadVarint(&at, dictionary_.data() + dictionary_.size(), &size);
  return {at, size};
}

uint32_t EncodedBlockWriter::NumberOf(std::string_view word) {
  const uint64_t hash = StringMap::Hash(word);
  const auto tag = static_cast<uint32_t>(hash >> 32);
  for (size_t i = hash % kSlots;; i = (i + 1) % kSlots) {
    Slot* const slot = &slots_[i];
    if (slot->count == 0) {
      *slot = {tag, words_++, static_cast<uint32_t>(dictionary_.size()), 1};
      AppendVarint(word.size(), &dictionary_);
      dictionary_ += word;
      return slot->number;
    }
    if (slot->tag == tag && WordOf(*slot) == word) {
      ++slot->count;
      return slot->number;
    }
  }
}

void EncodedBlockWriter::Add(std::span<const std::string_view> run) {
  runs_.push_back(static_cast<Number>(run.size()));
  for (const std::string_view word : run) runs_.push_back(static_cast<Number>(NumberOf(word)));
}

void EncodedBlockWriter::End(std::string* out) {
  AppendVarint(words_, out);
  *out += dictionary_;
  out->append(reinterpret_cast<const char*>(runs_.data()), runs_.size() * sizeof(Number));
  std::fill(slots_.begin(), slots_.end(), Slot{});
  words_ = 0;
  dictionary_.clear();
  runs_.clear();
}

void EncodedBlockReader::ReadDictionary(std::string_view* block) {
  const char* at = block->data();
  const char* const end = at + block->size();
  words_.resize(ReadSize(&at, end));
  for (std::string_view& word : words_) {
    const uint64_t size = ReadSize(&at, end);
    word = {at, size};
    at += size;
  }
  vocabulary_.Find(words_, &ids_);
  block->remove_prefix(static_cast<size_t>(at - block->data()));
}

void EncodedBlockReader::ReadRun(std::string_view* block) {
  const size_t numbers = block->size() / sizeof(Number);
  if (numbers == 0) ThrowBadRecord();
  const char* at = block->data();
  const size_t tokens = LoadNumber<Number>(at);
  if (tokens >= numbers) ThrowBadRecord();
  run_.resize(tokens);
  for (WordId& word : run_) {
    const size_t number = LoadNumber<Number>(at += sizeof(Number));
    if (number >= ids_.size()) ThrowBadRecord();
    word = ids_[number];
  }
  block->remove_prefix((tokens + 1) * sizeof(Number));
}

}  // namespace ciku
