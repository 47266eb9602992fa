// What becomes of a comment: bans, the spam filter, the policy of its story.
#include "site/comments/rules.h"

#include <algorithm>
#include <fmt/format.h>

#include "arabic/fold.h"
#include "arabic/words.h"
#include "serve/limits/address_limiter.h"

namespace warraq::site {
namespace {

using story::CommentPolicy;
using story::CommentStatus;

constexpr int kDecisions = 1'000;  // read at once

// Whole words, in any spelling: «الربح» is found in «اَلرّبح», not in «الربحية».
bool holds_word(std::string_view text, std::string_view banned) {
    const std::string wanted = " " + arabic::fold(banned) + " ";
    std::string folded = " ";
    arabic::for_each_word(text, [&](std::string_view word) { folded += arabic::fold(word) + " "; });
    std::string spaced = " ";
    arabic::for_each_word(wanted, [&](std::string_view word) { spaced += std::string(word) + " "; });
    return spaced.size() > 1 && folded.find(spaced) != folded.npos;
}

}  // namespace

Result<CommentPolicy> CommentRules::policy(store::PublicReader& reader, const story::Card& story) const {
    auto own = reader.comment_policy(story.id);
    if (!own) return own;
    const CommentPolicy policy = *own == CommentPolicy::Inherit ? settings_.policy : *own;
    if (settings_.days_open > 0 && now() - story.published > std::chrono::days(settings_.days_open))
        return CommentPolicy::Closed;
    return policy;
}

Result<bool> CommentRules::takes_comments(store::PublicReader& reader, const story::Card& story) const {
    auto own = policy(reader, story);
    if (!own) return fail(own.error());
    return *own != CommentPolicy::Closed && story.page_path.empty();
}

std::string CommentRules::address_hash(std::string_view address) const {
    return crypto::keyed_hash(serve::network_of(address), key_);
}

// What was decided since the last call; the bans as they stand.
Result<std::vector<store::Ban>> CommentRules::learn(store::PublicStore& store) {
    std::lock_guard lock(learning_);
    while (true) {
        auto evidence = store.comment_evidence(learnt_until_, kDecisions);
        if (!evidence) return fail(evidence.error());
        const auto& decisions = evidence->decisions;
        for (const store::Decision& decision : decisions)
            filter_.learn(decision.comment, decision.draft, decision.spam);
        if (decisions.empty()) return std::move(evidence->bans);
        const Instant last = decisions.back().at;
        // The last second is read again next time: more may be decided in it.
        if (static_cast<int>(decisions.size()) < kDecisions || last == learnt_until_) {
            learnt_until_ = last;
            return std::move(evidence->bans);
        }
        learnt_until_ = last;
    }
}

Result<CommentRules::Outcome> CommentRules::screen(store::PublicStore& store,
                                                   const story::CommentDraft& draft,
                                                   const std::string& address_hash, CommentPolicy policy) {
    auto bans = learn(store);
    if (!bans) return fail(bans.error());
    const std::string all = draft.name + "\n" + draft.text;
    for (const store::Ban& ban : *bans) {
        if (ban.kind == store::BanKind::Address && crypto::equal(ban.value, address_hash))
            return Outcome{CommentStatus::Spam, "عنوان محظور"};
        if (ban.kind == store::BanKind::Word && holds_word(all, ban.value))
            return Outcome{CommentStatus::Spam, fmt::format("كلمة محظورة: «{}»", ban.value)};
    }
    const Verdict verdict = filter_.judge(draft);
    if (verdict.spam >= SpamFilter::kSpam) return Outcome{CommentStatus::Spam, verdict.reason};
    if (const std::size_t links = links_in(all); static_cast<int>(links) > settings_.most_links)
        return Outcome{CommentStatus::Pending, fmt::format("فيه {} من الروابط", links)};
    if (verdict.spam >= SpamFilter::kDoubtful) return Outcome{CommentStatus::Pending, verdict.reason};
    return Outcome{policy == CommentPolicy::After ? CommentStatus::Approved : CommentStatus::Pending, {}};
}

}  // namespace warraq::site
