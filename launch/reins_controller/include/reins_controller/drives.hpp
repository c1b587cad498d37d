#pragma once

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "reins_controller/joints.hpp"

namespace reins_controller
{

/// Joints that move as an ideal drive would: they follow velocities and positions exactly, and
/// torques by their inertia and a friction.
class Drives
{
public:
  /// @param q positions at the start, rad or m
  /// @param inertia of each joint, kg·m² or kg
  Drives(const std::vector<double> & q, double rate_hz, double inertia)
  : period_(1 / rate_hz), inertia_(inertia), measured_(q.size())
  {
    measured_.q = q;
    std::fill(measured_.effort.begin(), measured_.effort.end(), 0.0);
  }

  /// Moves by one cycle.
  void step(Kind kind, const std::vector<double> & command)
  {
    const double dt = period_;
    for (size_t i = 0; i < command.size(); i++) {
      double & q = measured_.q[i];
      double & qd = measured_.qd[i];
      if (kind == Kind::kPosition) {
        qd = (command[i] - q) / dt;
        q = command[i];
        continue;
      }
      if (kind == Kind::kVelocity) {
        qd = command[i];
      } else {
        qd += dt * (command[i] - kFriction * qd) / inertia_;
        measured_.effort[i] = command[i];
      }
      q += dt * qd;
    }
  }

  /// The speed of the fastest joint.
  double speed() const
  {
    double most = 0;
    for (double v : measured_.qd) {
      most = std::max(most, std::abs(v));
    }
    return most;
  }

  Measured & measured() {return measured_;}
  const Measured & measured() const {return measured_;}

private:
  static constexpr double kFriction = 0.1;
  const double period_;
  const double inertia_;
  Measured measured_;
};

}  // namespace reins_controller
