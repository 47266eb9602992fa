// The store as the desk's calls see it: snapshots and transactions that are bound to a user, and give and
// take only what that user may read and write. Calls about stories and what belongs to them use nothing else
// of the store.
//
//     const auto reader = newsroom.read(visitor.user);
//     newsroom.transact(visitor, [&](DeskWriter& writer) { writer.add_note(writer.story(id), "…"); });
//
// Thread-safe. A thread holds at most one snapshot, and none during a transaction (store/store.h).
#pragma once

#include <memory>

#include "desk/auth/visitor.h"
#include "desk/desk_writer.h"
#include "desk/transact.h"

namespace warraq::desk {

class DeskSnapshot {
  public:
    DeskSnapshot(std::unique_ptr<store::Reader> all, const story::User& who)
        : all_(std::move(all)), reader_(std::make_unique<DeskReader>(*all_, who)) {}

    DeskReader& operator*() const { return *reader_; }
    DeskReader* operator->() const { return reader_.get(); }
    void reset() {  // ends it
        reader_.reset();
        all_.reset();
    }

  private:
    std::unique_ptr<store::Reader> all_;
    std::unique_ptr<DeskReader> reader_;
};

class DeskStore {
  public:
    explicit DeskStore(store::Store& all) : all_(all) {}

    // Problem 503.
    DeskSnapshot read(const story::User& who) const { return {value_or_throw(all_.snapshot()), who}; }

    // Runs work(DeskWriter&) in a transaction and returns its result; a Problem rolls it back. Problem 401 if
    // the account was disabled, or given another role, since the call began.
    template <class Work>
    auto transact(const Visitor& visitor, Work work) const {
        return desk::transact(all_, [&](store::Writer& all) {
            const auto user = value_or_throw(all.user(visitor.user.id));
            if (!user || user->disabled || user->role != visitor.user.role)
                throw Problem(401, "signed_out", "sign in first");
            DeskWriter writer(all, *user);
            return work(writer);
        });
    }

  private:
    store::Store& all_;
};

}  // namespace warraq::desk
