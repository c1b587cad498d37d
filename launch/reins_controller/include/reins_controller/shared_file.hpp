#pragma once

#include <cstddef>
#include <string>

namespace reins_controller
{

/// A file in shared memory that this process creates, locks and maps. The name appears with a
/// complete file behind it, never with half of one; a file that an ended process left is replaced.
class SharedFile
{
public:
  /// Creates a draft beside the file.
  ///
  /// @param path best in /dev/shm
  /// @param bytes size
  /// @throws std::runtime_error in one sentence: another controller uses it, or it cannot be made
  SharedFile(const std::string & path, size_t bytes);

  /// Removes the name and the mapping. Those who have it open keep it.
  ~SharedFile();

  SharedFile(const SharedFile &) = delete;
  SharedFile & operator=(const SharedFile &) = delete;

  /// Gives the draft its name, once it is complete.
  void publish();

  /// The memory, zero at first; aligned to a page.
  unsigned char * memory() {return memory_;}

private:
  [[noreturn]] void fail(const std::string & what);

  std::string path_;
  std::string draft_;
  size_t bytes_;
  int descriptor_ = -1;
  unsigned char * memory_ = nullptr;
  bool named_ = false;
};

}  // namespace reins_controller
