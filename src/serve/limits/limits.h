#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace warraq::serve {

// What one connection, and all together, may take. The defaults suit a small machine facing the open
// internet.
struct Limits {
    std::size_t target_bytes = 8 * 1024;  // of the request line's address: 414 above
    std::size_t head_bytes = 16 * 1024;   // of request line and fields: 431 above
    std::size_t body_bytes = 64 * 1024;   // unless a route says otherwise: 413 above; of a body in memory
    std::size_t uploads_of_account = 8;   // larger bodies at once: 429 above
    std::size_t uploads = 64;             // of all: 503 above
    std::uint64_t upload_bytes_of_account = 256u << 20;  // that those take of the disk: 429 above
    std::uint64_t upload_bytes = 1024u << 20;            // of all: 503 above
    std::size_t connections = 20'000;                    // open at once: 503 above
    std::size_t connections_of_address = 2'000;          // of those; more are closed
    std::size_t followers_of_address = 200;              // that follow events: 503 above
    std::size_t handshakes = 1'024;            // of TLS under way at once: the oldest are ended above
    std::size_t connection_memory = 8u << 20;  // bytes that one connection may hold
    std::size_t total_memory = 56u << 20;      // and all together: above, see Loop
    std::size_t waiting_requests = 1'024;      // for a worker, in each pool: 503 above
    std::size_t waiting_heavy_requests = 64;
    std::size_t waiting_pieces = 16 * 1024;  // of files that are sent: the transfer is cut above
    // Waiting for a worker or being worked on, in each pool, for one public network (IPv6: /64): 429 above.
    std::size_t requests_of_address = 128;
    std::size_t heavy_requests_of_address = 32;
    std::size_t pieces_of_address = 2'048;

    std::chrono::seconds head_time{10};       // from a request's first byte to its empty line
    std::chrono::seconds body_time{30};       // from there to the body's end; more for a large one (BodyPace)
    std::chrono::seconds body_patience{30};   // without a byte of it: 408 after …
    std::size_t least_bytes_a_second = 1024;  // … and so many earn a second more
    std::chrono::seconds idle_time{30};       // between requests
    std::chrono::seconds answer_time{60};     // for the site to make the answer: 503 after
    std::chrono::seconds retry_after{5};      // told with 429 and 503
    // A reader has this long for any answer, and a second more for each of these many bytes. On a phone,
    // trains and lifts take half a minute of it.
    std::chrono::seconds write_time{60};
    std::size_t write_bytes_a_second = 8 * 1024;
    std::chrono::seconds stall_time{60};          // in which it has to take some of it
    std::chrono::seconds drain_time{10};          // at shutdown, for what was begun
    std::chrono::milliseconds stuck_time{5'000};  // that workers and loops may stand still before it is told
    std::chrono::milliseconds certificate_look{10'000};  // between looks whether it was renewed
};

}  // namespace warraq::serve
