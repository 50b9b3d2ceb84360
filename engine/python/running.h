// Runs the library's work while Python stays responsive.
#ifndef CIKU_ENGINE_PYTHON_RUNNING_H_
#define CIKU_ENGINE_PYTHON_RUNNING_H_

#include <ciku/resources.h>
#include <pybind11/pybind11.h>

#include <functional>

namespace ciku {

// Calls work(observer) on a thread of its own, without Python's lock, and returns when it has
// ended. Meanwhile calls progress(pass, done, total), unless that is None, on the calling thread:
// when a pass begins, some times a second, and when it ends, with the bytes of the inputs that it
// has read and has to read (0 for passes that do not read them).
//
// Throws what the work throws. If a signal arrives, such as that of Ctrl-C, or if `progress` raises
// an exception, stops the work (ciku/stopping.h), waits for its end, and throws that exception.
void RunJob(const pybind11::object& progress, const std::function<void(Observer*)>& work);

}  // namespace ciku

#endif  // CIKU_ENGINE_PYTHON_RUNNING_H_
