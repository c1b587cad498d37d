#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "reins_controller/joints.hpp"

/// Checks each command that a robot gets against limits and rates, apart from the code that made it.
class Judge
{
public:
  explicit Judge(const reins_controller::Settings & settings) : settings_(settings) {}

  /// Takes the command of one cycle.
  void see(const std::vector<double> & command)
  {
    using reins_controller::Kind;
    const double dt = 1 / settings_.rate_hz;
    for (size_t i = 0; i < command.size(); i++) {
      const reins_controller::JointLimits & l = settings_.joints[i];
      const double u = command[i];
      const double change = last_.empty() ? 0 : u - last_[i];
      bool good = std::isfinite(u);
      if (settings_.kind == Kind::kEffort) {
        good = good && inside(u, l.effort) && inside(change, l.effort_rate * dt);
      } else if (settings_.kind == Kind::kVelocity) {
        good = good && inside(u, l.velocity) && inside(change, l.acceleration * dt);
        fastest_ = std::max(fastest_, std::abs(u));
      } else {
        good = good && u >= l.lower - 1e-9 && u <= l.upper + 1e-9 && inside(change, l.velocity * dt);
        fastest_ = std::max(fastest_, std::abs(change) / dt);
      }
      violations_ += good ? 0 : 1;
    }
    last_ = command;
  }

  uint64_t violations() const {return violations_;}

  /// The fastest joint in velocity and position control, rad/s.
  double fastest() const {return fastest_;}

private:
  static bool inside(double v, double most) {return std::abs(v) <= most * (1 + 1e-5) + 1e-12;}

  const reins_controller::Settings & settings_;
  std::vector<double> last_;
  uint64_t violations_ = 0;
  double fastest_ = 0;
};
