#include "reins_controller/rate_watch.hpp"

#include <algorithm>
#include <cmath>

namespace reins_controller
{

namespace
{

// The share of its period that a cycle must last on average.
constexpr double kLeast = 0.8;
constexpr int kWindows = 2;

}  // namespace

RateWatch::RateWatch(double rate_hz)
: period_(1 / rate_hz), window_(std::max<uint64_t>(1, static_cast<uint64_t>(std::lround(rate_hz))))
{
}

bool RateWatch::sees(double period)
{
  sum_ += period > 0 && std::isfinite(period) ? period : period_;
  cycles_++;
  if (cycles_ == window_) {
    const double mean = sum_ / static_cast<double>(cycles_);
    fast_ = mean < kLeast * period_ ? std::min(kWindows, fast_ + 1) : 0;
    cycles_ = 0;
    sum_ = 0;
  }
  return fast_ >= kWindows;
}

}  // namespace reins_controller
