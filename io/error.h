// The few kinds of errors that ciku throws. Every message is one line that names the file, the
// place in the file (if there is one), the problem, and what to do about it.
#ifndef CIKU_IO_ERROR_H_
#define CIKU_IO_ERROR_H_

#include <stdexcept>
#include <string>
#include <utility>

namespace ciku {

// Base of all errors thrown by the libraries.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The operating system refused an operation: a file is missing or unreadable, a disk is full.
class IoError : public Error {
 public:
  explicit IoError(const std::string& what, int number = 0, std::string path = {})
      : Error(what), number_(number), path_(std::move(path)) {}

  // The system's number of the error (errno); 0 if it is not known.
  int number() const { return number_; }
  // The file or folder; empty if it is not known.
  const std::string& path() const { return path_; }

  // Returns this error with more text behind a semicolon.
  IoError With(const std::string& more) const {
    return IoError(std::string(what()) + "; " + more, number_, path_);
  }

 private:
  int number_;
  std::string path_;
};

// Bytes break the rules of their format: they are truncated, have flipped bits or cannot be
// decoded.
class CorruptionError : public Error {
 public:
  using Error::Error;
};

// The input is readable but cannot be used as asked: a broken JSON line, an empty folder,
// a file that changed under the reader.
class InputError : public Error {
 public:
  using Error::Error;
};

// The program or library was asked for something it cannot do: an unknown encoding,
// a meaningless threshold, a budget too small to work with.
class UsageError : public Error {
 public:
  using Error::Error;
};

// Returns "PATH: cannot ACTION: <the system's text for the error number>". A hint at what to do
// follows if that is not obvious.
std::string DescribeIoError(const std::string& path, const std::string& action, int error);

// Throws IoError with that description.
[[noreturn]] void ThrowIoError(const std::string& path, const std::string& action, int error);

// Throws the same error for errno. Call it right after the failing system call.
[[noreturn]] void ThrowErrno(const std::string& path, const std::string& action);

// Returns a path fit for a one-line message: control characters, line ends included, become \xNN.
std::string Printable(const std::string& path);

}  // namespace ciku

#endif  // CIKU_IO_ERROR_H_
