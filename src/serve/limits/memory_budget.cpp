#include "serve/limits/memory_budget.h"

#include <algorithm>
#include <cassert>

namespace warraq::serve {

std::string_view to_string(MemoryUse use) {
    static constexpr std::array<std::string_view, kMemoryUses> kNames = {
        "connection", "tls", "input", "heads", "bodies", "http2", "output", "answers"};
    return kNames[static_cast<std::size_t>(use)];
}

void MemoryTotal::add(MemoryUse use, std::size_t bytes) {
    held_.fetch_add(bytes, std::memory_order_relaxed);
    uses_[static_cast<std::size_t>(use)].fetch_add(bytes, std::memory_order_relaxed);
}

void MemoryTotal::subtract(MemoryUse use, std::size_t bytes) {
    held_.fetch_sub(bytes, std::memory_order_relaxed);
    uses_[static_cast<std::size_t>(use)].fetch_sub(bytes, std::memory_order_relaxed);
}

std::shared_ptr<const std::string> MemoryTotal::keep(std::string body) {
    return counted(std::move(body), 0);
}

std::shared_ptr<const std::string> MemoryTotal::try_keep(std::string& body) {
    constexpr std::size_t kSmall = 4096;
    body.shrink_to_fit();
    const std::size_t bytes = body.capacity();
    const bool room = limited_.fetch_add(bytes, std::memory_order_relaxed) + bytes <= most_ / 4;
    if (room || bytes <= kSmall) return counted(std::move(body), bytes);
    limited_.fetch_sub(bytes, std::memory_order_relaxed);
    return nullptr;
}

// `limited`: bytes of it that are counted in limited_ already.
std::shared_ptr<const std::string> MemoryTotal::counted(std::string body, std::size_t limited) {
    struct Kept {
        Kept(MemoryTotal& counted_in, std::string given, std::size_t of_limited)
            : total(counted_in), text(std::move(given)), bytes(text.capacity()), limited(of_limited) {
            total.kept_.fetch_add(bytes, std::memory_order_relaxed);
            total.add(MemoryUse::Bodies, bytes);
        }
        ~Kept() {
            total.subtract(MemoryUse::Bodies, bytes);
            total.kept_.fetch_sub(bytes, std::memory_order_relaxed);
            total.limited_.fetch_sub(limited, std::memory_order_relaxed);
        }
        MemoryTotal& total;
        const std::string text;
        const std::size_t bytes, limited;
    };
    auto kept = std::make_shared<const Kept>(*this, std::move(body), limited);
    const std::string* const text = &kept->text;
    return {std::move(kept), text};
}

std::size_t MemoryTotal::of_connections() const {
    const std::size_t held_now = held();  // once: others count meanwhile
    return held_now - std::min(held_now, kept());
}

std::size_t MemoryTotal::excess() const {
    const std::size_t theirs = of_connections();
    const std::size_t staying = theirs - std::min(theirs, ending_.load(std::memory_order_relaxed));
    return staying > most_ ? staying - most_ : 0;
}

MemoryBudget::~MemoryBudget() {
    total_.ending_.fetch_sub(ending_.value_or(0), std::memory_order_relaxed);
    for (std::size_t use = 0; use < kMemoryUses; ++use)
        if (uses_[use] > 0) total_.subtract(static_cast<MemoryUse>(use), uses_[use]);
}

bool MemoryBudget::take(MemoryUse use, std::size_t bytes) {
    if (of_peer() + bytes > most_) return false;
    if (total_.of_connections() + bytes > total_.granted()) return false;
    add(use, bytes);
    return true;
}

bool MemoryBudget::crowds_out_others() const {
    return of_peer() > kMuchOfPeer && total_.of_connections() > total_.granted();
}

void MemoryBudget::add(MemoryUse use, std::size_t bytes) {
    held_ += bytes;
    uses_[static_cast<std::size_t>(use)] += bytes;
    total_.add(use, bytes);
}

void MemoryBudget::give_back(MemoryUse use, std::size_t bytes) {
    assert(uses_[static_cast<std::size_t>(use)] >= bytes);
    held_ -= bytes;
    uses_[static_cast<std::size_t>(use)] -= bytes;
    total_.subtract(use, bytes);
}

void MemoryBudget::add_answer(std::size_t bytes, bool first) {
    held_ += bytes;
    uses_[static_cast<std::size_t>(MemoryUse::Answers)] += bytes;
    if (first) total_.add(MemoryUse::Answers, bytes);
}

void MemoryBudget::give_back_answer(std::size_t bytes, bool last) {
    held_ -= bytes;
    uses_[static_cast<std::size_t>(MemoryUse::Answers)] -= bytes;
    if (last) total_.subtract(MemoryUse::Answers, bytes);
}

void MemoryBudget::mark_ending(std::size_t bytes) {
    if (ending()) return;
    ending_ = bytes;
    total_.ending_.fetch_add(bytes, std::memory_order_relaxed);
}

bool MemoryHold::resize(std::size_t bytes) {
    if (bytes > held_ && !budget_.take(use_, bytes - held_)) return false;
    if (bytes < held_) budget_.give_back(use_, held_ - bytes);
    held_ = bytes;
    return true;
}

void MemoryHold::set(std::size_t bytes) {
    if (bytes > held_) budget_.add(use_, bytes - held_);
    if (bytes < held_) budget_.give_back(use_, held_ - bytes);
    held_ = bytes;
}

}  // namespace warraq::serve
