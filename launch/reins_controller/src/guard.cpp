#include "reins_controller/guard.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace reins_controller
{

namespace
{

// The robot must rest for this long before a stop can be reset, s.
constexpr double kResting = 0.02;
// Rounding error of the filter's own limits, as a share of a limit.
constexpr double kRounding = 1e-6;

const Settings & checked_settings(const Settings & settings)
{
  settings.check();
  return settings;
}

double clamp(double v, double least, double most)
{
  return std::max(least, std::min(most, v));
}

}  // namespace

const char * words_of(Mode mode)
{
  switch (mode) {
    case Mode::kFollowing:
      return "following the filter";
    case Mode::kBraking:
      return "braking";
    case Mode::kLatched:
      return "stopped until a reset";
    case Mode::kReady:
      return "reset, waiting for the filter to drive";
    default:
      return "waiting for a filter";
  }
}

const char * words_of(Reason reason)
{
  switch (reason) {
    case Reason::kLate:
      return "the filter did not answer in time";
    case Reason::kBadNumber:
      return "the filter sent a number that is not finite";
    case Reason::kBadAnswer:
      return "the filter answered a state that was not its turn";
    case Reason::kOtherFilter:
      return "a second filter sent commands";
    case Reason::kBadState:
      return "the robot's measurement is not finite";
    case Reason::kTooFast:
      return "the controller manager runs faster than rate_hz";
    default:
      return "none";
  }
}

Guard::Guard(Settings settings)
: settings_(checked_settings(settings)),
  period_(1 / settings_.rate_hz),
  brake_(settings_),
  rest_cycles_(std::max<uint64_t>(1, static_cast<uint64_t>(std::lround(kResting / period_)))),
  wanted_(settings_.joints.size(), 0.0),
  command_(settings_.joints.size(), 0.0),
  before_(settings_.joints.size(), 0.0),
  start_(settings_.joints.size(), 0.0)
{
}

void Guard::begin(const Measured & measured, const std::vector<double> & in_force)
{
  for (size_t i = 0; i < command_.size(); i++) {
    const JointLimits & l = settings_.joints[i];
    double known = 0;
    if (settings_.kind == Kind::kPosition) {
      known = measured.q[i];
    } else if (settings_.kind == Kind::kEffort) {
      known = std::isfinite(in_force[i]) ? in_force[i] : measured.effort[i];
      known = clamp(std::isfinite(known) ? known : 0, -l.effort, l.effort);
    } else if (std::isfinite(in_force[i])) {
      known = clamp(in_force[i], -l.velocity, l.velocity);
    }
    command_[i] = std::isfinite(known) ? known : 0;
    before_[i] = command_[i];
    start_[i] = command_[i];
  }
  mode_ = Mode::kWaiting;
  reason_ = Reason::kNone;
  session_ = 0;
  age_ = 0;
  resting_ = 0;
  followed_ = false;
  slowing_ = false;
  held_since_ = cycle_;
  brake_.begin(command_, before_, start_);
}

const std::vector<double> & Guard::step(
  uint64_t cycle, const Measured & measured, const Command * command, const BrakeAdvice & advice)
{
  cycle_ = cycle;
  followed_ = false;
  if (command != nullptr) {
    consider(cycle, *command);
  }
  if (mode_ == Mode::kFollowing) {
    age_ = cycle - answered_;
    if (!measured.is_finite()) {
      take(Reason::kBadState);
    } else if (age_ > settings_.late_cycles) {
      take(Reason::kLate);
    }
  }
  if (mode_ == Mode::kFollowing) {
    if (followed_) {
      slowing_ = false;
      before_.swap(command_);
      for (size_t i = 0; i < command_.size(); i++) {
        command_[i] = checked(i, wanted_[i]);
      }
    } else {
      await_answer(measured, advice);
    }
    return command_;
  }
  before_.swap(command_);
  brake_.step(measured, advice, command_);
  resting_ = brake_.is_at_rest(measured) ? resting_ + 1 : 0;
  if (mode_ == Mode::kBraking && resting_ >= rest_cycles_) {
    mode_ = Mode::kLatched;
  }
  return command_;
}

/// A cycle without an answer that is not late yet. A torque or a velocity stays. A position that
/// stayed would be a sudden stop: it slows down with the limit.
void Guard::await_answer(const Measured & measured, const BrakeAdvice & advice)
{
  if (settings_.kind != Kind::kPosition) {
    std::copy(command_.begin(), command_.end(), before_.begin());
    return;
  }
  if (!slowing_) {
    brake_.begin(command_, before_, start_);
    slowing_ = true;
  }
  before_.swap(command_);
  brake_.step(measured, advice, command_);
}

void Guard::consider(uint64_t cycle, const Command & command)
{
  const bool future = command.answers > cycle;
  if (mode_ == Mode::kFollowing) {
    if (command.session != session_) {
      take(Reason::kOtherFilter);
    } else if (future || command.answers < answered_) {
      take(Reason::kBadAnswer);
    } else if (command.state == FilterState::kIdle) {
      // It has brought the robot to rest.
      hand_back(Mode::kWaiting);
    } else {
      follow(command);
    }
    return;
  }
  const bool may = mode_ == Mode::kWaiting || mode_ == Mode::kReady;
  const bool timely = !future && command.answers > held_since_ &&
    cycle - command.answers <= settings_.late_cycles;
  if (may && timely && command.state == FilterState::kDriving) {
    session_ = command.session;
    mode_ = Mode::kFollowing;
    reason_ = Reason::kNone;
    follow(command);
  }
}

void Guard::follow(const Command & command)
{
  for (size_t i = 0; i < wanted_.size(); i++) {
    if (!std::isfinite(command.values[i])) {
      take(Reason::kBadNumber);
      return;
    }
    wanted_[i] = command.values[i];
  }
  answered_ = command.answers;
  followed_ = true;
}

void Guard::take(Reason reason)
{
  reason_ = reason;
  trips_++;
  hand_back(Mode::kBraking);
}

void Guard::hand_back(Mode to)
{
  mode_ = to;
  session_ = 0;
  resting_ = 0;
  slowing_ = false;
  held_since_ = cycle_;
  brake_.begin(command_, before_, start_);
}

double Guard::checked(size_t i, double value)
{
  const JointLimits & l = settings_.joints[i];
  double least = -l.effort;
  double most = l.effort;
  double change = l.effort_rate * period_;
  if (settings_.kind == Kind::kVelocity) {
    least = -l.velocity;
    most = l.velocity;
    change = l.acceleration * period_;
  } else if (settings_.kind == Kind::kPosition) {
    least = l.lower;
    most = l.upper;
    change = l.velocity * period_;
  }
  // A filter that left out cycles may have changed its command as much as in all of them, but the
  // robot gets no more than one step.
  change *= 1 + kRounding;
  const double from = before_[i];
  const double safe = clamp(clamp(value, least, most), from - change, from + change);
  if (std::abs(safe - value) > kRounding * std::max(1.0, std::abs(value))) {
    repairs_++;
  }
  return safe;
}

void Guard::distrust(Reason reason)
{
  if (mode_ == Mode::kFollowing) {
    take(reason);
  }
}

const std::vector<double> & Guard::release(const BrakeAdvice & advice)
{
  for (size_t i = 0; i < command_.size(); i++) {
    if (settings_.kind == Kind::kVelocity) {
      command_[i] = 0;
    } else if (settings_.kind == Kind::kEffort) {
      const double hold = advice.given ? advice.hold[i] : start_[i];
      const double most = settings_.joints[i].effort;
      command_[i] = settings_.effort_stop == EffortStop::kZero ? 0 : clamp(hold, -most, most);
    }
  }
  return command_;
}

const char * Guard::reset()
{
  if (mode_ == Mode::kBraking) {
    return "not reset: the robot still moves";
  }
  if (mode_ != Mode::kLatched) {
    return "not reset: the controller is not stopped";
  }
  mode_ = Mode::kReady;
  held_since_ = cycle_;
  return "";
}

}  // namespace reins_controller
