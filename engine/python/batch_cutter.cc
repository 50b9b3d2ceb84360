#include "engine/python/batch_cutter.h"

#include <ciku/white_space.h>

#include <chrono>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>

#include "engine/python/text.h"

namespace py = pybind11;

namespace ciku {
namespace {

// How many bytes of text a batch has, and how many batches may wait for each thread.
constexpr size_t kBatch = size_t{256} << 10;
constexpr size_t kWaiting = 3;

// How many words ahead of its turn an object is loaded into the cache.
constexpr size_t kAhead = 8;

// Words of up to so many bytes are kept in a table: five Chinese characters.
constexpr size_t kLongestKept = 15;
constexpr size_t kTableSize = size_t{1} << 15;
// Behind the text, so that 16 bytes can be read from any place in it.
constexpr size_t kPadding = 16;

// As long as it lives, Python does not look for garbage: it would do so after every 700 new lists,
// and go through all of them. That takes a third of the time. If it looks once after a call instead
// of after each batch, that takes as long, but not while other threads wait for this one.
class NoCollection {
 public:
  NoCollection() : was_enabled_(PyGC_Disable() == 1) {}
  NoCollection(const NoCollection&) = delete;
  NoCollection& operator=(const NoCollection&) = delete;
  ~NoCollection() {
    if (was_enabled_) PyGC_Enable();
  }

 private:
  const bool was_enabled_;
};

// About how many bytes a str takes in UTF-8, and a little for what else a text takes.
size_t SizeOf(py::handle text) {
  const auto characters = static_cast<size_t>(PyUnicode_GET_LENGTH(text.ptr()));
  return 16 + characters * (PyUnicode_IS_ASCII(text.ptr()) ? 1 : 3);
}

}  // namespace

// Divides batches, with a table of recent words: each has a place that its bytes lead to, and takes
// it from the word that was there.
class BatchCutter::Worker {
 public:
  explicit Worker(const Tokenizer& tokenizer) : tokenizer_(tokenizer), table_(kTableSize) {}

  void Divide(Batch* batch) {
    std::vector<size_t> ends;
    for (const py::object& text : batch->texts) {
      AppendNumbered(text, batch->first + ends.size(), &batch->text);
      ends.push_back(batch->text.size());
    }
    batch->text.append(kPadding, '\0');
    size_t begin = 0;
    for (const size_t end : ends) {
      const std::string_view text = std::string_view(batch->text).substr(begin, end - begin);
      tokenizer_.Tokenize(text, &scratch_, &tokens_);
      for (const Token& token : tokens_) {
        if (!IsOnlyWhiteSpace(token.In(text))) Add({begin + token.begin, begin + token.end}, batch);
      }
      batch->word_ends.push_back(batch->words.size());
      begin = end;
    }
  }

 private:
  // The bytes of a short word, and their number in the last byte.
  struct Key {
    uint64_t first = 0;
    uint64_t last = 0;

    bool operator==(const Key&) const = default;
  };

  static Key KeyOf(const char* word, size_t size) {
    Key key;
    std::memcpy(&key, word, sizeof(key));
    if (size < 8) {
      key.first &= (uint64_t{1} << (8 * size)) - 1;
      key.last = 0;
    } else {
      key.last &= (uint64_t{1} << (8 * (size - 8))) - 1;
    }
    key.last |= uint64_t{size} << 56;
    return key;
  }

  static uint32_t PlaceOf(const Key& key) {
    const uint64_t mixed = (key.first ^ (key.last * 0x9E3779B97F4A7C15)) * 0xD6E8FEB86659FD93;
    return static_cast<uint32_t>(mixed >> 40) % kTableSize;
  }

  void Add(const Token& token, Batch* batch) {
    const size_t size = token.end - token.begin;
    uint32_t place = kTableSize;  // that of all long words
    if (size <= kLongestKept) {
      const Key key = KeyOf(batch->text.data() + token.begin, size);
      place = PlaceOf(key);
      if (table_[place] == key) {
        batch->words.push_back(place);
        return;
      }
      table_[place] = key;
    }
    batch->words.push_back(place | kFresh);
    batch->fresh.push_back(token);
  }

