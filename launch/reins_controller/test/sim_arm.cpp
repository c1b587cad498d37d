// An arm of ideal drives behind the real core, as a process: what a controller manager with hardware
// would be. The filter's process reads and writes its shared file. It judges itself in cycles.
//
//   sim_arm FILE JOINTS KIND RATE LATE WAIT_US LOCKSTEP_MS FIFO
//
// JOINTS is a text file with a line for each joint: name lower upper velocity acceleration effort
// effort_rate position. WAIT_US is the longest active wait for an answer in each cycle. With
// LOCKSTEP_MS above 0 a cycle waits that long instead, so that a busy machine delays the robot's time
// and not the filter. FIFO is a priority, 0 for none. On standard input it takes the lines status,
// latency, reset and quit, and answers each with one line.
#include <fcntl.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "judge.hpp"
#include "reins_controller/drives.hpp"
#include "reins_controller/exchange.hpp"

using namespace reins_controller;  // NOLINT: a program

namespace
{

constexpr size_t kMostLatencies = 1000000;
constexpr double kInertia = 0.5;

struct Options
{
  std::string file;
  Settings settings;
  std::vector<double> posture;
  int64_t wait = 0;
  int64_t lockstep = 0;
  int fifo = 0;
};

Options read(char ** arguments)
{
  Options o;
  o.file = arguments[1];
  o.settings.kind = kind_of(arguments[3]);
  o.settings.rate_hz = std::atof(arguments[4]);
  o.settings.late_cycles = static_cast<uint64_t>(std::atoll(arguments[5]));
  o.wait = std::atoll(arguments[6]) * 1000;
  o.lockstep = std::atoll(arguments[7]) * 1000000;
  o.fifo = std::atoi(arguments[8]);
  std::ifstream joints(arguments[2]);
  JointLimits l;
  std::string lower;
  std::string upper;
  double q = 0;
  while (joints >> l.name >> lower >> upper >> l.velocity >> l.acceleration >> l.effort >>
    l.effort_rate >> q)
  {
    l.lower = std::strtod(lower.c_str(), nullptr);
    l.upper = std::strtod(upper.c_str(), nullptr);
    o.settings.joints.push_back(l);
    o.posture.push_back(q);
  }
  return o;
}

class Arm
{
public:
  explicit Arm(const Options & options)
  : options_(options), guard_(options.settings), exchange_(options.file, options.settings, false),
    drives_(options.posture, options.settings.rate_hz, kInertia), judge_(options_.settings),
    reference_(options.posture.size())
  {
    guard_.begin(drives_.measured(), std::vector<double>(options.posture.size(), 0.0));
    latencies_.reserve(kMostLatencies);
  }

  void cycle()
  {
    cycle_++;
    const int64_t sent = Exchange::now();
    exchange_.send(cycle_, drives_.measured(), true, guard_, reference_);
    const bool follows = guard_.mode() == Mode::kFollowing;
    const int64_t longest = follows && options_.lockstep > 0 ? options_.lockstep : options_.wait;
    const Command * command = exchange_.receive(cycle_, longest);
    const int64_t now = Exchange::now();
    const bool answered = command != nullptr && command->answers == cycle_;
    if (answered && follows && latencies_.size() < kMostLatencies) {
      latencies_.push_back(now - sent);
    }
    unanswered_ += follows && !answered ? 1 : 0;
    if (command != nullptr && follows) {
      last_command_ = now;
    }
    const std::vector<double> & out =
      guard_.step(cycle_, drives_.measured(), command, exchange_.advice());
    judge_.see(out);
    drives_.step(options_.settings.kind, out);
    note(follows, now);
  }

  void answer(const std::string & line)
  {
    if (line == "reset") {
      const std::string refused = guard_.reset();
      std::printf("%s\n", refused.empty() ? "done" : refused.c_str());
    } else if (line == "latency") {
      tell_latency();
    } else {
      tell_status();
    }
    std::fflush(stdout);
  }

private:
  void note(bool followed, int64_t now)
  {
    const bool took = followed && guard_.mode() == Mode::kBraking;
    if (took) {
      trip_cycle_ = cycle_;
      trip_age_ = guard_.age();
      trip_speed_ = drives_.speed();
      rest_cycle_ = 0;
      trip_ms_ = static_cast<double>(now - last_command_) * 1e-6;
    }
    const bool held = guard_.mode() == Mode::kBraking || guard_.mode() == Mode::kLatched;
    if (held && rest_cycle_ == 0 && drives_.speed() < options_.settings.rest_speed) {
      rest_cycle_ = cycle_;
      rest_ms_ = static_cast<double>(now - last_command_) * 1e-6;
    }
  }

