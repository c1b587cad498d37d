#pragma once

#include <cstdint>

namespace reins_controller
{

/// Compares the controller manager's cycles with the rate that the limits are counted in. A manager
/// that runs faster would let a joint accelerate beyond its limit. One that runs slower lets it
/// accelerate less; the filter warns of both. Cycles that a stall has delayed and that then follow at once are no fault, so
/// it takes two seconds in a row. Allocates nothing; for one thread.
class RateWatch
{
public:
  /// @param rate_hz rate of the cycles, above 0
  explicit RateWatch(double rate_hz);

  /// Takes a cycle.
  ///
  /// @param period since the cycle before, s; one that is not above 0 and finite counts as right
  /// @return whether the cycles of the last two seconds came too fast
  bool sees(double period);

private:
  const double period_;
  const uint64_t window_;
  uint64_t cycles_ = 0;
  double sum_ = 0;
  int fast_ = 0;
};

}  // namespace reins_controller
