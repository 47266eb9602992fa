// Threads that hold what others wait for: a snapshot, or the turn to write.
//
//     SnapshotHolder holder(store);     // it has one, where one was free
//     …
//     holder.release();                 // or at the end of its life
#pragma once

#include <future>
#include <optional>
#include <thread>

#include "store/reader_priority.h"
#include "store/store.h"

namespace warraq::testing {

enum class AnswersReaders { No, Yes };

class SnapshotHolder {
  public:
    explicit SnapshotHolder(store::Store& store, AnswersReaders as = AnswersReaders::No)
        : thread_([this, &store, as] {
              std::optional<store::ReaderPriority> mark;
              if (as == AnswersReaders::Yes) mark.emplace();
              const auto snapshot = store.snapshot();
              taken_.set_value(snapshot.has_value());
              if (snapshot) end_.get_future().wait();
          }),
          has_one_(taken_.get_future().get()) {}
    ~SnapshotHolder() { release(); }
    SnapshotHolder(const SnapshotHolder&) = delete;
    SnapshotHolder& operator=(const SnapshotHolder&) = delete;

    bool has_one() const { return has_one_; }
    void release() {
        if (!thread_.joinable()) return;
        end_.set_value();
        thread_.join();
    }

  private:
    std::promise<bool> taken_;
    std::promise<void> end_;
    std::thread thread_;
    const bool has_one_;
};

// Its write has begun and goes on until it is released; `outcome` is of the whole.
class WriteHolder {
  public:
    using Work = std::function<Result<void>(store::Writer&)>;

    explicit WriteHolder(store::Store& store, Work work = {})
        : thread_([this, &store, work = std::move(work)] {
              outcome_ = store.write([&](store::Writer& writer) -> Result<void> {
                  begun_.set_value();
                  end_.get_future().wait();
                  return work ? work(writer) : Result<void>{};
              });
          }) {
        begun_.get_future().wait();
    }
    ~WriteHolder() { release(); }
    WriteHolder(const WriteHolder&) = delete;
    WriteHolder& operator=(const WriteHolder&) = delete;

    const Result<void>& release() {
        if (thread_.joinable()) {
            end_.set_value();
            thread_.join();
        }
        return outcome_;
    }

  private:
    std::promise<void> begun_, end_;
    Result<void> outcome_;
    std::thread thread_;
};

}  // namespace warraq::testing
