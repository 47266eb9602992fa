// Calls of one server over HTTP; its connection is kept between them.
//
//     HttpCall hub("https://hub.example/", Reach::open_internet(), {.time = 15s});
//     auto answer = hub.perform({.method = "POST", .body = "hub.mode=publish&hub.url=…"});
//     if (answer && succeeded(answer->status)) …
//
// Certificates are checked, redirects not followed. For one thread at a time.
#pragma once

#include <string>
#include <vector>

#include "outgoing/transfer.h"

namespace warraq::outgoing {

class HttpCall {
  public:
    // `most_bytes`: of an answer's body; more is an error. 0: bodies are not kept.
    HttpCall(std::string address, Reach reach, Patience patience, std::size_t most_bytes = 0);

    struct Message {
        std::string method = "GET";
        std::vector<std::string> fields = {};  // "Surrogate-Key: story:1"
        std::string body = {};                 // of a POST: a form
    };
    struct Answer {
        long status = 0;
        std::string body;
    };
    // Whatever the status. Error: as Transfer::perform().
    Result<Answer> perform(const Message& message);

  private:
    static std::size_t take(char* from, std::size_t size, std::size_t count, void* self);

    Transfer transfer_;
    const std::size_t most_bytes_;
    std::string body_;
};

constexpr bool succeeded(long status) {
    return status >= 200 && status < 300;
}

}  // namespace warraq::outgoing
