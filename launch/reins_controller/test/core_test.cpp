// Tests of the core without ROS. Each test is a function; a failed check names its line.
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "judge.hpp"
#include "reins_controller/drives.hpp"
#include "reins_controller/exchange.hpp"
#include "reins_controller/guard.hpp"
#include "reins_controller/rate_watch.hpp"

using namespace reins_controller;  // NOLINT: a test

namespace
{

int failures = 0;

#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::printf("  %s:%d: %s\n", __FILE__, __LINE__, #condition); \
      failures++; \
    } \
  } while (false)

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr size_t kJoints = 3;
constexpr uint64_t kLate = 5;
constexpr uint64_t kSession = 77;

Settings settings_of(Kind kind)
{
  Settings s;
  s.kind = kind;
  s.late_cycles = kLate;
  s.damping = 5;
  for (size_t i = 0; i < kJoints; i++) {
    s.joints.push_back({"joint" + std::to_string(i), -2, 2, 2, 10, 80, 1000});
  }
  s.joints.back().lower = -kInf;
  s.joints.back().upper = kInf;
  return s;
}

/// A robot of ideal drives behind a guard.
struct Rig
{
  explicit Rig(const Settings & s)
  : settings(s), guard(s), drives(std::vector<double>(kJoints, 0.0), settings.rate_hz, 0.5),
    judge(settings), advice(kJoints), command(kJoints)
  {
    command.session = kSession;
    command.state = FilterState::kDriving;
    guard.begin(drives.measured(), std::vector<double>(kJoints, 0.0));
  }

  explicit Rig(Kind kind) : Rig(settings_of(kind)) {}

  /// One cycle with an answer of the filter.
  void answer(double value)
  {
    std::fill(command.values.begin(), command.values.end(), value);
    command.answers = cycle + 1;
    with(&command);
  }

  /// One cycle in which nothing comes.
  void silence() {with(nullptr);}

  void with(const Command * c)
  {
    cycle++;
    const std::vector<double> & out = guard.step(cycle, drives.measured(), c, advice);
    judge.see(out);
    drives.step(settings.kind, out);
  }

  /// Brings the robot to about 1 rad/s within the limits.
  void run_up()
  {
    double q = 0;
    double v = 0;
    for (int k = 0; k < 400; k++) {
      v = std::min(1.0, v + 0.005);
      q += v / settings.rate_hz;
      answer(settings.kind == Kind::kPosition ? q : settings.kind == Kind::kVelocity ? v : 0.01 * std::min(k, 200));
    }
  }

  /// Cycles until the robot rests, with nothing from the filter.
  uint64_t cycles_to_rest()
  {
    for (uint64_t k = 1; k < 5000; k++) {
      silence();
      if (guard.mode() == Mode::kLatched) {
        return k;
      }
    }
    return 0;
  }

  Settings settings;
  Guard guard;
  Drives drives;
  Judge judge;
  BrakeAdvice advice;
  Command command;
  uint64_t cycle = 0;
};

void when_filter_drives_then_robot_follows()
{
  for (Kind kind : {Kind::kEffort, Kind::kVelocity, Kind::kPosition}) {
    Rig rig(kind);
    rig.run_up();
    CHECK(rig.guard.mode() == Mode::kFollowing);
    CHECK(rig.guard.session() == kSession);
    CHECK(rig.guard.in_force()[0] == rig.command.values[0]);
    CHECK(rig.drives.speed() > 0.5);
    CHECK(rig.judge.violations() == 0 && rig.guard.repairs() == 0);
  }
}

