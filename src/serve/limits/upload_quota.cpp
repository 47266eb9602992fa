#include "serve/limits/upload_quota.h"

#include <utility>

namespace warraq::serve {
namespace {

constexpr int kOfAccount = 429, kOfAll = 503;

}  // namespace

int UploadQuota::set_aside(OfAccount& account, std::uint64_t bytes) {
    const bool own = account.set_aside + bytes <= limits_.upload_bytes_of_account;
    if (own && all_.set_aside + bytes <= limits_.upload_bytes) {
        account.set_aside += bytes;
        all_.set_aside += bytes;
        return 0;
    }
    ++all_.refused;
    return own ? kOfAll : kOfAccount;
}

tl::expected<UploadQuota::Place, int> UploadQuota::open(std::string_view account, std::uint64_t announced) {
    const std::lock_guard lock(mutex_);
    auto of = accounts_.find(account);
    const bool own = of == accounts_.end() || of->second.uploads < limits_.uploads_of_account;
    if (!own || all_.uploads >= limits_.uploads) {
        ++all_.refused;
        return tl::unexpected(own ? kOfAll : kOfAccount);
    }
    if (of == accounts_.end()) of = accounts_.emplace(account, OfAccount()).first;
    if (const int refused = set_aside(of->second, announced)) {
        if (of->second.uploads == 0) accounts_.erase(of);
        return tl::unexpected(refused);
    }
    ++of->second.uploads;
    ++all_.uploads;
    return Place(*this, std::string(account), announced);
}

UploadQuota::Use UploadQuota::use() const {
    const std::lock_guard lock(mutex_);
    return all_;
}

UploadQuota::Place::Place(Place&& other) noexcept
    : quota_(std::exchange(other.quota_, nullptr)),
      account_(std::move(other.account_)),
      set_aside_(other.set_aside_),
      on_disk_(other.on_disk_) {}

UploadQuota::Place::~Place() {
    if (!quota_) return;
    const std::lock_guard lock(quota_->mutex_);
    const auto of = quota_->accounts_.find(account_);
    of->second.set_aside -= set_aside_;
    if (--of->second.uploads == 0) quota_->accounts_.erase(of);
    --quota_->all_.uploads;
    quota_->all_.set_aside -= set_aside_;
    quota_->all_.on_disk -= on_disk_;
}

int UploadQuota::Place::grow(std::uint64_t bytes) {
    const std::lock_guard lock(quota_->mutex_);
    const auto whole = on_disk_ + bytes;
    if (whole > set_aside_) {
        const auto of = quota_->accounts_.find(account_);
        if (const int refused = quota_->set_aside(of->second, whole - set_aside_)) return refused;
        set_aside_ = whole;
    }
    on_disk_ = whole;
    quota_->all_.on_disk += bytes;
    return 0;
}

}  // namespace warraq::serve
