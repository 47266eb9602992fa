#include "serve/net/tls.h"

#include <algorithm>
#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "serve/net/transport.h"

namespace warraq::serve {
namespace {

// Mozilla's «intermediate»: forward secrecy and authenticated encryption only.
constexpr const char* kCiphers12 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

// What one call reads at the most: a peer that sends without end, of which nothing is for us (key updates,
// empty records), takes no more than its turn.
constexpr std::size_t kReadAtOnce = 64 * 1024;
// A browser makes one for each 2^24 records; each costs us more than its sender.
constexpr int kMostKeyUpdates = 64;

// Of a handshake. A browser's hello takes some 2 KB, a key share that outlasts quantum computers included;
// OpenSSL would make room for 128 KB as soon as they are announced.
constexpr std::size_t kLongestMessage = 16 * 1024;
constexpr std::size_t kHandshakeBytes = 48 * 1024, kSessionBytes = 12 * 1024, kRecordBytes = 17 * 1024;

std::string reason() {
    const auto code = ERR_get_error();
    ERR_clear_error();
    const char* text = code ? ERR_reason_error_string(code) : nullptr;
    return text ? text : "it cannot be read";
}

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* offered,
                    unsigned int offered_size, void*) {
    static constexpr unsigned char kOurs[] = "\x02h2\x08http/1.1";
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, out_size, kOurs, sizeof kOurs - 1, offered, offered_size) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;  // RFC 7301, 3.2
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

}  // namespace

// OpenSSL's way to the transport.
struct TlsSession::Bio {
    static TlsSession& session(BIO* bio) { return *static_cast<TlsSession*>(BIO_get_data(bio)); }

    static int read(BIO* bio, char* into, std::size_t room, std::size_t* got) {
        BIO_clear_retry_flags(bio);
        TlsSession& self = session(bio);
        error_code error = asio::error::would_block;  // for now, where this turn's share is read
        *got = 0;
        if (self.may_read_ > 0)
            *got = self.transport_.read_some(asio::buffer(into, std::min(room, self.may_read_)), error);
        self.may_read_ -= *got;
        self.framing_.saw({into, *got}, !SSL_is_init_finished(self.ssl_),
                          SSL_version(self.ssl_) == TLS1_3_VERSION);
        if (self.framing_.longest_message() > kLongestMessage) return 0;  // as if it had ended
        if (error == asio::error::would_block) BIO_set_retry_read(bio);
        return *got > 0 ? 1 : 0;
    }
    static int write(BIO* bio, const char* bytes, std::size_t size, std::size_t* sent) {
        BIO_clear_retry_flags(bio);
        error_code error;
        *sent = session(bio).transport_.write_some({asio::buffer(bytes, size)}, error);
        if (error == asio::error::would_block) BIO_set_retry_write(bio);
        return *sent > 0 ? 1 : 0;
    }
    // A read that gave nothing and is not to be tried again was the end.
    static long control(BIO* bio, int command, long, void*) {
        if (command == BIO_CTRL_FLUSH) return 1;
        return command == BIO_CTRL_EOF && !BIO_should_retry(bio) ? 1 : 0;
    }

    using Method = std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)>;
    static const BIO_METHOD* method() {
        static const Method made = [] {
            Method out(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "transport"), BIO_meth_free);
            if (!out) throw std::bad_alloc();
            BIO_meth_set_read_ex(out.get(), read);
            BIO_meth_set_write_ex(out.get(), write);
            BIO_meth_set_ctrl(out.get(), control);
            return out;
        }();
        return made.get();
    }

    static BIO* make(TlsSession& session) {
        BIO* const bio = BIO_new(method());
        if (!bio) return nullptr;
        BIO_set_data(bio, &session);
        BIO_set_init(bio, 1);
        return bio;
    }

    // Called by OpenSSL for each message of TLS's own.
    static void count_key_updates(int sent, int, int type, const void* message, std::size_t size, SSL*,
                                  void* user) {
        const auto* bytes = static_cast<const unsigned char*>(message);
        const bool update = !sent && type == SSL3_RT_HANDSHAKE && size > 0 && bytes[0] == SSL3_MT_KEY_UPDATE;
        if (update && user) ++static_cast<TlsSession*>(user)->key_updates_;
    }
};

Result<std::shared_ptr<TlsContext>> TlsContext::load(TlsFiles files) {
    std::shared_ptr<TlsContext> made(new TlsContext(std::move(files)));
    made->seen_ = made->look();
    auto context = made->read();
    if (!context) return fail(context.error());
    made->context_ = std::move(*context);
    return made;
}

TlsContext::Seen TlsContext::look() const {
    std::error_code error;  // a file that is missing has the time of none
    return {std::filesystem::last_write_time(files_.certificate, error),
            std::filesystem::last_write_time(files_.key, error)};
}

