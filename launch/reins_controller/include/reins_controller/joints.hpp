#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace reins_controller
{

/// What the robot takes. The numbers are those of the shared file.
enum class Kind : uint64_t { kEffort = 1, kVelocity = 2, kPosition = 3 };

/// The kind with a name: effort, velocity or position.
/// @throws std::invalid_argument for another name, in one sentence
Kind kind_of(const std::string & name);

/// The name of a kind, which is also that of its command interface.
const char * name_of(Kind kind);

/// Limits of one joint, in rad or m and seconds; N·m or N for efforts.
struct JointLimits
{
  std::string name;
  double lower;         ///< smallest position; -inf for a continuous joint
  double upper;         ///< largest position; +inf for a continuous joint
  double velocity;      ///< largest speed
  double acceleration;  ///< largest acceleration, and the one with which the controller brakes
  double effort;        ///< largest effort
  double effort_rate;   ///< largest change of the effort per second
};

/// What the torques of a robot without a filter end in.
enum class EffortStop {
  kHold,  ///< the torque that holds the arm against gravity, with damping, then a spring
  kZero   ///< 0: for a robot whose own brakes or damping hold it
};

/// The settings of the controller.
struct Settings
{
  Kind kind = Kind::kEffort;
  double rate_hz = 1000;             ///< of the controller manager
  uint64_t late_cycles = 5;          ///< most cycles by which an answer may be late, 1 to 100
  EffortStop effort_stop = EffortStop::kHold;
  double damping = 2;                ///< N·m·s/rad, where the filter has not said how to brake
  double rest_speed = 0.02;          ///< rad/s, below which a joint rests
  std::vector<JointLimits> joints;

  /// @throws std::invalid_argument in one sentence: the setting, its value, what is allowed
  void check() const;
};

/// What was measured in one cycle, in the order of the joints.
struct Measured
{
  explicit Measured(size_t n) : q(n), qd(n), effort(n) {}

  std::vector<double> q;       ///< rad
  std::vector<double> qd;      ///< rad/s
  std::vector<double> effort;  ///< N·m; NaN where it is not measured

  /// Whether all positions and velocities are finite.
  bool is_finite() const;
};

}  // namespace reins_controller
