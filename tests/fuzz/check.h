// Reports findings of fuzz targets.
#ifndef CIKU_TESTS_FUZZ_CHECK_H_
#define CIKU_TESTS_FUZZ_CHECK_H_

#include <cstddef>
#include <cstdio>
#include <cstdlib>

namespace ciku {

// Ends the process unless `holds`. Fuzzers take the end of the process for a finding.
inline void Require(bool holds, const char* claim) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: it does not hold that %s\n", claim);
  std::abort();
}

// Returns true if a target has to make check `i` of its `n` checks on an input of this size. To be
// quick, a fuzzer makes one check on each input, chosen by the input's size, because fuzzers try
// all sizes. A replay makes all checks.
inline bool IsTurn(size_t i, size_t n, [[maybe_unused]] size_t size) {
#ifdef CIKU_FUZZER
  return size % n == i;
#else
  return i < n;
#endif
}

}  // namespace ciku

#endif  // CIKU_TESTS_FUZZ_CHECK_H_