void when_filter_is_silent_then_robot_rests_within_limits_and_stays_until_reset()
{
  for (Kind kind : {Kind::kEffort, Kind::kVelocity, Kind::kPosition}) {
    Rig rig(kind);
    rig.run_up();
    for (uint64_t k = 0; k < kLate; k++) {
      rig.silence();
      CHECK(rig.guard.mode() == Mode::kFollowing);
    }
    rig.silence();
    CHECK(rig.guard.mode() == Mode::kBraking && rig.guard.reason() == Reason::kLate);
    CHECK(std::strlen(rig.guard.reset()) > 0);
    const uint64_t rest = rig.cycles_to_rest();
    // 1 rad/s at 10 rad/s^2 takes 100 cycles; then it rests for 20. Torques damp with d / m = 10/s.
    CHECK(rest > 0 && rest <= (kind == Kind::kEffort ? 700U : 130U));
    CHECK(rig.judge.violations() == 0);
    const double q = rig.drives.measured().q[0];
    for (int k = 0; k < 500; k++) {
      rig.answer(kind == Kind::kPosition ? q : 0.5);
    }
    CHECK(rig.guard.mode() == Mode::kLatched);
    CHECK(std::abs(rig.drives.measured().q[0] - q) < 0.01);
    CHECK(std::strlen(rig.guard.reset()) == 0 && rig.guard.mode() == Mode::kReady);
    rig.command.state = FilterState::kStopped;
    rig.answer(kind == Kind::kPosition ? q : 0.5);
    CHECK(rig.guard.mode() == Mode::kReady);
    rig.command.state = FilterState::kDriving;
    rig.answer(kind == Kind::kPosition ? q : 0.5);
    CHECK(rig.guard.mode() == Mode::kFollowing && rig.guard.trips() == 1);
    CHECK(rig.judge.violations() == 0);
  }
}

void when_an_old_answer_waits_after_a_reset_then_it_is_not_obeyed()
{
  Rig rig(Kind::kVelocity);
  rig.run_up();
  const Command old = rig.command;
  rig.cycles_to_rest();
  CHECK(std::strlen(rig.guard.reset()) == 0);
  rig.with(&old);
  CHECK(rig.guard.mode() == Mode::kReady && rig.guard.in_force()[0] == 0);
}

void when_a_few_answers_are_late_then_robot_keeps_following()
{
  for (Kind kind : {Kind::kEffort, Kind::kVelocity, Kind::kPosition}) {
    Rig rig(kind);
    rig.run_up();
    for (int round = 0; round < 50; round++) {
      for (uint64_t k = 0; k < kLate - 1; k++) {
        rig.silence();
      }
      rig.answer(rig.guard.in_force()[0]);
    }
    CHECK(rig.guard.mode() == Mode::kFollowing && rig.judge.violations() == 0);
  }
}

void when_command_breaks_a_limit_then_robot_does_not()
{
  for (Kind kind : {Kind::kEffort, Kind::kVelocity, Kind::kPosition}) {
    Rig rig(kind);
    rig.run_up();
    for (double wild : {1e300, -1e300, 500.0, -500.0}) {
      for (int k = 0; k < 300; k++) {
        rig.answer(wild);
      }
    }
    CHECK(rig.guard.mode() == Mode::kFollowing && rig.guard.repairs() > 0);
    CHECK(rig.judge.violations() == 0);
  }
}

void when_command_is_not_finite_then_robot_brakes()
{
  for (double bad : {kNan, kInf, -kInf}) {
    Rig rig(Kind::kVelocity);
    rig.run_up();
    rig.answer(bad);
    CHECK(rig.guard.mode() == Mode::kBraking && rig.guard.reason() == Reason::kBadNumber);
    CHECK(rig.cycles_to_rest() > 0 && rig.judge.violations() == 0);
  }
}

void when_answers_run_ahead_or_fall_then_robot_brakes()
{
  for (int64_t step : {int64_t{2}, int64_t{-3}}) {
    Rig rig(Kind::kVelocity);
    rig.run_up();
    rig.command.answers = static_cast<uint64_t>(static_cast<int64_t>(rig.cycle) + step);
    rig.with(&rig.command);
    CHECK(rig.guard.mode() == Mode::kBraking && rig.guard.reason() == Reason::kBadAnswer);
  }
}

void when_a_second_filter_commands_then_robot_brakes()
{
  Rig rig(Kind::kVelocity);
  rig.run_up();
  rig.command.session = kSession + 1;
  rig.answer(0.5);
  CHECK(rig.guard.mode() == Mode::kBraking && rig.guard.reason() == Reason::kOtherFilter);
}

