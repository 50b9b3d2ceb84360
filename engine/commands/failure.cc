#include "engine/commands/failure.h"

#include <exception>
#include <new>
#include <nlohmann/json.hpp>

#include "engine/commands/help/usage_error.h"
#include "engine/sweep/stopping.h"
#include "io/error.h"
#include "io/files/file.h"
#include "io/files/manifest.h"

namespace ciku {

Failure CurrentFailure(const CLI::App& program) {
  try {
    throw;
  } catch (const CLI::ParseError& error) {
    return {kUsedWrongly, Explained(error, program)};
  } catch (const UsageError& error) {
    return {kUsedWrongly, error.what()};
  } catch (const Interrupted& interrupted) {
    return {kInterrupted, std::string(interrupted.what()) + "; what was done is kept"};
  } catch (const ClosedPipe&) {
    return {kDone, ""};
  } catch (const Json::exception&) {
    return {kFailed,
            "the work folder's manifest holds something unexpected; --restart begins anew"};
  } catch (const std::bad_alloc&) {
    return {kFailed, "the system has no memory left; lower --memory or --threads"};
  } catch (const std::exception& error) {
    return {kFailed, error.what()};
  }
}

}  // namespace ciku
