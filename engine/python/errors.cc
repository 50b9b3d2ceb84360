#include <ciku/error.h>
#include <ciku/stopping.h>

#include <exception>
#include <string>

#include "engine/python/bindings.h"
#include "engine/python/text.h"

namespace py = pybind11;

namespace ciku {
namespace {

// Sets the exception that a function of ciku/_errors.py makes.
template <typename... Arguments>
void Raise(const char* maker, const Arguments&... arguments) {
  try {
    const py::object exception = py::module_::import("ciku._errors").attr(maker)(arguments...);
    PyErr_SetObject(py::type::of(exception).ptr(), exception.ptr());
  } catch (py::error_already_set& error) {
    error.restore();
  }
}

void Translate(std::exception_ptr pointer) {
  try {
    if (pointer) std::rethrow_exception(pointer);
  } catch (const IoError& error) {
    Raise("io_error", error.number(), MessageText(error.what()), MessageText(error.path()));
  } catch (const CorruptionError& error) {
    Raise("CorruptionError", MessageText(error.what()));
  } catch (const InputError& error) {
    Raise("input_error", MessageText(error.what()));
  } catch (const UsageError& error) {
    Raise("usage_error", MessageText(error.what()));
  } catch (const Interrupted&) {
    PyErr_SetNone(PyExc_KeyboardInterrupt);
  } catch (const Error& error) {
    Raise("Error", MessageText(error.what()));
  }
}

}  // namespace

void BindErrors() { py::register_local_exception_translator(&Translate); }

}  // namespace ciku
