// Divides many texts into words on several threads.
//
// Python's objects can only be made by the thread that has Python's lock, one after the other, so
// that thread has to do as little as possible. The threads that divide texts look words up in a
// table of recent words, each in its own, and hand on places in the table. So a word that occurs
// often is made once and then shared.
#ifndef CIKU_ENGINE_PYTHON_BATCH_CUTTER_H_
#define CIKU_ENGINE_PYTHON_BATCH_CUTTER_H_

#include <ciku/tokenizer.h>
#include <pybind11/pybind11.h>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ciku {

// For one thread at a time, which has Python's lock.
class BatchCutter {
 public:
  BatchCutter(std::shared_ptr<const Tokenizer> tokenizer, size_t threads);
  BatchCutter(const BatchCutter&) = delete;
  BatchCutter& operator=(const BatchCutter&) = delete;
  ~BatchCutter();

  // Returns a list of words for each text. Throws TypeError or InputError, which names the number
  // of the text, and what the iterator and signals raise.
  pybind11::list Cut(const pybind11::iterable& texts);

 private:
  class Worker;

  // Texts that are divided together, and what comes of it.
  struct Batch {
    std::vector<pybind11::object> texts;
    size_t first = 0;  // the number of the first text
    size_t size = 0;   // about how many bytes the texts have

    std::string text;               // all texts in UTF-8, and kPadding bytes
    std::vector<uint32_t> words;    // places in the worker's table
    std::vector<size_t> word_ends;  // of the words of each text
    std::vector<Token> fresh;       // in `text`: the words that are new in the table, in order
    size_t worker = 0;
    bool done = false;
    std::exception_ptr error;
  };

  // A place in a table, for words that are to be put there first.
  static constexpr uint32_t kFresh = uint32_t{1} << 31;

  void Work(size_t number);
  void Submit(size_t next);
  void AddThread();
  void Collect(pybind11::list* lists);
  pybind11::list ListOf(const Batch& batch, size_t* word, size_t end, size_t* fresh);

  const std::shared_ptr<const Tokenizer> tokenizer_;
  size_t most_threads_;
  Batch filling_;
  // What the table of each worker holds, as objects of Python.
  std::deque<std::vector<pybind11::object>> objects_;

  std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Batch>> batches_;  // in order: being divided, or waiting
  size_t begun_ = 0;                            // how many of these a worker has taken
  bool ended_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_PYTHON_BATCH_CUTTER_H_