  void tell_status() const
  {
    std::printf(
      "{\"cycle\": %llu, \"mode\": %d, \"reason\": %d, \"trips\": %llu, \"violations\": %llu, "
      "\"repairs\": %llu, \"damaged\": %llu, \"unanswered\": %llu, \"speed\": %.6f, "
      "\"trip_cycle\": %llu, \"trip_age\": %llu, \"trip_speed\": %.6f, \"rest_cycle\": %llu, "
      "\"trip_ms\": %.3f, \"rest_ms\": %.3f, \"q0\": %.9f}\n",
      u(cycle_), static_cast<int>(guard_.mode()), static_cast<int>(guard_.reason()),
      u(guard_.trips()), u(judge_.violations()), u(guard_.repairs()), u(exchange_.damaged()),
      u(unanswered_), drives_.speed(), u(trip_cycle_), u(trip_age_),
      trip_speed_, u(rest_cycle_), trip_ms_, rest_ms_,
      drives_.measured().q[0]);
  }

  /// Quantiles since the last call, microseconds.
  void tell_latency()
  {
    std::sort(latencies_.begin(), latencies_.end());
    const auto at = [this](double p) {
        if (latencies_.empty()) {
          return -1.0;
        }
        const double k = std::ceil(p * static_cast<double>(latencies_.size())) - 1;
        const size_t index = std::min(latencies_.size() - 1, static_cast<size_t>(std::max(0.0, k)));
        return static_cast<double>(latencies_[index]) * 1e-3;
      };
    std::printf(
      "{\"answers\": %zu, \"unanswered\": %llu, \"median\": %.3f, \"p99\": %.3f, \"p999\": %.3f, "
      "\"max\": %.3f}\n",
      latencies_.size(), u(unanswered_), at(0.5), at(0.99), at(0.999), at(1));
    latencies_.clear();
    unanswered_ = 0;
  }

  static unsigned long long u(uint64_t v) {return v;}

  const Options & options_;
  Guard guard_;
  Exchange exchange_;
  Drives drives_;
  Judge judge_;
  Reference reference_;
  std::vector<int64_t> latencies_;
  uint64_t cycle_ = 0;
  uint64_t unanswered_ = 0;
  uint64_t trip_cycle_ = 0;
  uint64_t trip_age_ = 0;
  uint64_t rest_cycle_ = 0;
  double trip_speed_ = 0;
  double trip_ms_ = 0;
  double rest_ms_ = 0;
  int64_t last_command_ = 0;
};

/// Reads lines without waiting.
class Lines
{
public:
  Lines() {fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);}

  /// Whether there is a line, or the input has ended: then it is "quit".
  bool next(std::string & line)
  {
    char c = 0;
    ssize_t got = ::read(STDIN_FILENO, &c, 1);
    while (got == 1 && c != '\n') {
      partial_ += c;
      got = ::read(STDIN_FILENO, &c, 1);
    }
    if (got == 0) {
      line = "quit";
      return true;
    }
    if (got != 1) {
      return false;
    }
    line = partial_;
    partial_.clear();
    return true;
  }

private:
  std::string partial_;
};

void run(const Options & options)
{
  Arm arm(options);
  std::printf("READY\n");
  std::fflush(stdout);
  if (options.fifo > 0) {
    struct sched_param priority {};
    priority.sched_priority = options.fifo;
    sched_setscheduler(0, SCHED_FIFO, &priority);
  }
  Lines lines;
  std::string line;
  const auto period = static_cast<int64_t>(1e9 / options.settings.rate_hz);
  int64_t next = Exchange::now();
  while (line != "quit") {
    arm.cycle();
    if (lines.next(line) && line != "quit") {
      arm.answer(line);
    }
    next += period;
    const int64_t now = Exchange::now();
    if (next < now) {
      // A late cycle delays the following ones: the robot's time is counted in cycles.
      next = now;
    }
    struct timespec until {};
    until.tv_sec = next / 1000000000;
    until.tv_nsec = next % 1000000000;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
  }
}

}  // namespace

int main(int count, char ** arguments)
{
  if (count != 9) {
    std::fprintf(stderr, "usage: sim_arm FILE JOINTS KIND RATE LATE WAIT_US LOCKSTEP_MS FIFO\n");
    return 2;
  }
  try {
    run(read(arguments));
  } catch (const std::exception & e) {
    std::fprintf(stderr, "sim_arm: %s\n", e.what());
    return 2;
  }
  return 0;
}