void when_measurement_is_not_finite_then_robot_brakes_without_it()
{
  for (Kind kind : {Kind::kEffort, Kind::kVelocity, Kind::kPosition}) {
    Rig rig(kind);
    rig.run_up();
    rig.drives.measured().qd[1] = kNan;
    rig.answer(rig.guard.in_force()[0]);
    CHECK(rig.guard.mode() == Mode::kBraking && rig.guard.reason() == Reason::kBadState);
    for (int k = 0; k < 300; k++) {
      rig.drives.measured().qd[1] = kNan;
      rig.drives.measured().q[1] = 0;
      rig.silence();
    }
    CHECK(rig.judge.violations() == 0 && rig.guard.mode() == Mode::kBraking);
    CHECK(kind == Kind::kPosition || rig.guard.in_force()[0] == 0);
  }
}

void when_filter_says_that_robot_rests_then_it_is_held_and_may_come_back()
{
  Rig rig(Kind::kVelocity);
  rig.run_up();
  rig.command.state = FilterState::kIdle;
  rig.answer(0);
  CHECK(rig.guard.mode() == Mode::kWaiting && rig.guard.trips() == 0);
  for (int k = 0; k < 200; k++) {
    rig.silence();
  }
  CHECK(rig.drives.speed() == 0);
  rig.command.state = FilterState::kDriving;
  rig.command.session = kSession + 1;
  rig.answer(0.001);
  CHECK(rig.guard.mode() == Mode::kFollowing && rig.judge.violations() == 0);
}

void when_controller_ends_while_robot_moves_then_what_hardware_keeps_does_not_drive_it_on()
{
  for (Kind kind : {Kind::kEffort, Kind::kVelocity, Kind::kPosition}) {
    Rig rig(kind);
    rig.run_up();
    const double in_force = rig.guard.in_force()[0];
    rig.advice.given = true;
    rig.advice.hold[0] = 500;
    rig.advice.hold[1] = -1;
    const std::vector<double> & last = rig.guard.release(rig.advice);
    const double most = rig.settings.joints[0].effort;
    CHECK(last[0] == (kind == Kind::kEffort ? most : kind == Kind::kVelocity ? 0 : in_force));
    CHECK(kind != Kind::kEffort || last[1] == -1);
  }
  Settings zero = settings_of(Kind::kEffort);
  zero.effort_stop = EffortStop::kZero;
  Rig brakes(zero);
  brakes.run_up();
  brakes.advice.given = true;
  brakes.advice.hold[0] = 3;
  CHECK(brakes.guard.release(brakes.advice)[0] == 0);
}

void when_cycles_come_too_fast_for_two_seconds_then_robot_brakes()
{
  // 1 kHz by the settings. A manager at 2 kHz would double each acceleration.
  RateWatch fast(1000);
  bool seen = false;
  for (int k = 0; k < 1999; k++) {
    seen = seen || fast.sees(0.0005);
  }
  CHECK(!seen);
  CHECK(fast.sees(0.0005));
  Rig rig(Kind::kVelocity);
  rig.run_up();
  rig.guard.distrust(Reason::kTooFast);
  CHECK(rig.guard.mode() == Mode::kBraking && rig.guard.reason() == Reason::kTooFast);
  CHECK(rig.cycles_to_rest() <= 130);
  CHECK(rig.judge.violations() == 0);
  rig.guard.distrust(Reason::kTooFast);
  CHECK(rig.guard.trips() == 1);
}

void when_cycles_are_slow_or_follow_a_stall_then_robot_keeps_following()
{
  RateWatch slow(1000);
  RateWatch stalled(1000);
  RateWatch strange(1000);
  for (int k = 0; k < 10000; k++) {
    CHECK(!slow.sees(0.002));
    // 400 cycles at once each two seconds, after a stall of as long.
    const int at = k % 2000;
    CHECK(!stalled.sees(at == 0 ? 0.4 : at <= 400 ? 0.00001 : 0.001));
    CHECK(!strange.sees(k % 2 == 0 ? std::nan("") : -1));
  }
}

void when_position_is_near_a_limit_then_braking_does_not_cross_it()
{
  Rig rig(Kind::kPosition);
  rig.run_up();
  double q = rig.guard.in_force()[0];
  while (q < 1.999) {
    q += 0.001;
    rig.answer(q);
  }
  rig.cycles_to_rest();
  CHECK(rig.judge.violations() == 0 && rig.guard.in_force()[0] <= 2);
}

