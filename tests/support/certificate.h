// Certificates made for a test, and a client that speaks TLS as it is told.
#pragma once

#include <filesystem>
#include <memory>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <string>
#include <utility>

#include "support/http_client.h"

namespace warraq::testing {

enum class KeyKind { Ecdsa, Rsa };

// A certificate that signs itself, for that name, with a key of its own; files of the folder.
inline void make_certificate(const std::filesystem::path& certificate, const std::filesystem::path& key_file,
                             const std::string& name, KeyKind kind = KeyKind::Ecdsa) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        kind == KeyKind::Rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), X509_free);
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 86'400);
    X509_set_pubkey(made.get(), key.get());
    X509_NAME* subject = X509_get_subject_name(made.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(made.get(), subject);
    X509_sign(made.get(), key.get(), EVP_sha256());
    const auto write = [](const std::filesystem::path& file, auto put) {
        const std::unique_ptr<FILE, decltype(&fclose)> out(fopen(file.c_str(), "wb"), fclose);
        put(out.get());
    };
    write(certificate, [&](FILE* out) { PEM_write_X509(out, made.get()); });
    write(key_file,
          [&](FILE* out) { PEM_write_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
}

struct TlsManner {
    int oldest = TLS1_2_VERSION, newest = TLS1_3_VERSION;
    std::string protocols;  // as ALPN writes them, each with its length before it
    std::string first;      // bytes in the clear before anything else
    int receive_buffer = 0;
    std::string ciphers = "ALL:@SECLEVEL=0";  // up to TLS 1.2
    std::string groups;                       // of the key exchange; empty: any
    std::string server_name;                  // SNI
    bool ignore_missing_close_notify = true;
};

class TlsClient {
  public:
    explicit TlsClient(std::uint16_t port, const TlsManner& how = {}) : wire_(port, how.receive_buffer) {
        wire_.send(how.first);
        context_.reset(SSL_CTX_new(TLS_client_method()));
        SSL_CTX_set_min_proto_version(context_.get(), how.oldest);
        SSL_CTX_set_max_proto_version(context_.get(), how.newest);
        SSL_CTX_set_security_level(context_.get(), 0);  // old versions too
        SSL_CTX_set_cipher_list(context_.get(), how.ciphers.c_str());
        if (!how.groups.empty()) SSL_CTX_set1_groups_list(context_.get(), how.groups.c_str());
        if (how.ignore_missing_close_notify)
            SSL_CTX_set_options(context_.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);
        SSL_CTX_clear_options(context_.get(), SSL_OP_NO_COMPRESSION);
        if (!how.protocols.empty())
            SSL_CTX_set_alpn_protos(context_.get(),
                                    reinterpret_cast<const unsigned char*>(how.protocols.data()),
                                    static_cast<unsigned>(how.protocols.size()));
        ssl_.reset(SSL_new(context_.get()));
        SSL_set_fd(ssl_.get(), wire_.socket());
        if (!how.server_name.empty()) SSL_set_tlsext_host_name(ssl_.get(), how.server_name.c_str());
        connected_ = SSL_connect(ssl_.get()) == 1;
        ERR_clear_error();
    }

    bool connected() const { return connected_; }
    std::string version() const { return SSL_get_version(ssl_.get()); }
    std::string protocol() const {
        const unsigned char* chosen = nullptr;
        unsigned size = 0;
        SSL_get0_alpn_selected(ssl_.get(), &chosen, &size);
        return {reinterpret_cast<const char*>(chosen), size};
    }
    std::string name() const {
        const std::unique_ptr<X509, decltype(&X509_free)> theirs(SSL_get1_peer_certificate(ssl_.get()),
                                                                 X509_free);
        std::string name(100, '\0');
        if (!theirs) return {};
        const int size =
            X509_NAME_get_text_by_NID(X509_get_subject_name(theirs.get()), NID_commonName, name.data(), 100);
        return name.substr(0, static_cast<std::size_t>(std::max(size, 0)));
    }
    void send(std::string_view bytes) {
        if (!bytes.empty()) SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
        ERR_clear_error();
    }
    void finish_sending() { wire_.finish_sending(); }  // without a word of TLS
    Answer get(const std::string& target, const std::string& fields = {}) {
        send("GET " + target + " HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n");
        return receive();
    }
    Answer receive() {
        return read_answer(buffer_, [this] { return more(); });
    }
    // True if the other side has closed and nothing is left to read; false on a timeout.
    bool closed() { return buffer_.empty() && !more() && ended_; }
    // A close_notify alert has arrived.
    bool received_close_notify() const { return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }
    SSL* session() { return ssl_.get(); }
    // What is there, or comes next; empty at the end.
    std::string read() {
        if (buffer_.empty()) more();
        return std::exchange(buffer_, {});
    }

  private:
    bool more() {
        char bytes[16 * 1024];
        errno = 0;
        const int count = SSL_read(ssl_.get(), bytes, sizeof bytes);
        ended_ = count <= 0 && errno != EAGAIN && errno != EWOULDBLOCK;
        ERR_clear_error();
        if (count <= 0) return false;
        buffer_.append(bytes, static_cast<std::size_t>(count));
        return true;
    }

    HttpClient wire_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{nullptr, SSL_CTX_free};
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, SSL_free};
    bool connected_ = false, ended_ = false;
    std::string buffer_;
};

}  // namespace warraq::testing
