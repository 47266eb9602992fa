// Those who connect to the server: polite ones, whose answers are checked, and hostile ones.
#pragma once

#include <cstdint>
#include <memory>
#include <openssl/ssl.h>
#include <string>
#include <string_view>

#include "serve/simulation/choices.h"
#include "serve/simulation/wire.h"

namespace warraq::serve::simulation {

// What a peer says and hears over its wire: in the clear, or through TLS.
class Line {
  public:
    Line(Wire& wire, Choices& choices, bool secure, bool http2);

    void send(std::string_view plain);
    void finish();                              // of what it sends: close_notify, or the wire's end alone
    std::string receive(std::string_view raw);  // plain
    bool secure() const { return ssl_ != nullptr; }
    bool failed() const { return failed_; }  // TLS found a fault in what came

  private:
    void pass_on();

    Wire& wire_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, SSL_free};
    std::string waiting_;  // for the handshake's end
    bool failed_ = false, finishes_ = false;
};

class Peer {
  public:
    virtual ~Peer() = default;
    virtual bool has_more_to_do() const = 0;
    virtual void act() = 0;                          // the next of it
    virtual void receive(std::string_view raw) = 0;  // from the wire
    virtual void flood() {}                          // says more of what is served without a wait
    virtual void take_all() {}                       // reads all that it did not want to read before
    virtual bool answered() const { return true; }   // all that it asked
    virtual std::size_t streams_opened() const { return 0; }
    // What the server did wrong; empty: nothing so far.
    const std::string& fault() const { return fault_; }

  protected:
    std::string fault_;
};

// What anyone may be told where time, room or workers were short.
inline bool passes(int status) {
    return status == 408 || status == 429 || status == 500 || status == 503 || status == 507;
}

struct PeerOptions {
    bool secure = false;
    bool calm = false;        // nothing disturbs it: all that it asks is answered as it should be
    std::string before = {};  // sent before anything else
};
std::unique_ptr<Peer> polite_http1(Wire& wire, Choices& choices, const PeerOptions& options);
std::unique_ptr<Peer> hostile_http1(Wire& wire, Choices& choices, const PeerOptions& options);
std::unique_ptr<Peer> polite_http2(Wire& wire, Choices& choices, const PeerOptions& options);
std::unique_ptr<Peer> hostile_http2(Wire& wire, Choices& choices, const PeerOptions& options);
// Begins a TLS handshake and goes astray.
std::unique_ptr<Peer> hostile_tls(Wire& wire, Choices& choices, const PeerOptions& options);

}  // namespace warraq::serve::simulation