void when_filter_has_said_how_to_brake_then_its_gravity_torque_and_damping_are_used()
{
  Rig rig(Kind::kEffort);
  rig.advice.given = true;
  rig.advice.hold.assign(kJoints, 7.5);
  rig.run_up();
  for (uint64_t k = 0; k < kLate + 100; k++) {
    rig.silence();
  }
  CHECK(std::abs(rig.guard.in_force()[0] - 7.5) < 1e-9);
  Settings zero = settings_of(Kind::kEffort);
  zero.effort_stop = EffortStop::kZero;
  Rig other(zero);
  other.advice = rig.advice;
  other.run_up();
  for (uint64_t k = 0; k < kLate + 100; k++) {
    other.silence();
  }
  CHECK(other.guard.in_force()[0] == 0 && other.judge.violations() == 0);
}

/// Whatever comes from the shared memory, no command breaks a limit.
void when_anything_comes_then_no_command_breaks_a_limit()
{
  std::mt19937_64 random(1);
  const std::vector<double> values = {0, 1, -1, 1e-3, 50, -80, 1e9, kNan, kInf, -kInf};
  for (Kind kind : {Kind::kEffort, Kind::kVelocity, Kind::kPosition}) {
    for (int run = 0; run < 30; run++) {
      Rig rig(kind);
      for (int k = 0; k < 1500; k++) {
        const uint64_t dice = random() % 100;
        rig.command.state = static_cast<FilterState>(random() % (dice < 2 ? 9 : 2) + (dice < 2 ? 0 : 1));
        rig.command.session = dice < 1 ? random() : kSession;
        rig.command.answers = rig.cycle + 1 - (dice < 10 ? random() % 8 : 0) + (dice < 1 ? 9 : 0);
        for (double & v : rig.command.values) {
          v = dice < 3 ? values[random() % values.size()] :
            rig.guard.in_force()[0] + static_cast<double>(random() % 1000) * 1e-5;
        }
        rig.advice.given = k > 100;
        rig.advice.hold[0] = dice < 1 ? 1e6 : 3;
        rig.with(dice < 90 ? &rig.command : nullptr);
        if (dice < 5) {
          rig.guard.reset();
        }
      }
      CHECK(rig.judge.violations() == 0);
    }
  }
}

void when_settings_are_wrong_then_one_sentence_says_so()
{
  const auto refused = [](const std::function<void(Settings &)> & change) {
      Settings s = settings_of(Kind::kEffort);
      change(s);
      try {
        Guard guard(s);
      } catch (const std::exception & e) {
        return std::string(e.what());
      }
      return std::string();
    };
  CHECK(refused([](Settings &) {}).empty());
  CHECK(refused([](Settings & s) {s.late_cycles = 0;}) == "late_cycles is 0: allowed is 1 to 100");
  CHECK(!refused([](Settings & s) {s.joints.clear();}).empty());
  CHECK(!refused([](Settings & s) {s.rate_hz = kNan;}).empty());
  CHECK(!refused([](Settings & s) {s.joints[0].effort = kInf;}).empty());
  CHECK(!refused([](Settings & s) {s.joints[1].lower = 3;}).empty());
  bool thrown = false;
  try {
    kind_of("torque");
  } catch (const std::exception &) {
    thrown = true;
  }
  CHECK(thrown && kind_of("velocity") == Kind::kVelocity);
}

std::string path_of(const char * name)
{
  return std::string("/dev/shm/reins-core-test-") + name + "-" + std::to_string(getpid());
}

