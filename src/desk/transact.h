// A transaction whose work may throw a Problem: all that it did is undone, and the Problem is thrown to the
// caller.
//
//     const auto id =
//         transact(store, [&](store::Writer& writer) { return value_or_throw(writer.save(user)); });
#pragma once

#include "desk/problem.h"
#include "store/store.h"

namespace warraq::desk {

template <class Work>
auto transact(store::Store& store, Work work) -> std::invoke_result_t<Work, store::Writer&> {
    using Value = std::invoke_result_t<Work, store::Writer&>;
    std::optional<Problem> problem;
    // The work runs on the store's own thread, which no exception may reach.
    const auto guarded = [&](auto run) -> Result<void> {
        try {
            run();
            return {};
        } catch (const Problem& thrown) {
            problem = thrown;
            return refused(thrown.what());
        }
    };
    const auto finish = [&](const Result<void>& done) {
        if (problem) throw *problem;
        value_or_throw(done);
    };
    if constexpr (std::is_void_v<Value>) {
        finish(store.write([&](store::Writer& writer) { return guarded([&] { work(writer); }); }));
    } else {
        std::optional<Value> value;
        finish(store.write([&](store::Writer& writer) { return guarded([&] { value = work(writer); }); }));
        return std::move(*value);
    }
}

}  // namespace warraq::desk
