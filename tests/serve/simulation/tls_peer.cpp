#include <openssl/err.h>

#include "serve/simulation/peers.h"

namespace warraq::serve::simulation {
namespace {

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

SSL_CTX* client_context(bool http2) {
    const auto make = [](std::string_view protocols) {
        Context context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
        SSL_CTX_set_alpn_protos(context.get(), reinterpret_cast<const unsigned char*>(protocols.data()),
                                static_cast<unsigned>(protocols.size()));
        SSL_CTX_set_options(context.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);
        return context;
    };
    static const Context h2 = make("\x02h2"), h1 = make("\x08http/1.1");
    return http2 ? h2.get() : h1.get();
}

class HostileTls final : public Peer {
  public:
    HostileTls(Wire& wire, Choices& choices, const PeerOptions& options)
        : wire_(wire), choices_(choices), steps_(choices.between(1, 6)) {
        wire_.send(options.before);
    }

    bool has_more_to_do() const override { return steps_ > 0; }
    void act() override {
        --steps_;
        switch (choices_.below(5)) {
            case 0: wire_.send(choices_.bytes(choices_.mostly_small(4'000))); break;
            case 1: wire_.send(std::string("\x16\x03\x01\x40\x00", 5) + choices_.bytes(50)); break;
            case 2: wire_.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"); break;
            case 3: begin(); break;
            default: wire_.finish();
        }
    }
    void receive(std::string_view) override {}

  private:
    // A hello that is right, and then whatever comes.
    void begin() {
        Line line(wire_, choices_, true, choices_.chance(50));
        line.send("x");
    }

    Wire& wire_;
    Choices& choices_;
    std::size_t steps_;
};

}  // namespace

Line::Line(Wire& wire, Choices& choices, bool secure, bool http2) : wire_(wire) {
    if (!secure) return;
    ssl_.reset(SSL_new(client_context(http2)));
    if (choices.chance(25)) SSL_set_max_proto_version(ssl_.get(), TLS1_2_VERSION);
    SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_connect_state(ssl_.get());
    SSL_do_handshake(ssl_.get());
    ERR_clear_error();
    pass_on();
}

void Line::pass_on() {
    char bytes[4096];
    for (int count = 0; (count = BIO_read(SSL_get_wbio(ssl_.get()), bytes, sizeof bytes)) > 0;)
        wire_.send({bytes, static_cast<std::size_t>(count)});
}

void Line::send(std::string_view plain) {
    if (!ssl_) return wire_.send(plain);
    waiting_ += plain;
    if (!SSL_is_init_finished(ssl_.get()) || waiting_.empty()) return;
    SSL_write(ssl_.get(), waiting_.data(), static_cast<int>(waiting_.size()));
    waiting_.clear();
    ERR_clear_error();
    pass_on();
    if (std::exchange(finishes_, false)) finish();
}

void Line::finish() {
    if (ssl_ && !SSL_is_init_finished(ssl_.get()) && !failed_) {
        finishes_ = true;  // once what waits for the handshake was sent
        return;
    }
    if (ssl_ && !failed_) {
        SSL_shutdown(ssl_.get());
        ERR_clear_error();
        pass_on();
    }
    wire_.finish();
}

std::string Line::receive(std::string_view raw) {
    if (!ssl_) return std::string(raw);
    BIO_write(SSL_get_rbio(ssl_.get()), raw.data(), static_cast<int>(raw.size()));
    std::string plain;
    char bytes[4096];
    ERR_clear_error();
    int result = 0;
    while ((result = SSL_read(ssl_.get(), bytes, sizeof bytes)) > 0)
        plain.append(bytes, static_cast<std::size_t>(result));
    const int error = SSL_get_error(ssl_.get(), result);
    if (error == SSL_ERROR_SSL) failed_ = true;
    ERR_clear_error();
    pass_on();
    send({});
    return plain;
}

std::unique_ptr<Peer> hostile_tls(Wire& wire, Choices& choices, const PeerOptions& options) {
    return std::make_unique<HostileTls>(wire, choices, options);
}

}  // namespace warraq::serve::simulation
