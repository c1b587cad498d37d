// One thread writes records, another reads them: no record may be torn. Run with ThreadSanitizer.
#include <atomic>
#include <cstdio>
#include <thread>
#include <vector>

#include "reins_controller/record.hpp"

using reins_controller::ReadResult;
using reins_controller::Record;

int main()
{
  constexpr size_t kWords = 40;
  constexpr uint64_t kReads = 1000;
  alignas(64) static unsigned char memory[Record::bytes(kWords)] = {};
  std::atomic<bool> running{true};
  std::thread writer([&running] {
      Record record(memory, kWords);
      std::vector<uint64_t> words(kWords);
      for (uint64_t k = 1; running; k++) {
        for (size_t i = 0; i < kWords; i++) {
          words[i] = k * 1000 + i;
        }
        record.write(words.data());
        if (k % 4 == 0) {
          // On one core a writer that never rests would nearly always be interrupted within a record.
          std::this_thread::yield();
        }
      }
    });
  Record record(memory, kWords);
  std::vector<uint64_t> words(kWords);
  uint64_t last = 0;
  uint64_t wrong = 0;
  uint64_t read = 0;
  while (read < kReads) {
    const ReadResult result = record.read(words.data());
    wrong += result == ReadResult::kDamaged ? 1 : 0;
    if (result != ReadResult::kNew) {
      continue;
    }
    const uint64_t k = words[0] / 1000;
    for (size_t i = 0; i < kWords; i++) {
      wrong += words[i] == k * 1000 + i ? 0 : 1;
    }
    wrong += k > last ? 0 : 1;
    last = k;
    read++;
  }
  running = false;
  writer.join();
  std::printf(
    "%llu records read of %llu written, %llu wrong\n", static_cast<unsigned long long>(read),
    static_cast<unsigned long long>(last), static_cast<unsigned long long>(wrong));
  return wrong == 0 ? 0 : 1;
}
