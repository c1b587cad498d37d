#include "reins_controller/exchange.hpp"

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace reins_controller
{

namespace
{

constexpr size_t kHeaderWords = 10;
constexpr size_t kStateHead = 8;
constexpr size_t kCommandHead = 4;
constexpr size_t kBrakeHead = 1;

size_t state_words(size_t n) {return kStateHead + 6 * n;}
size_t command_words(size_t n) {return kCommandHead + n;}
size_t brake_words(size_t n) {return kBrakeHead + 2 * n;}

uint64_t bits(double v)
{
  uint64_t word = 0;
  std::memcpy(&word, &v, sizeof word);
  return word;
}

double number(uint64_t word)
{
  double v = 0;
  std::memcpy(&v, &word, sizeof v);
  return v;
}

int64_t clock_nanos(clockid_t clock)
{
  struct timespec t {};
  clock_gettime(clock, &t);
  return static_cast<int64_t>(t.tv_sec) * 1000000000 + t.tv_nsec;
}

/// The CRC-32 of zlib and java.util.zip, over the names with a line feed after each.
uint32_t checksum(const std::vector<JointLimits> & joints)
{
  uint32_t crc = 0xFFFFFFFFU;
  for (const JointLimits & j : joints) {
    for (const char c : j.name + "\n") {
      crc ^= static_cast<unsigned char>(c);
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
      }
    }
  }
  return ~crc;
}

void put(const std::vector<double> & from, std::vector<uint64_t> & words, size_t at)
{
  for (size_t i = 0; i < from.size(); i++) {
    words[at + i] = bits(from[i]);
  }
}

}  // namespace

size_t Exchange::bytes(size_t n)
{
  return Record::bytes(kHeaderWords) + Record::bytes(state_words(n)) +
         Record::bytes(command_words(n)) + Record::bytes(brake_words(n));
}

int64_t Exchange::now()
{
  return clock_nanos(CLOCK_MONOTONIC);
}

Exchange::Exchange(const std::string & path, const Settings & settings, bool references)
: n_(settings.joints.size()),
  file_(path, bytes(n_)),
  state_words_(state_words(n_)),
  command_words_(command_words(n_)),
  brake_words_(brake_words(n_)),
  command_(n_),
  advice_(n_)
{
  const uint64_t header[kHeaderWords] = {
    kMagic, kVersion, bytes(n_), n_, bits(settings.rate_hz),
    static_cast<uint64_t>(settings.kind), checksum(settings.joints),
    static_cast<uint64_t>(now()) ^ static_cast<uint64_t>(getpid()) << 40,
    settings.late_cycles, references ? 1U : 0U};
  unsigned char * at = file_.memory();
  Record(at, kHeaderWords).write(header);
  at += Record::bytes(kHeaderWords);
  state_ = Record(at, state_words(n_));
  at += Record::bytes(state_words(n_));
  command_record_ = Record(at, command_words(n_));
  at += Record::bytes(command_words(n_));
  brake_record_ = Record(at, brake_words(n_));
  file_.publish();
}

void Exchange::send(
  uint64_t cycle, const Measured & measured, bool measured_effort, const Guard & guard,
  const Reference & reference)
{
  state_words_[0] = cycle;
  state_words_[3] = static_cast<uint64_t>(guard.mode());
  state_words_[4] = static_cast<uint64_t>(guard.reason());
  state_words_[5] = guard.trips();
  state_words_[6] = (measured_effort ? kEffortMeasured : 0) |
    (reference.given ? kReferenceGiven : 0);
  state_words_[7] = guard.session();
  put(measured.q, state_words_, kStateHead);
  put(measured.qd, state_words_, kStateHead + n_);
  put(measured.effort, state_words_, kStateHead + 2 * n_);
  put(guard.in_force(), state_words_, kStateHead + 3 * n_);
  put(reference.target, state_words_, kStateHead + 4 * n_);
  put(reference.stiffness, state_words_, kStateHead + 5 * n_);
  state_words_[1] = static_cast<uint64_t>(now());
  state_words_[2] = static_cast<uint64_t>(clock_nanos(CLOCK_REALTIME));
  state_.write(state_words_.data());
}

const Command * Exchange::receive()
{
  const ReadResult result = command_record_.read(command_words_.data());
  damaged_ += result == ReadResult::kDamaged ? 1 : 0;
  if (result != ReadResult::kNew) {
    return nullptr;
  }
  command_.answers = command_words_[0];
  command_.state = static_cast<FilterState>(command_words_[2]);
  command_.session = command_words_[3];
  for (size_t i = 0; i < n_; i++) {
    command_.values[i] = number(command_words_[kCommandHead + i]);
  }
  return &command_;
}

const Command * Exchange::receive(uint64_t cycle, int64_t nanos)
{
  const Command * latest = receive();
  const int64_t until = nanos > 0 ? now() + nanos : 0;
  while ((latest == nullptr || latest->answers < cycle) && nanos > 0 && now() < until) {
    const Command * next = receive();
    latest = next == nullptr ? latest : next;
  }
  return latest;
}

const BrakeAdvice & Exchange::advice()
{
  if (brake_record_.read(brake_words_.data()) == ReadResult::kNew) {
    bool finite = true;
    for (size_t i = 0; i < 2 * n_; i++) {
      finite = finite && std::isfinite(number(brake_words_[kBrakeHead + i]));
    }
    for (size_t i = 0; finite && i < n_; i++) {
      advice_.hold[i] = number(brake_words_[kBrakeHead + i]);
      advice_.damping[i] = std::max(0.0, number(brake_words_[kBrakeHead + n_ + i]));
    }
    advice_.given = advice_.given || finite;
  }
  return advice_;
}

}  // namespace reins_controller
