#include "reins_controller/shared_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>

namespace reins_controller
{

namespace
{

// The byte that the controller locks, apart from the one that the filter locks.
constexpr off_t kControllerLock = 1;

bool lock(int descriptor)
{
  struct flock request {};
  request.l_type = F_WRLCK;
  request.l_whence = SEEK_SET;
  request.l_start = kControllerLock;
  request.l_len = 1;
  // Of this open file, not of this process: two controllers of one manager share a process.
  return fcntl(descriptor, F_OFD_SETLK, &request) == 0;
}

void require_unused(const std::string & path)
{
  struct stat found {};
  if (lstat(path.c_str(), &found) != 0) {
    return;
  }
  if (!S_ISREG(found.st_mode)) {
    throw std::runtime_error("file " + path + " is not a regular file: name another one");
  }
  const int old = open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (old < 0) {
    throw std::runtime_error(
            "file " + path + " cannot be opened (" + std::strerror(errno) + "): remove it");
  }
  const bool free = lock(old);
  close(old);
  if (!free) {
    throw std::runtime_error(
            "another controller uses " + path + ": unload it, or name another file");
  }
}

}  // namespace

SharedFile::SharedFile(const std::string & path, size_t bytes)
: path_(path), draft_(path + "." + std::to_string(getpid())), bytes_(bytes)
{
  require_unused(path);
  unlink(draft_.c_str());
  descriptor_ = open(draft_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor_ < 0) {
    fail("cannot be created");
  }
  if (ftruncate(descriptor_, static_cast<off_t>(bytes)) != 0) {
    fail("cannot be sized");
  }
  if (!lock(descriptor_)) {
    fail("cannot be locked");
  }
  void * mapped = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_, 0);
  if (mapped == MAP_FAILED) {
    fail("cannot be mapped");
  }
  memory_ = static_cast<unsigned char *>(mapped);
  // A page fault in the loop would be a delay.
  mlock(memory_, bytes);
}

void SharedFile::publish()
{
  if (std::rename(draft_.c_str(), path_.c_str()) != 0) {
    throw std::runtime_error(
            "file " + path_ + " cannot be named (" + std::strerror(errno) + "): name another one");
  }
  named_ = true;
}

void SharedFile::fail(const std::string & what)
{
  const std::string reason = std::strerror(errno);
  if (descriptor_ >= 0) {
    close(descriptor_);
    unlink(draft_.c_str());
  }
  throw std::runtime_error(
          "file " + path_ + " " + what + " (" + reason +
          "): name a file in a folder that may be written to, best in /dev/shm");
}

SharedFile::~SharedFile()
{
  unlink(named_ ? path_.c_str() : draft_.c_str());
  munmap(memory_, bytes_);
  close(descriptor_);
}

}  // namespace reins_controller
