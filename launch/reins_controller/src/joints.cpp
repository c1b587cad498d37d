#include "reins_controller/joints.hpp"

#include <cmath>
#include <sstream>
#include <stdexcept>

namespace reins_controller
{

namespace
{

[[noreturn]] void refuse(const std::string & what, double value, const std::string & allowed)
{
  std::ostringstream text;
  text << what << " is " << value << ": " << allowed;
  throw std::invalid_argument(text.str());
}

void require_positive(const std::string & what, double value)
{
  if (!(value > 0) || !std::isfinite(value)) {
    refuse(what, value, "it must be positive and finite");
  }
}

}  // namespace

Kind kind_of(const std::string & name)
{
  for (Kind kind : {Kind::kEffort, Kind::kVelocity, Kind::kPosition}) {
    if (name == name_of(kind)) {
      return kind;
    }
  }
  throw std::invalid_argument(
          "command_interface is " + name + ": allowed is effort, velocity or position");
}

const char * name_of(Kind kind)
{
  switch (kind) {
    case Kind::kVelocity:
      return "velocity";
    case Kind::kPosition:
      return "position";
    default:
      return "effort";
  }
}

void Settings::check() const
{
  if (joints.empty() || joints.size() > 64) {
    refuse("the number of joints", static_cast<double>(joints.size()), "allowed is 1 to 64");
  }
  if (!(rate_hz >= 10 && rate_hz <= 10000)) {
    refuse("rate_hz", rate_hz, "allowed is 10 to 10000");
  }
  if (late_cycles < 1 || late_cycles > 100) {
    refuse("late_cycles", static_cast<double>(late_cycles), "allowed is 1 to 100");
  }
  if (!(damping >= 0 && damping <= 1e4)) {
    refuse("damping", damping, "allowed is 0 to 10000");
  }
  require_positive("rest_speed", rest_speed);
  for (const JointLimits & j : joints) {
    if (!(j.lower < j.upper)) {
      refuse("lower of joint " + j.name, j.lower, "it must be less than upper");
    }
    require_positive("velocity of joint " + j.name, j.velocity);
    require_positive("acceleration of joint " + j.name, j.acceleration);
    require_positive("effort of joint " + j.name, j.effort);
    require_positive("effort_rate of joint " + j.name, j.effort_rate);
  }
}

bool Measured::is_finite() const
{
  for (size_t i = 0; i < q.size(); i++) {
    if (!std::isfinite(q[i]) || !std::isfinite(qd[i])) {
      return false;
    }
  }
  return true;
}

}  // namespace reins_controller