Result<TlsContext::Context> TlsContext::read() const {
    ERR_clear_error();
    const Context context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    if (!context) return unavailable("OpenSSL cannot start: " + reason());
    SSL_CTX* raw = context.get();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(raw, kCiphers12);
    SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                 SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                 SSL_OP_IGNORE_UNEXPECTED_EOF);
    // A waiting reader's session holds no buffers; a write may be of a part, and be tried again from
    // elsewhere.
    SSL_CTX_set_mode(
        raw, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(raw, 1);  // a record's head and its rest by one read
    SSL_CTX_set_alpn_select_cb(raw, choose_protocol, nullptr);
    static constexpr unsigned char kName[] = "warraq";
    SSL_CTX_set_session_id_context(raw, kName, sizeof kName - 1);
    if (SSL_CTX_use_certificate_chain_file(raw, files_.certificate.c_str()) != 1)
        return invalid(fmt::format("the certificate {}: {}", files_.certificate, reason()));
    if (SSL_CTX_use_PrivateKey_file(raw, files_.key.c_str(), SSL_FILETYPE_PEM) != 1)
        return invalid(fmt::format("the certificate's key {}: {}", files_.key, reason()));
    if (SSL_CTX_check_private_key(raw) != 1)
        return invalid(fmt::format("{} is not the key of {}", files_.key, files_.certificate));
    return context;
}

Result<bool> TlsContext::refresh() {
    const Seen seen = look();
    {
        const std::lock_guard lock(mutex_);
        if (seen == seen_) return false;
        seen_ = seen;
    }
    auto context = read();
    if (!context) return fail(context.error());
    const std::lock_guard lock(mutex_);
    context_ = std::move(*context);
    return true;
}

Instant TlsContext::ends() const {
    const auto context = current();
    const X509* certificate = SSL_CTX_get0_certificate(context.get());
    std::tm at{};
    if (!certificate || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &at) != 1) return {};
    return from_unix(timegm(&at));
}

TlsContext::Context TlsContext::current() const {
    const std::lock_guard lock(mutex_);
    return context_;
}

TlsSession::TlsSession(const TlsContext& context, Transport& transport)
    : transport_(transport), ssl_(SSL_new(context.current().get())) {
    BIO* const bio = ssl_ ? Bio::make(*this) : nullptr;
    if (!bio) {
        SSL_free(ssl_);
        throw std::bad_alloc();
    }
    SSL_set_bio(ssl_, bio, bio);
    SSL_set_msg_callback(ssl_, Bio::count_key_updates);
    SSL_set_msg_callback_arg(ssl_, this);
    SSL_set_accept_state(ssl_);
}

TlsSession::~TlsSession() {
    SSL_free(ssl_);
}

TlsSession::Need TlsSession::need_of(int result) {
    if (key_updates_ > kMostKeyUpdates) return Need::End;
    switch (SSL_get_error(ssl_, result)) {
        case SSL_ERROR_NONE: return Need::Nothing;
        case SSL_ERROR_WANT_READ: return Need::ToRead;
        case SSL_ERROR_WANT_WRITE: return Need::ToWrite;
        default: ERR_clear_error(); return Need::End;
    }
}

TlsSession::Need TlsSession::handshake() {
    ERR_clear_error();
    may_read_ = kReadAtOnce;
    return need_of(SSL_accept(ssl_));
}

bool TlsSession::agreed_on_http2() const {
    const unsigned char* chosen = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(ssl_, &chosen, &size);
    return std::string_view(reinterpret_cast<const char*>(chosen), size) == "h2";
}

TlsSession::Need TlsSession::read(char* into, std::size_t room, std::size_t& got) {
    got = 0;
    if (drained_) {
        drained_ = false;
        return Need::ToRead;
    }
    ERR_clear_error();
    may_read_ = kReadAtOnce;
    const auto need = need_of(SSL_read_ex(ssl_, into, room, &got));
    drained_ = need == Need::Nothing && SSL_has_pending(ssl_) == 0;
    return need;
}

TlsSession::Need TlsSession::write(std::string_view bytes, std::size_t& sent) {
    ERR_clear_error();
    sent = 0;
    return need_of(SSL_write_ex(ssl_, bytes.data(), bytes.size(), &sent));
}

std::size_t TlsSession::memory() const {
    if (!SSL_is_init_finished(ssl_)) return kHandshakeBytes;
    return kSessionBytes + (framing_.in_record() ? kRecordBytes : 0);
}

void TlsSession::say_goodbye() {
    ERR_clear_error();
    SSL_shutdown(ssl_);
    ERR_clear_error();
}

}  // namespace warraq::serve
