// A request that came over HTTP/2, and its answer, for as long as its stream is open. Belongs to the
// session's thread.
#pragma once

#include <array>
#include <atomic>
#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "serve/http/answer_hold.h"
#include "serve/http/body_pace.h"
#include "serve/http/event_stream.h"
#include "serve/http/request_response.h"
#include "serve/limits/address_count.h"
#include "serve/limits/budgeted_memory.h"
#include "serve/limits/memory_budget.h"
#include "serve/net/clock.h"

namespace warraq::serve {

struct Http2Stream : boost::intrusive::list_base_hook<> {
    Http2Stream(std::int32_t number, MemoryBudget& memory);
    ~Http2Stream();

    const std::int32_t id;
    RequestHead head;           // views into `text`
    std::string body;           // what of it is in memory
    std::size_t body_size = 0;  // all that came of it
    std::size_t max_body = 0;
    Page page;  // that answers it; nullptr until then
    SteadyTime deadline{};
    // What the reader has time for from when it began to wait: `sent_before` of all answers was sent then.
    SteadyTime waits_since{};
    std::uint64_t sent_before = 0;

    // What is asked of the site once the body is whole.
    struct Question {
        Dispatcher::Plan plan;
        Dispatcher::Target target;
        Request request;
    };
    std::optional<Question> question;
    bool undecided = false;  // the site is asked whether the body is wanted; it is held back meanwhile
    bool deferred = false;   // it waits until the reader has taken other answers
    bool body_whole = false;
    const std::shared_ptr<std::atomic<bool>> abandoned = std::make_shared<std::atomic<bool>>(false);
    std::string account;             // whose uploads its body counts among; empty: the address's
    std::optional<BodyPace> pace;    // of its body
    std::shared_ptr<Upload> upload;  // of a body that is too large to hold
    bool storing = false;            // a piece is on its way to disk; what comes is held back meanwhile
    std::string address;
    SteadyTime began{};
    std::shared_ptr<const EventStream> events;  // that the reader follows
    std::uint64_t told = 0;                     // number of the last event that was taken

    // The next step is the site's: all that it needs for it has come.
    bool waits_for_us() const {
        if (page) return reading_piece;  // answered, but for a piece that a worker reads
        return undecided || storing || (head_done && !deferred && (body_whole || !head.has_body));
    }

    // Once it is answered: what is not logged of its head goes. `target_bytes`: so much of the target stays.
    void forget_head(std::size_t target_bytes);

    // Http2Session's own.
    MemoryBudget& memory;
    BudgetedMemory more_text{memory, MemoryUse::Heads};
    std::array<std::byte, 1024> first_text;
    std::pmr::monotonic_buffer_resource text{first_text.data(), first_text.size(), &more_text};
    std::pmr::vector<std::string_view> cookie_crumbs{&more_text};  // joined when the head is whole
    std::size_t head_bytes = 0;
    int refusal = 0;            // status that the head deserves
    std::size_t held_back = 0;  // bytes of the body that are not acknowledged
    bool head_done = false;
    bool host_seen = false;
    std::string_view unsent;                  // of the answer's body, or of the piece of it that was read
    std::shared_ptr<const std::string> said;  // where `unsent` looks into, of an event
    std::string piece;                        // the same, of content that is read in pieces …
    std::uint64_t content_next = 0, content_left = 0;  // … and what of it is still to be read
    int status = 0;                                    // that was answered …
    std::uint64_t sent = 0;                            // … and bytes of it that were sent, with its head
    bool reading_piece = false;
    bool frame_begun = false;  // of `unsent`: it is sent whatever becomes of windows
    bool wants_piece = false;  // once the connection has room for one more
    SteadyTime taken{};        // when some of the body was sent last
    std::string logged_target;
    MemoryHold logged{memory, MemoryUse::Heads};
    MemoryHold questions{memory, MemoryUse::Heads};  // `question`, until the site has answered it
    MemoryHold bodies{memory, MemoryUse::Bodies}, pieces{memory, MemoryUse::Output};
    AnswerHold answers{memory};
    AddressCount::Slot seat;  // among those who follow events
};

}  // namespace warraq::serve
