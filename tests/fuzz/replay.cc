// Replaces the fuzzer in builds without one: calls a target with every file in the given folders
// and with some hundreds of random mutations of these files. A finding ends the process.
//
//   usage: fuzz_NAME [--mutations N] [--seed N] FILE-OR-FOLDER...
//
// When the target fails, its input is written to the file fuzz-finding in the current folder.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

// Defined by the target; clang-tidy may read both as one source.
extern "C" int LLVMFuzzerTestOneInput(  // NOLINT(readability-redundant-declaration)
    const uint8_t* data, size_t size);
// If a sanitizer is built in, it calls `callback` before it ends the process.
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(  // NOLINT: its own name
    void (*callback)());

namespace {

namespace fs = std::filesystem;

using Bytes = std::vector<uint8_t>;

struct Options {
  uint64_t mutations = 300;
  uint64_t seed = 20'240'229;
  std::vector<fs::path> paths;
};

// The current input, which KeepFinding writes if the target fails.
Bytes input;
std::string description;

void KeepFinding() {
  const int file = ::open("fuzz-finding", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  const bool kept =
      file >= 0 && ::write(file, input.data(), input.size()) == static_cast<ssize_t>(input.size());
  description += kept ? "; kept as fuzz-finding\n" : "\n";
  if (::write(STDERR_FILENO, description.data(), description.size()) < 0) return;
}

void OnAbort(int /*signal*/) { KeepFinding(); }

Options Parse(const std::vector<std::string>& arguments) {
  Options options;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const bool has_value = i + 1 < arguments.size();
    if (arguments[i] == "--mutations" && has_value) {
      options.mutations = std::stoull(arguments[++i]);
    } else if (arguments[i] == "--seed" && has_value) {
      options.seed = std::stoull(arguments[++i]);
    } else if (fs::exists(arguments[i])) {
      options.paths.emplace_back(arguments[i]);
    } else {
      throw std::invalid_argument("neither an option nor a file: " + arguments[i]);
    }
  }
  return options;
}

Bytes ReadBytes(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<fs::path> FilesOf(const std::vector<fs::path>& paths) {
  std::vector<fs::path> files;
  for (const fs::path& path : paths) {
    if (!fs::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

class Mutator {
 public:
  Mutator(const std::vector<Bytes>& seeds, uint64_t seed) : seeds_(seeds), random_(seed) {}

  Bytes Make() {
    Bytes bytes = AnySeed();
    for (size_t changes = 1 + Below(4); changes > 0; --changes) Change(&bytes);
    return bytes;
  }

 private:
  uint64_t Below(uint64_t bound) {
    return std::uniform_int_distribution<uint64_t>(0, bound - 1)(random_);
  }
  const Bytes& AnySeed() { return seeds_[Below(seeds_.size())]; }

  void Change(Bytes* bytes) {
    static constexpr uint8_t kTelling[] = {0x00, 0x01, 0x7F, 0x80, 0xFF, '\n', '\r', '"'};
    const size_t at = Below(bytes->size() + 1);
    const auto here = bytes->begin() + static_cast<std::ptrdiff_t>(at);
    const size_t some = Below(std::min<size_t>(16, bytes->size() - at) + 1);
    const auto there = here + static_cast<std::ptrdiff_t>(some);
    switch (Below(6)) {
      case 0:
        if (at < bytes->size()) *here ^= static_cast<uint8_t>(1U << Below(8));
        break;
      case 1:
        std::fill(here, there, kTelling[Below(std::size(kTelling))]);
        break;
      case 2:
        bytes->erase(here, there);
        break;
      case 3: {
        const Bytes copy(here, there);
        const auto to = bytes->begin() + static_cast<std::ptrdiff_t>(Below(bytes->size() + 1));
        bytes->insert(to, copy.begin(), copy.end());
        break;
      }
      case 4:
        bytes->resize(at);
        break;
      default: {
        const Bytes& other = AnySeed();
        const auto from = other.begin() + static_cast<std::ptrdiff_t>(Below(other.size() + 1));
        bytes->resize(at);
        bytes->insert(bytes->end(), from, other.end());
      }
    }
  }

  const std::vector<Bytes>& seeds_;
  std::mt19937_64 random_;
};

void Run(Bytes bytes, std::string what) {
  input = std::move(bytes);
  input.shrink_to_fit();  // so that a sanitizer notices reads beyond its end
  description = "replay: it was " + std::move(what);
  LLVMFuzzerTestOneInput(input.data(), input.size());
}

void Replay(const Options& options) {
  std::vector<Bytes> seeds;
  for (const fs::path& file : FilesOf(options.paths)) {
    seeds.push_back(ReadBytes(file));
    Run(seeds.back(), file.native());
  }
  if (seeds.empty()) throw std::invalid_argument("there are no files to run");
  std::printf("replay: %zu files, then %llu mutations of them with seed %llu\n", seeds.size(),
              static_cast<unsigned long long>(options.mutations),
              static_cast<unsigned long long>(options.seed));
  std::fflush(stdout);
  Mutator mutator(seeds, options.seed);
  for (uint64_t i = 1; i <= options.mutations; ++i) {
    Run(mutator.Make(),
        "mutation " + std::to_string(i) + " of seed " + std::to_string(options.seed));
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGABRT, OnAbort);
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(KeepFinding);
  Options options;
  try {
    options = Parse({argv + 1, argv + argc});
  } catch (const std::logic_error& error) {
    std::fprintf(stderr, "replay: %s\n", error.what());
    return 2;
  }
  Replay(options);  // an exception is a finding: it ends the process
  return 0;
}