void when_file_is_shared_then_records_arrive_and_damage_is_noticed()
{
  const Settings s = settings_of(Kind::kVelocity);
  const std::string path = path_of("exchange");
  {
    Exchange exchange(path, s, false);
    Guard guard(s);
    Measured measured(kJoints);
    guard.begin(measured, std::vector<double>(kJoints, 0.0));
    exchange.send(1, measured, false, guard, Reference(kJoints));
    CHECK(exchange.receive() == nullptr && !exchange.advice().given);
    std::string second;
    try {
      Exchange other(path, s, false);
    } catch (const std::exception & e) {
      second = e.what();
    }
    CHECK(second.find("another controller uses") == 0);
    FILE * other = std::fopen(path.c_str(), "r+b");
    CHECK(other != nullptr);
    struct stat found {};
    stat(path.c_str(), &found);
    CHECK(static_cast<size_t>(found.st_size) == Exchange::bytes(kJoints));
    CHECK((found.st_mode & 0777) == 0600);
    // A filter writes a command; then something else writes over it.
    const long at = static_cast<long>(Record::bytes(10) + Record::bytes(8 + 6 * kJoints));
    std::vector<unsigned char> memory(Record::bytes(4 + kJoints), 0);
    const uint64_t words[4 + kJoints] = {1, 5, 1, kSession, 0, 0, 0};
    // The record must be aligned as in the file.
    alignas(64) static unsigned char draft[512];
    Record(draft, 4 + kJoints).write(words);
    std::memcpy(memory.data(), draft, memory.size());
    std::fseek(other, at, SEEK_SET);
    std::fwrite(memory.data(), 1, memory.size(), other);
    std::fflush(other);
    const Command * command = exchange.receive();
    CHECK(command != nullptr && command->answers == 1 && command->session == kSession);
    CHECK(exchange.receive() == nullptr);
    memory[0] = 4;
    memory[40] ^= 1;
    std::fseek(other, at, SEEK_SET);
    std::fwrite(memory.data(), 1, memory.size(), other);
    std::fclose(other);
    CHECK(exchange.receive() == nullptr && exchange.damaged() == 1);
  }
  CHECK(access(path.c_str(), F_OK) != 0);
}

void when_file_cannot_be_used_then_one_sentence_says_so()
{
  const Settings s = settings_of(Kind::kEffort);
  std::string said;
  try {
    Exchange exchange("/dev/shm/no-such-folder/file", s, false);
  } catch (const std::exception & e) {
    said = e.what();
  }
  CHECK(said.find("cannot be created") != std::string::npos);
  said.clear();
  try {
    Exchange exchange("/dev/shm", s, false);
  } catch (const std::exception & e) {
    said = e.what();
  }
  CHECK(said.find("not a regular file") != std::string::npos);
}

}  // namespace

int main()
{
  const std::vector<std::pair<const char *, void (*)()>> tests = {
#define TEST(name) {#name, name}
    TEST(when_filter_drives_then_robot_follows),
    TEST(when_filter_is_silent_then_robot_rests_within_limits_and_stays_until_reset),
    TEST(when_an_old_answer_waits_after_a_reset_then_it_is_not_obeyed),
    TEST(when_a_few_answers_are_late_then_robot_keeps_following),
    TEST(when_command_breaks_a_limit_then_robot_does_not),
    TEST(when_command_is_not_finite_then_robot_brakes),
    TEST(when_answers_run_ahead_or_fall_then_robot_brakes),
    TEST(when_a_second_filter_commands_then_robot_brakes),
    TEST(when_measurement_is_not_finite_then_robot_brakes_without_it),
    TEST(when_filter_says_that_robot_rests_then_it_is_held_and_may_come_back),
    TEST(when_controller_ends_while_robot_moves_then_what_hardware_keeps_does_not_drive_it_on),
    TEST(when_cycles_come_too_fast_for_two_seconds_then_robot_brakes),
    TEST(when_cycles_are_slow_or_follow_a_stall_then_robot_keeps_following),
    TEST(when_position_is_near_a_limit_then_braking_does_not_cross_it),
    TEST(when_filter_has_said_how_to_brake_then_its_gravity_torque_and_damping_are_used),
    TEST(when_anything_comes_then_no_command_breaks_a_limit),
    TEST(when_settings_are_wrong_then_one_sentence_says_so),
    TEST(when_file_is_shared_then_records_arrive_and_damage_is_noticed),
    TEST(when_file_cannot_be_used_then_one_sentence_says_so),
  };
  for (const auto & test : tests) {
    const int before = failures;
    test.second();
    std::printf("%s %s\n", failures == before ? "ok  " : "FAIL", test.first);
  }
  std::printf("%zu tests, %d failed checks\n", tests.size(), failures);
  return failures == 0 ? 0 : 1;
}
