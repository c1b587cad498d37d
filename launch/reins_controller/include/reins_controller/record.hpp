#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace reins_controller
{

/// What reading a record gave.
enum class ReadResult { kNone, kNew, kSame, kBusy, kDamaged };

/// A record of 64-bit words in shared memory, with one writer and any number of readers in other
/// processes. Neither side waits. It is the same record as org.reins.node.process.SharedRecord.
///
/// Layout, little-endian: a number, a check word, the words. The number is odd while the record is
/// being written, and rises by two with each record (a sequence lock). The check word covers number
/// and words, so that memory that something else has written to is noticed.
///
/// All words are atomics. Word loads are acquire and word stores are release: that orders them
/// against the number without fences, which ThreadSanitizer does not know.
class Record
{
public:
  using Word = std::atomic<uint64_t>;
  static_assert(sizeof(Word) == 8 && Word::is_always_lock_free, "shared memory needs plain words");

  static constexpr size_t kHead = 2;
  static constexpr size_t kLine = 64;

  /// The size in bytes, so that no two records share a cache line.
  static constexpr size_t bytes(size_t words)
  {
    return (8 * (kHead + words) + kLine - 1) / kLine * kLine;
  }

  Record() = default;

  /// @param at start of the record, not owned; a multiple of 64 bytes
  Record(void * at, size_t words) : words_(static_cast<Word *>(at)), count_(words) {}

  /// Writes the next record; by the only writer.
  void write(const uint64_t * values)
  {
    const uint64_t odd = words_[0].load(std::memory_order_relaxed) | 1U;
    words_[0].store(odd, std::memory_order_relaxed);
    for (size_t i = 0; i < count_; i++) {
      words_[kHead + i].store(values[i], std::memory_order_release);
    }
    words_[1].store(check(values, odd + 1), std::memory_order_release);
    words_[0].store(odd + 1, std::memory_order_release);
  }

  /// Reads the latest record, if it is another one than last time.
  ///
  /// @param values overwritten; meaningful only if the result is kNew
  ReadResult read(uint64_t * values)
  {
    constexpr int kAttempts = 3;
    for (int attempt = 0; attempt < kAttempts; attempt++) {
      const uint64_t number = words_[0].load(std::memory_order_acquire);
      if (number == 0) {
        return ReadResult::kNone;
      }
      if (number == seen_) {
        return ReadResult::kSame;
      }
      if ((number & 1U) != 0) {
        continue;
      }
      for (size_t i = 0; i < count_; i++) {
        values[i] = words_[kHead + i].load(std::memory_order_acquire);
      }
      const uint64_t sum = words_[1].load(std::memory_order_acquire);
      if (words_[0].load(std::memory_order_relaxed) == number) {
        seen_ = number;
        return sum == check(values, number) ? ReadResult::kNew : ReadResult::kDamaged;
      }
    }
    return ReadResult::kBusy;
  }

private:
  uint64_t check(const uint64_t * values, uint64_t number) const
  {
    uint64_t h = 0x9E3779B97F4A7C15U ^ number;
    for (size_t i = 0; i < count_; i++) {
      h = (h ^ values[i]) * 0xBF58476D1CE4E5B9U;
      h ^= h >> 29;
    }
    return h;
  }

  Word * words_ = nullptr;
  size_t count_ = 0;
  uint64_t seen_ = 0;
};

}  // namespace reins_controller
