// What a fuzz target says when it has found something.
#ifndef CIKU_TESTS_FUZZ_CHECK_H_
#define CIKU_TESTS_FUZZ_CHECK_H_

#include <cstddef>
#include <cstdio>
#include <cstdlib>

namespace ciku {

// Ends the process, which is how fuzzers learn of a finding, unless `holds`.
inline void Require(bool holds, const char* claim) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: it does not hold that %s\n", claim);
  std::abort();
}

// Of `n` things that a target can do with an input, a fuzzer does one, so that it is quick; which,
// is told by the input's size, since fuzzers try all. A replay does every one. True where the
// `i`th is to be done.
inline bool IsTurn(size_t i, size_t n, [[maybe_unused]] size_t size) {
#ifdef CIKU_FUZZER
  return size % n == i;
#else
  return i < n;
#endif
}

}  // namespace ciku

#endif  // CIKU_TESTS_FUZZ_CHECK_H_
