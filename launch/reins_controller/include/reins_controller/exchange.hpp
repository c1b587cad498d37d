#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reins_controller/guard.hpp"
#include "reins_controller/record.hpp"
#include "reins_controller/shared_file.hpp"

namespace reins_controller
{

/// What a preceding controller wants, for the filter to judge as an action.
struct Reference
{
  explicit Reference(size_t n) : target(n, 0.0), stiffness(n, 0.0) {}

  bool given = false;
  std::vector<double> target;     ///< rad
  std::vector<double> stiffness;  ///< N·m/rad
};

/// The shared file between this controller and the filter, with one record for each direction.
/// Words are 64-bit, doubles by their bits; n is the number of joints.
///
///   header   magic, version, size, n, rate, kind, checksum of the joints' names, session,
///            late cycles, whether references are sent            by the controller, once
///   state    cycle, monotonic stamp ns, wall stamp ns, mode, reason, trips, flags, session obeyed,
///            q, qd, effort, command in force, target, stiffness  by the controller, each cycle
///   command  cycle answered, monotonic stamp ns, state, session, values        by the filter
///   brake    cycle, torques that hold, damping                                 by the filter
///
/// org.reins.node.controller.ControllerPage is the other side. A change of the layout changes the
/// version. Reading and writing allocate nothing and do not wait, except where said.
class Exchange
{
public:
  static constexpr uint64_t kMagic = 0x4C5443534E494552U;  // "REINSCTL"
  static constexpr uint64_t kVersion = 1;
  static constexpr uint64_t kEffortMeasured = 1;
  static constexpr uint64_t kReferenceGiven = 2;

  /// Creates the file.
  ///
  /// @param references whether a preceding controller's references are sent
  /// @throws std::runtime_error in one sentence
  Exchange(const std::string & path, const Settings & settings, bool references);

  /// Sends the state of one cycle.
  ///
  /// @param measured_effort whether the efforts are measured
  void send(
    uint64_t cycle, const Measured & measured, bool measured_effort, const Guard & guard,
    const Reference & reference);

  /// The latest command if it is new; null otherwise. Owned by this object.
  const Command * receive();

  /// Like receive, but waits actively until the command answers a cycle, for a time at most.
  ///
  /// @param nanos longest wait; 0 for none
  const Command * receive(uint64_t cycle, int64_t nanos);

  /// How the filter would brake, as it said last.
  const BrakeAdvice & advice();

  /// Number of records that were damaged.
  uint64_t damaged() const {return damaged_;}

  /// Monotonic time, ns; the same clock as that of the filter.
  static int64_t now();

  /// Size of the file for a number of joints, bytes.
  static size_t bytes(size_t joints);

private:
  const size_t n_;
  SharedFile file_;
  Record state_;
  Record command_record_;
  Record brake_record_;
  std::vector<uint64_t> state_words_;
  std::vector<uint64_t> command_words_;
  std::vector<uint64_t> brake_words_;
  Command command_;
  BrakeAdvice advice_;
  uint64_t damaged_ = 0;
};

}  // namespace reins_controller
