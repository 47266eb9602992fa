// What a machine may run out of, taken from this process for a while.
#pragma once

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

namespace warraq::testing {

// No more than `left` further descriptors can be opened, by any thread, while this lives.
class ScarceFiles {
  public:
    explicit ScarceFiles(std::size_t left) {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        rlimit few = before_;
        const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        constexpr rlim_t kRoom = 64;
        few.rlim_cur = static_cast<rlim_t>(next) + kRoom;
        ::close(next);
        ::setrlimit(RLIMIT_NOFILE, &few);
        for (int file = 0; (file = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;) held_.push_back(file);
        for (; left > 0 && !held_.empty(); --left) {
            ::close(held_.back());
            held_.pop_back();
        }
    }
    ~ScarceFiles() {
        for (const int file : held_) ::close(file);
        ::setrlimit(RLIMIT_NOFILE, &before_);
    }
    ScarceFiles(const ScarceFiles&) = delete;
    ScarceFiles& operator=(const ScarceFiles&) = delete;

  private:
    rlimit before_{};
    std::vector<int> held_;
};

// No file can be written beyond `bytes`, as on a disk that is full, while this lives.
class ScarceRoom {
  public:
    explicit ScarceRoom(std::size_t bytes) : signal_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit little = before_;
        little.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &little);
    }
    ~ScarceRoom() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, signal_);
    }
    ScarceRoom(const ScarceRoom&) = delete;
    ScarceRoom& operator=(const ScarceRoom&) = delete;

  private:
    rlimit before_{};
    void (*signal_)(int);
};

}  // namespace warraq::testing
