#include "reins_controller/brake.hpp"

#include <algorithm>
#include <cmath>

namespace reins_controller
{

namespace
{

// The spring that holds an arm at rest: its rate as a share of the damping, 1/s, and the largest
// share of the effort limit that it may use.
constexpr double kSpringRate = 5;
constexpr double kSpringShare = 0.2;

double cut(double v, double most)
{
  return std::max(-most, std::min(most, v));
}

}  // namespace

Brake::Brake(const Settings & settings)
: settings_(settings),
  period_(1 / settings.rate_hz),
  last_(settings.joints.size(), 0.0),
  speed_(settings.joints.size(), 0.0),
  hold_(settings.joints.size(), 0.0),
  place_(settings.joints.size(), 0.0)
{
}

void Brake::begin(
  const std::vector<double> & in_force, const std::vector<double> & before,
  const std::vector<double> & hold_without_advice)
{
  holding_ = false;
  for (size_t i = 0; i < last_.size(); i++) {
    last_[i] = in_force[i];
    const double v = settings_.kind == Kind::kVelocity ?
      in_force[i] : (in_force[i] - before[i]) / period_;
    speed_[i] = cut(v, settings_.joints[i].velocity);
    hold_[i] = hold_without_advice[i];
  }
}

void Brake::step(
  const Measured & measured, const BrakeAdvice & advice, std::vector<double> & command)
{
  const bool finite = measured.is_finite();
  if (settings_.kind == Kind::kEffort) {
    double fastest = 0;
    for (size_t i = 0; finite && i < last_.size(); i++) {
      fastest = std::max(fastest, std::abs(measured.qd[i]));
    }
    if (finite && !holding_ && fastest < settings_.rest_speed) {
      // Once it holds it stays with its place, whoever pushes: it gives way, and returns.
      holding_ = true;
      std::copy(measured.q.begin(), measured.q.end(), place_.begin());
    }
  }
  for (size_t i = 0; i < last_.size(); i++) {
    const JointLimits & limits = settings_.joints[i];
    if (settings_.kind == Kind::kEffort) {
      const double wanted = effort(i, measured, finite, advice);
      const double u = std::isfinite(wanted) ? cut(wanted, limits.effort) : 0;
      last_[i] += cut(u - last_[i], limits.effort_rate * period_);
    } else {
      speed_[i] -= cut(speed_[i], limits.acceleration * period_);
      if (settings_.kind == Kind::kVelocity) {
        last_[i] = speed_[i];
      } else {
        const double next = last_[i] + speed_[i] * period_;
        const double inside = std::max(limits.lower, std::min(limits.upper, next));
        // At a limit it stops there: the drives brake harder than the limit on acceleration.
        speed_[i] = inside == next ? speed_[i] : 0;
        last_[i] = inside;
      }
    }
    command[i] = last_[i];
  }
}

double Brake::effort(
  size_t i, const Measured & measured, bool finite, const BrakeAdvice & advice) const
{
  if (settings_.effort_stop == EffortStop::kZero) {
    return 0;
  }
  const double hold = advice.given ? advice.hold[i] : hold_[i];
  if (!finite) {
    return hold;
  }
  const double damping = advice.given ? advice.damping[i] : settings_.damping;
  double u = hold - damping * measured.qd[i];
  if (holding_) {
    const double spring = kSpringRate * damping * (place_[i] - measured.q[i]);
    u += cut(spring, kSpringShare * settings_.joints[i].effort);
  }
  return u;
}

bool Brake::is_at_rest(const Measured & measured) const
{
  if (!measured.is_finite()) {
    return false;
  }
  for (size_t i = 0; i < last_.size(); i++) {
    const bool still = settings_.kind == Kind::kEffort || speed_[i] == 0;
    if (!still || std::abs(measured.qd[i]) > settings_.rest_speed) {
      return false;
    }
  }
  return true;
}

}  // namespace reins_controller
