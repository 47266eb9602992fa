// A store that stops to answer: after so many snapshots, or writes, more of them are Unavailable.
//
//     failing.snapshots_left = 1;     // the next one is given, those after it are not
//     failing.mend();
//     failing.before_next_write = [&] { … };    // what another one does in between; set while nobody writes
//
// Waiting for changes and all else goes on. Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <limits>
#include <memory>
#include <utility>

#include "store/store.h"

namespace warraq::testing {

class FailingStore final : public store::Store {
  public:
    explicit FailingStore(std::unique_ptr<store::Store> store) : store_(std::move(store)) {}

    std::atomic<int> snapshots_left{kAny}, writes_left{kAny};
    std::function<void()> before_next_write;
    void mend() { snapshots_left = writes_left = kAny; }

    Result<std::unique_ptr<store::Reader>> snapshot() override {
        if (snapshots_left-- <= 0) return unavailable("no snapshot is left");
        return store_->snapshot();
    }
    Result<std::int64_t> wait_for_change(std::int64_t seq, std::chrono::milliseconds timeout) override {
        return store_->wait_for_change(seq, timeout);
    }
    Result<store::CheckReport> check(const std::filesystem::path& media) override {
        return store_->check(media);
    }
    Result<std::int64_t> bytes() override { return store_->bytes(); }
    Result<void> say(std::string_view topic, std::string_view words) override {
        return store_->say(topic, words);
    }
    void hear(const std::string& topic, Heard heard) override { store_->hear(topic, std::move(heard)); }
    Result<void> copy_to(const std::filesystem::path& file) override { return store_->copy_to(file); }

  protected:
    Result<void> commit(std::function<Result<void>(store::Writer&)> work) override {
        if (const auto first = std::exchange(before_next_write, {})) first();
        if (writes_left-- <= 0) return unavailable("no write is left");
        return store_->write([&](store::Writer& writer) { return work(writer); });
    }

  private:
    static constexpr int kAny = std::numeric_limits<int>::max() / 2;
    const std::unique_ptr<store::Store> store_;
};

}  // namespace warraq::testing
