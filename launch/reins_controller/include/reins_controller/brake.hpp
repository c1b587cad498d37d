#pragma once

#include <vector>

#include "reins_controller/joints.hpp"

namespace reins_controller
{

/// How the filter would brake from its last state, sent with each of its commands. It stays valid
/// for a while when the filter is gone, so the controller needs no dynamics of its own.
struct BrakeAdvice
{
  explicit BrakeAdvice(size_t n) : hold(n, 0.0), damping(n, 0.0) {}

  bool given = false;
  std::vector<double> hold;     ///< torque that holds the arm against gravity, N·m; 0 if the robot adds it
  std::vector<double> damping;  ///< torque per joint speed that brakes within the limits, N·m·s/rad
};

/// Brings the robot to rest from the command in force, with commands that keep all limits:
///
/// - velocity: each falls to 0 with the joint's acceleration;
/// - position: each goes on with its last speed, which falls to 0 with the joint's acceleration,
///   and never leaves the position limits;
/// - effort: u = hold - d qd, or 0, reached with the joint's effort rate. Once all joints rest, a
///   weak spring at that place is added.
///
/// Allocates nothing after construction, throws nothing.
class Brake
{
public:
  explicit Brake(const Settings & settings);

  /// Starts from the command in force.
  ///
  /// @param in_force the last command; finite
  /// @param before the one before it; finite
  /// @param hold_without_advice torques for a robot whose filter has not said how to brake, N·m
  void begin(
    const std::vector<double> & in_force, const std::vector<double> & before,
    const std::vector<double> & hold_without_advice);

  /// Computes the next command.
  ///
  /// @param command overwritten
  void step(const Measured & measured, const BrakeAdvice & advice, std::vector<double> & command);

  /// Whether the command itself has come to rest, and the measured joints have.
  bool is_at_rest(const Measured & measured) const;

private:
  double effort(size_t i, const Measured & measured, bool finite, const BrakeAdvice & advice) const;

  const Settings & settings_;
  const double period_;
  std::vector<double> last_;
  std::vector<double> speed_;
  std::vector<double> hold_;
  std::vector<double> place_;
  bool holding_ = false;
};

}  // namespace reins_controller
