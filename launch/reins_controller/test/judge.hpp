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

/// Joints that move as an ideal drive would: they follow velocities and positions exactly, and
/// torques by their inertia and a friction.
class Drives
{
public:
  Drives(const reins_controller::Settings & settings, const std::vector<double> & q, double inertia)
  : settings_(settings), inertia_(inertia), measured_(q.size())
  {
    measured_.q = q;
    std::fill(measured_.effort.begin(), measured_.effort.end(), 0.0);
  }

  /// Moves by one cycle.
  void step(const std::vector<double> & command)
  {
    using reins_controller::Kind;
    const double dt = 1 / settings_.rate_hz;
    for (size_t i = 0; i < command.size(); i++) {
      double & q = measured_.q[i];
      double & qd = measured_.qd[i];
      if (settings_.kind == Kind::kPosition) {
        qd = (command[i] - q) / dt;
        q = command[i];
        continue;
      }
      if (settings_.kind == Kind::kVelocity) {
        qd = command[i];
      } else {
        qd += dt * (command[i] - kFriction * qd) / inertia_;
        measured_.effort[i] = command[i];
      }
      q += dt * qd;
    }
  }

  double speed() const
  {
    double most = 0;
    for (double v : measured_.qd) {
      most = std::max(most, std::abs(v));
    }
    return most;
  }

  reins_controller::Measured & measured() {return measured_;}
  const reins_controller::Measured & measured() const {return measured_;}

private:
  static constexpr double kFriction = 0.1;
  const reins_controller::Settings & settings_;
  const double inertia_;
  reins_controller::Measured measured_;
};
