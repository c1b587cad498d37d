#pragma once

#include <cstdint>
#include <vector>

#include "reins_controller/brake.hpp"
#include "reins_controller/joints.hpp"

namespace reins_controller
{

/// Whom the robot obeys. The numbers are those of the shared file.
enum class Mode : uint64_t {
  kWaiting = 0,    ///< held by the controller; a filter that drives gets the robot
  kFollowing = 1,  ///< the filter
  kBraking = 2,    ///< the controller, which brings the robot to rest
  kLatched = 3,    ///< the controller, until a reset
  kReady = 4       ///< the controller, after a reset: a filter that drives gets the robot
};

/// Why the controller took the robot. The numbers are those of the shared file.
enum class Reason : uint64_t {
  kNone = 0,
  kLate = 1,         ///< no answer to a state of the last cycles
  kBadNumber = 2,    ///< a command that is not finite
  kBadAnswer = 3,    ///< an answer to a state that was not sent yet, or to an earlier one than before
  kOtherFilter = 4,  ///< a second filter commands the robot
  kBadState = 5,     ///< the robot's own measurement is not finite
  kTooFast = 6       ///< the controller manager runs faster than the settings say
};

/// Words for people.
const char * words_of(Mode mode);
const char * words_of(Reason reason);

/// What the filter says about itself.
enum class FilterState : uint64_t { kIdle = 0, kDriving = 1, kStopped = 2 };

/// The filter's command.
struct Command
{
  explicit Command(size_t n) : values(n, 0.0) {}

  uint64_t answers = 0;  ///< the cycle whose state it answers
  FilterState state = FilterState::kIdle;
  uint64_t session = 0;  ///< identifies the filter's process
  std::vector<double> values;
};

/// The last word on every command: follows the filter while its commands are in time, and otherwise
/// brings the robot to rest by itself and keeps it until a reset. What it lets through is finite,
/// within the limits and within the rates, whatever it was given. Time is counted in cycles, so
/// its decisions do not depend on the speed of the machine. Allocates nothing after construction,
/// throws nothing; for one thread.
class Guard
{
public:
  /// @throws std::invalid_argument in one sentence
  explicit Guard(Settings settings);
  Guard(const Guard &) = delete;
  Guard & operator=(const Guard &) = delete;

  /// Starts over with a robot that may have moved.
  ///
  /// @param in_force what the robot gets now; a number that is not finite counts as not known
  void begin(const Measured & measured, const std::vector<double> & in_force);

  /// Decides one cycle.
  ///
  /// @param cycle number of the cycle, from 1, rising by 1
  /// @param command the latest command of the filter; null if none is new
  /// @return what the robot gets; owned by this object
  const std::vector<double> & step(
    uint64_t cycle, const Measured & measured, const Command * command,
    const BrakeAdvice & advice);

  /// Takes the robot from the filter, for a reason that only the caller can see. Nothing happens
  /// while the filter does not drive.
  void distrust(Reason reason);

  /// What the robot gets when no cycle follows. Hardware may keep it for ever, so a velocity is 0 at
  /// once, beyond the joint's acceleration; an effort is the one that holds against gravity, or 0; a
  /// position stays.
  ///
  /// @return owned by this object
  const std::vector<double> & release(const BrakeAdvice & advice);

  /// Ends a stop, once the robot rests.
  /// @return empty if done, else one sentence on why not
  const char * reset();

  Mode mode() const {return mode_;}
  Reason reason() const {return reason_;}

  /// Number of times that the controller took the robot.
  uint64_t trips() const {return trips_;}

  /// Number of commands that were cut by a limit or a rate.
  uint64_t repairs() const {return repairs_;}

  /// Number of cycles since the state that the last command answers.
  uint64_t age() const {return age_;}

  /// The filter's process that the robot obeys; 0 for none.
  uint64_t session() const {return session_;}

  /// What the robot gets.
  const std::vector<double> & in_force() const {return command_;}

  const Settings & settings() const {return settings_;}

private:
  void consider(uint64_t cycle, const Command & command);
  void follow(const Command & command);
  void await_answer(const Measured & measured, const BrakeAdvice & advice);
  void take(Reason reason);
  void hand_back(Mode to);
  double checked(size_t i, double value);

  const Settings settings_;
  const double period_;
  Brake brake_;
  Mode mode_ = Mode::kWaiting;
  Reason reason_ = Reason::kNone;
  uint64_t trips_ = 0;
  uint64_t repairs_ = 0;
  uint64_t session_ = 0;
  uint64_t answered_ = 0;
  uint64_t held_since_ = 0;
  uint64_t age_ = 0;
  uint64_t cycle_ = 0;
  uint64_t resting_ = 0;
  uint64_t rest_cycles_;
  bool followed_ = false;
  bool slowing_ = false;
  std::vector<double> wanted_;
  std::vector<double> command_;
  std::vector<double> before_;
  std::vector<double> start_;
};

}  // namespace reins_controller
