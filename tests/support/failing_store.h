// A store that stops to answer: after so many snapshots, or writes, more of them are Unavailable. Or one in
// which somebody else is faster: what they write comes between a snapshot and the next write.
//
//     failing.snapshots_left = 1;     // the next one is given, those after it are not
//     failing.mend();
//     failing.before_write([](store::Store& store) { store.write(…); });   // once
//
// Waiting for changes and all else goes on. Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <utility>

#include "store/store.h"

namespace warraq::testing {

class FailingStore final : public store::Store {
  public:
    explicit FailingStore(std::unique_ptr<store::Store> store) : store_(std::move(store)) {}

    std::atomic<int> snapshots_left{kAny}, writes_left{kAny};
    using Faster = std::function<void(store::Store& store)>;
    void before_write(Faster faster) {
        std::lock_guard lock(mutex_);
        faster_ = std::move(faster);
    }
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
    Result<void> broadcast(std::string_view topic, std::string_view words) override {
        return store_->broadcast(topic, words);
    }
    void subscribe(const std::string& topic, Subscriber subscriber) override {
        store_->subscribe(topic, std::move(subscriber));
    }
    Result<void> copy_to(const std::filesystem::path& file) override { return store_->copy_to(file); }

  protected:
    Result<void> commit(std::function<Result<void>(store::Writer&)> work) override {
        if (writes_left-- <= 0) return unavailable("no write is left");
        Faster faster;
        {
            std::lock_guard lock(mutex_);
            faster = std::exchange(faster_, {});
        }
        if (faster) faster(*store_);
        return store_->write([&](store::Writer& writer) { return work(writer); });
    }

  private:
    static constexpr int kAny = std::numeric_limits<int>::max() / 2;
    const std::unique_ptr<store::Store> store_;
    std::mutex mutex_;
    Faster faster_;
};

// A fixture over such a store.
template <class Fixture>
class OverFailingStore : public Fixture {
  protected:
    std::unique_ptr<store::Store> wrapped(std::unique_ptr<store::Store> store) override {
        auto failing = std::make_unique<FailingStore>(std::move(store));
        failing_ = failing.get();
        return failing;
    }

    FailingStore* failing_ = nullptr;
};

}  // namespace warraq::testing
