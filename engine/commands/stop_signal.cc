#include "engine/commands/stop_signal.h"

namespace ciku {
namespace {

std::atomic<bool> graceful = false;
std::atomic<bool> asked = false;

}  // namespace

const std::atomic<bool>& StopAsked() { return asked; }

StopsGracefully::StopsGracefully() { graceful = true; }
StopsGracefully::~StopsGracefully() { graceful = false; }

bool AskToStop() { return graceful && !asked.exchange(true); }

}  // namespace ciku
