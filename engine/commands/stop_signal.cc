#include "engine/commands/stop_signal.h"

namespace ciku {
namespace {

std::atomic<bool> stops_gracefully = false;
std::atomic<bool> stop_asked = false;

}  // namespace

const std::atomic<bool>& StopAsked() { return stop_asked; }

StopsGracefully::StopsGracefully() { stops_gracefully = true; }
StopsGracefully::~StopsGracefully() { stops_gracefully = false; }

bool AskToStop() { return stops_gracefully && !stop_asked.exchange(true); }

}  // namespace ciku
