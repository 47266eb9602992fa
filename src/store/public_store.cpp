#include "store/public_store.h"

#include "store/store.h"

namespace warraq::store {

PublicSnapshot::PublicSnapshot(std::unique_ptr<Reader> all) : all_(std::move(all)) {}
PublicSnapshot::~PublicSnapshot() = default;
PublicSnapshot::PublicSnapshot(PublicSnapshot&&) noexcept = default;
PublicSnapshot& PublicSnapshot::operator=(PublicSnapshot&&) noexcept = default;

PublicReader& PublicSnapshot::operator*() const {
    return all_->public_view();
}

void PublicSnapshot::reset() {
    all_.reset();
}

Result<PublicSnapshot> Store::public_snapshot() {
    auto all = snapshot();
    if (!all) return fail(all.error());
    return PublicSnapshot(std::move(*all));
}

Result<std::optional<story::CommentId>> Store::add_comment(const NewComment& comment,
                                                           const StillFine& still_fine) {
    return write([&](Writer& writer) -> Result<std::optional<story::CommentId>> {
        if (still_fine) {
            auto fine = still_fine(writer.public_view());
            if (!fine) return fail(fine.error());
            if (!*fine) return std::nullopt;
        }
        auto added = writer.add_comment(comment);
        if (!added) return fail(added.error());
        return *added;
    });
}

Result<CommentEvidence> Store::comment_evidence(Instant decided_since, int most_decisions) {
    auto all = snapshot();
    if (!all) return fail(all.error());
    auto bans = (*all)->bans();
    if (!bans) return fail(bans.error());
    auto decisions = (*all)->decisions(decided_since, most_decisions);
    if (!decisions) return fail(decisions.error());
    return CommentEvidence{std::move(*bans), std::move(*decisions)};
}

}  // namespace warraq::store
