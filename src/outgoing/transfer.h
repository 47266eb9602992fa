// One libcurl handle, with what holds for every call that leaves the program: a time limit, a way to stop it,
// no redirect, and no connection to an address that its Reach does not allow. Internal to the room: nothing
// outside of it opens a connection to another host but libpq (scripts/check-outgoing.mjs).
#pragma once

#include <chrono>
#include <curl/curl.h>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "outgoing/reach.h"

namespace warraq::outgoing {

struct Patience {
    std::chrono::milliseconds time;
    std::function<bool()> stopped = {};  // asked for while the call is under way, several times a second
};

class Transfer {
  public:
    // `protocols`: "http,https".
    Transfer(std::string address, const char* protocols, Reach reach, Patience patience);
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    template <class Value>
    void set(CURLoption option, Value value) {
        curl_easy_setopt(curl_.get(), option, value);
    }

    // Error: Refused, where the address leads where it may not; Unavailable. The connection is kept for the
    // next one.
    Result<void> perform();
    long status() const;  // of the answer

    const std::string& address() const { return address_; }

  private:
    static curl_socket_t open(void* self, curlsocktype, curl_sockaddr* to);
    static int goes_on(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

    const std::string address_;
    const Reach reach_;
    const Patience patience_;
    std::string host_;      // of the address, as AllowedHost::covers() takes it
    bool refused_ = false;  // a connection of the call that is under way was
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl_;
};

}  // namespace warraq::outgoing