  const Tokenizer& tokenizer_;
  Tokenizer::Scratch scratch_;
  std::vector<Token> tokens_;
  std::vector<Key> table_;
};

BatchCutter::BatchCutter(std::shared_ptr<const Tokenizer> tokenizer, size_t threads)
    : tokenizer_(std::move(tokenizer)), most_threads_(threads) {}

BatchCutter::~BatchCutter() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  const py::gil_scoped_release release;
  for (std::thread& thread : threads_) thread.join();
}

void BatchCutter::Work(size_t number) {
  Worker worker(*tokenizer_);
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ended_ || begun_ < batches_.size(); });
    if (ended_) return;
    Batch* const batch = batches_[begun_++].get();
    lock.unlock();
    batch->worker = number;
    try {
      worker.Divide(batch);
    } catch (...) {
      batch->error = std::current_exception();
    }
    lock.lock();
    batch->done = true;
    changed_.notify_all();
  }
}

py::list BatchCutter::Cut(const py::iterable& texts) {
  // Going through a list runs no code of the user's, whose garbage might grow meanwhile.
  std::optional<NoCollection> no_collection;
  if (py::isinstance<py::list>(texts) || py::isinstance<py::tuple>(texts)) no_collection.emplace();
  py::list lists;
  size_t number = 0;
  for (const py::handle row : texts) {
    py::object text = TextInRow(row);
    CheckNumbered(text, number++);
    filling_.size += SizeOf(text);
    filling_.texts.push_back(std::move(text));
    if (filling_.size < kBatch) continue;
    Submit(number);
    if (batches_.size() > kWaiting * most_threads_) Collect(&lists);
  }
  if (!filling_.texts.empty()) Submit(number);
  while (!batches_.empty()) Collect(&lists);
  return lists;
}

// The next batch begins with the text of this number.
void BatchCutter::Submit(size_t next) {
  if (threads_.size() < most_threads_) AddThread();
  const std::lock_guard lock(mutex_);
  batches_.push_back(std::make_unique<Batch>(std::exchange(filling_, {})));
  filling_.first = next;
  changed_.notify_all();
}

// Few texts need few threads. If the system has no more of them, those that there are do the work.
void BatchCutter::AddThread() {
  const size_t number = threads_.size();
  objects_.emplace_back(kTableSize + 1);
  try {
    threads_.emplace_back([this, number] { Work(number); });
  } catch (const std::system_error&) {
    objects_.pop_back();
    if (threads_.empty()) throw;
    most_threads_ = threads_.size();
  }
}

// Waits for the first batch and appends the lists of its texts.
void BatchCutter::Collect(py::list* lists) {
  std::unique_ptr<Batch> batch;
  while (batch == nullptr) {
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    const py::gil_scoped_release release;
    std::unique_lock lock(mutex_);
    const auto done = [this] { return batches_.front()->done; };
    if (!changed_.wait_for(lock, std::chrono::milliseconds(50), done)) continue;
    batch = std::move(batches_.front());
    batches_.pop_front();
    --begun_;
  }
  if (batch->error) std::rethrow_exception(batch->error);
  const NoCollection no_collection;
  size_t word = 0;
  size_t fresh = 0;
  for (const size_t end : batch->word_ends) {
    const py::list list = ListOf(*batch, &word, end, &fresh);
    if (PyList_Append(lists->ptr(), list.ptr()) != 0) throw py::error_already_set();
  }
}

py::list BatchCutter::ListOf(const Batch& batch, size_t* word, size_t end, size_t* fresh) {
  std::vector<py::object>& objects = objects_[batch.worker];
  py::list list(end - *word);
  for (Py_ssize_t i = 0; *word < end; ++i, ++*word) {
    const uint32_t place = batch.words[*word];
    py::object& object = objects[place & ~kFresh];
    // The count of references of a later word, which is about to be changed, is loaded early.
    if (*word + kAhead < batch.words.size()) {
      __builtin_prefetch(objects[batch.words[*word + kAhead] & ~kFresh].ptr(), 1);
    }
    if ((place & kFresh) != 0) object = ToStr(batch.fresh[(*fresh)++].In(batch.text));
    PyList_SET_ITEM(list.ptr(), i, py::object(object).release().ptr());
  }
  return list;
}

}  // namespace ciku
