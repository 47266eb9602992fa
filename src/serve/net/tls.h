// TLS 1.2 and 1.3 for readers, by OpenSSL: the certificate from files, and one reader's session over a
// transport.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "serve/net/tls_framing.h"

struct ssl_st;
struct ssl_ctx_st;

namespace warraq::serve {

struct TlsFiles {
    std::string certificate;  // PEM: the server's, then those that lead to its root
    std::string key;          // PEM
};

// Thread-safe.
class TlsContext {
  public:
    // Error: Invalid, with the file and the reason: no certificate, a key that is not the certificate's.
    static Result<std::shared_ptr<TlsContext>> load(TlsFiles files);

    // Takes the files anew where they changed since; true when it did. Error as load: the certificate in use
    // stays, until they change again.
    Result<bool> refresh();

    // When the certificate in use ends.
    Instant ends() const;

  private:
    friend class TlsSession;
    using Context = std::shared_ptr<ssl_ctx_st>;
    struct Seen {
        std::filesystem::file_time_type certificate, key;
        bool operator==(const Seen&) const = default;
    };
    explicit TlsContext(TlsFiles files) : files_(std::move(files)) {}
    Seen look() const;
    Result<Context> read() const;
    Context current() const;

    const TlsFiles files_;
    mutable std::mutex mutex_;
    Context context_;
    Seen seen_;
};

class Transport;

// One reader's. The transport stays the caller's and outlives it. Belongs to one thread.
class TlsSession {
  public:
    TlsSession(const TlsContext& context, Transport& transport);
    ~TlsSession();
    TlsSession(const TlsSession&) = delete;
    TlsSession& operator=(const TlsSession&) = delete;

    // What to wait for before the same call is made again.
    enum class Need { Nothing, ToRead, ToWrite, End };

    Need handshake();
    bool agreed_on_http2() const;  // after handshake()
    // Once the transport is likely to hold no more, it is waited for before it is asked: ToRead.
    Need read(char* into, std::size_t room, std::size_t& got);
    // May send a part. After ToRead or ToWrite it is called again with bytes that begin the same.
    Need write(std::string_view bytes, std::size_t& sent);
    void say_goodbye();  // once, without waiting
    // What OpenSSL holds for it, as it was measured: resident memory by sessions at the same point.
    std::size_t memory() const;

  private:
    struct Bio;
    Need need_of(int result);

    Transport& transport_;
    ssl_st* ssl_;
    bool drained_ = false;
    std::size_t may_read_ = 0;  // bytes, in the call that runs: then it is others' turn
    int key_updates_ = 0;       // that the peer made
    TlsFraming framing_;        // of what the peer sent
};

}  // namespace warraq::serve
