// What a connection's coroutine waits for while workers make it: their answer, or that it is given up,
// whichever comes first. A later answer is thrown away.
//
//     auto page = co_await waiting_.ask<Page>(executor, [&](auto done) { dispatcher.answer(…, done); });
//     if (!page) …                                 // give_up() was called
//
// Belongs to the executor's thread; `done` may be called once, on any thread.
#pragma once

#include <boost/asio/post.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <optional>

#include "serve/net/transport.h"

namespace warraq::serve {

class WorkerAnswer {
  public:
    template <class T, class Start>
    Awaitable<std::optional<T>> ask(Executor executor, Start start) {
        auto state = std::make_shared<State<T>>();
        give_up_ = [executor, state] { asio::post(executor, [state] { state->finish(std::nullopt); }); };
        auto answer =
            co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void(std::optional<T>)>(
                [&](auto handler) {
                    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
                    state->resume = [shared](std::optional<T> value) { (*shared)(std::move(value)); };
                    // What is thrown here would leave the coroutine behind, and end the loop.
                    try {
                        start([state, executor](T value) {
                            asio::post(executor, [state, value = std::move(value)]() mutable {
                                state->finish(std::optional<T>(std::move(value)));
                            });
                        });
                    } catch (const std::exception&) {
                        asio::post(executor, [state] { state->finish(std::nullopt); });
                    }
                },
                asio::use_awaitable_t<Executor>{});
        give_up_ = nullptr;
        co_return answer;
    }

    bool asked() const { return give_up_ != nullptr; }
    // Nothing happens where nothing is waited for.
    void give_up() {
        if (give_up_) give_up_();
    }

  private:
    template <class T>
    struct State {
        std::function<void(std::optional<T>)> resume;

        void finish(std::optional<T> value) {
            if (auto once = std::exchange(resume, nullptr)) once(std::move(value));
        }
    };

    std::function<void()> give_up_;
};

}  // namespace warraq::serve
