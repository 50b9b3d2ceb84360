// Where the text goes that a pass produces.
#ifndef CIKU_ENGINE_SWEEP_TEXT_SINK_H_
#define CIKU_ENGINE_SWEEP_TEXT_SINK_H_

#include <concepts>
#include <functional>
#include <string_view>
#include <utility>

namespace ciku {

// Is called for one piece of text after the other, by one thread at a time.
class TextSink {
 public:
  // write(text) takes the next piece. flush(), if given, is called when the input pauses
  // (InputOptions::as_it_comes): whoever waits for the text so far is to get it now.
  template <std::invocable<std::string_view> Write>
  TextSink(Write write, std::function<void()> flush = {})  // NOLINT(google-explicit-constructor)
      : write_(std::move(write)), flush_(std::move(flush)) {}

  void Write(std::string_view text) const { write_(text); }
  void Flush() const {
    if (flush_) flush_();
  }

 private:
  std::function<void(std::string_view)> write_;
  std::function<void()> flush_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_TEXT_SINK_H_
