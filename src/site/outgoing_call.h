// Calls of one server that is told something over HTTP now and then: one connection, kept between them. What
// it says beside its status is not read.
#pragma once

#include <atomic>
#include <chrono>
#include <curl/curl.h>
#include <fmt/format.h>
#include <memory>
#include <string>

namespace warraq::site {

class OutgoingCall {
  public:
    // `stopping` ends a call that is under way. curl_global_init() was called.
    OutgoingCall(std::string address, std::chrono::milliseconds patience, const std::atomic<bool>& stopping)
        : address_(std::move(address)), curl_(curl_easy_init(), &curl_easy_cleanup) {
        set(CURLOPT_URL, address_.c_str());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(patience.count()));
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_USERAGENT, "Warraq");
        set(
            CURLOPT_WRITEFUNCTION,
            +[](char*, std::size_t size, std::size_t count, void*) { return size * count; });
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFODATA, &stopping);
        set(
            CURLOPT_XFERINFOFUNCTION, +[](void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) -> int {
                return *static_cast<const std::atomic<bool>*>(stop) ? 1 : 0;
            });
    }

    template <class Value>
    void set(CURLoption option, Value value) {
        curl_easy_setopt(curl_.get(), option, value);
    }

    // The answer's status; 0 when there was none. Then, and for any status, problem() says what came instead
    // of success.
    long perform() {
        long status = 0;
        const CURLcode done = curl_easy_perform(curl_.get());
        if (done == CURLE_OK) curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
        problem_ = done == CURLE_OK ? fmt::format("it answers {}", status) : curl_easy_strerror(done);
        return status;
    }
    const std::string& problem() const { return problem_; }

  private:
    const std::string address_;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl_;
    std::string problem_;
};

inline bool succeeded(long status) {
    return status >= 200 && status < 300;
}

}  // namespace warraq::site
