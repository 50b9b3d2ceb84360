// The few kinds of errors that ciku throws. Every message is one line that names the file, the
// place in it where there is one, what is wrong, and what to do about it.
#ifndef CIKU_IO_ERROR_H_
#define CIKU_IO_ERROR_H_

#include <stdexcept>
#include <string>

namespace ciku {

// Base of all errors thrown by the libraries.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The operating system refused an operation: a file is missing or unreadable, a disk is full.
class IoError : public Error {
 public:
  using Error::Error;
};

// Bytes are not what their format promises: truncated, bit-flipped, not decodable.
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
// a threshold without meaning, a budget too small to work with.
class UsageError : public Error {
 public:
  using Error::Error;
};

// Throws IoError "PATH: cannot ACTION: <what the system's error number means>", and what to do
// about it where that is not plain.
[[noreturn]] void ThrowIoError(const std::string& path, const std::string& action, int error);

// The same for errno. Call right after the failing system call.
[[noreturn]] void ThrowErrno(const std::string& path, const std::string& action);

// A path fit for a one-line message: control characters and line ends escaped as \xNN.
std::string Printable(const std::string& path);

}  // namespace ciku

#endif  // CIKU_IO_ERROR_H_
