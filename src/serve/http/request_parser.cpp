#include "serve/http/request_parser.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <optional>

#include "base/ascii.h"

namespace warraq::serve {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using View = boost::beast::string_view;

std::string_view to_std(View view) {
    return {view.data(), view.size()};
}

Method method_of(http::verb verb) {
    switch (verb) {
        case http::verb::get: return Method::Get;
        case http::verb::head: return Method::Head;
        case http::verb::post: return Method::Post;
        case http::verb::put: return Method::Put;
        case http::verb::patch: return Method::Patch;
        case http::verb::delete_: return Method::Delete;
        case http::verb::options: return Method::Options;
        default: return Method::Other;
    }
}

bool is_control(char c) {
    return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f';
}

// What follows "http://" or "https://"; nullopt unless the target is in absolute-form with such a scheme.
std::optional<std::string_view> after_scheme(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"})
        if (ascii::equal_ignoring_case(target.substr(0, scheme.size()), scheme))
            return target.substr(scheme.size());
    return std::nullopt;
}

// 0 for "chunked", the one coding we support. 400 where chunked is missing, repeated or not last, since the
// body's length is then unknown (RFC 9112, 6.3); 501 for an unsupported coding below it.
int transfer_encoding_status(std::string_view codings) {
    int chunked = 0;
    bool last = false, others = false;
    for (std::size_t at = 0; at <= codings.size();) {
        const auto end = std::min(codings.find(',', at), codings.size());
        last = ascii::equal_ignoring_case(ascii::trim_blanks(codings.substr(at, end - at)), "chunked");
        chunked += last ? 1 : 0;
        others = others || !last;
        at = end + 1;
    }
    if (!last || chunked > 1) return 400;
    return others ? 501 : 0;
}

// "GET / HTTP/2.0": a version that is one, but that Beast does not read.
bool has_other_version(std::string_view head) {
    const auto line = head.substr(0, head.find("\r\n"));
    if (std::count(line.begin(), line.end(), ' ') != 2) return false;
    const auto version = line.substr(line.rfind(' ') + 1);
    return version.size() == 8 && version.starts_with("HTTP/") &&
           std::isdigit(static_cast<unsigned char>(version[5])) && version[6] == '.' &&
           std::isdigit(static_cast<unsigned char>(version[7]));
}

class Parser final : public http::basic_parser<true> {
  public:
    explicit Parser(const Limits& limits)
        : max_target_(limits.target_bytes), max_trailer_bytes_(limits.head_bytes) {
        header_limit(static_cast<std::uint32_t>(limits.head_bytes));
        body_limit(boost::none);  // ours is per route and counted in on_body
        eager(false);
    }

    RequestHead head;
    std::string body;
    std::size_t body_size = 0, max_body = 0;
    int refusal = 0;  // our own verdict, where Beast is content

    // True while `rest` may be the start of the last chunk: Beast 1.81 asserts that it gets at least five
    // bytes of it.
    bool needs_more(std::string_view rest) const {
        return chunked() && chunk_left_ == 0 && rest.size() < 5 && rest.starts_with('0');
    }

    int status_of(error_code error) const {
        if (refusal) return refusal;
        return error == http::error::header_limit ? 431 : 400;
    }

  private:
    void on_request_impl(http::verb verb, View, View target, int version, error_code& error) override {
        head.method = method_of(verb);
        head.version = version;
        head.target = to_std(target);
        if (head.target.size() > max_target_) return refuse(414, error);
        if (version != 10 && version != 11) return refuse(505, error);
        head.names_https = ascii::equal_ignoring_case(head.target.substr(0, 8), "https://");
        if (const auto address = after_scheme(head.target); address && !parse_absolute_form(*address))
            return refuse(400, error);
        const bool asterisk = head.target == "*" && head.method == Method::Options;
        if (!head.target.starts_with('/') && !asterisk) refuse(400, error);
    }
    void on_response_impl(int, View, int, error_code&) override {}
    // The authority of an absolute-form target replaces the Host field (RFC 9112, 3.2.2). False if it is
    // invalid.
    bool parse_absolute_form(std::string_view address) {
        const auto end = std::min(address.find_first_of("/?#"), address.size());
        head.host = address.substr(0, end);
        if (!is_host(head.host)) return false;
        host_in_target_ = true;
        head.target = address.substr(end);
        if (!head.target.starts_with('/')) {
            rewritten_target_ = "/" + std::string(head.target);
            head.target = rewritten_target_;
        }
        return true;
    }

    void on_field_impl(http::field field, View name, View value, error_code& error) override {
        if (is_header_done()) {  // a trailer: framing is done, and we trust none
            trailer_bytes_ += name.size() + value.size();
            if (trailer_bytes_ > max_trailer_bytes_) refuse(400, error);
            return;
        }
        const auto text = to_std(value);
        switch (field) {
            case http::field::host:
                // Clients send an empty one if the target URI has no authority (RFC 9112, 3.2).
                if (host_seen_ || !(text.empty() || is_host(text))) return refuse(400, error);
                host_seen_ = true;
                if (!host_in_target_) head.host = text;
                break;
            case http::field::connection:
                // Beast ignores "close" in HTTP/1.0 requests.
                connection_close_ = connection_close_ || http::token_list(value).exists("close");
                break;
            case http::field::expect:
                if (!ascii::equal_ignoring_case(text, "100-continue")) return refuse(417, error);
                head.expects_continue = head.version != 10;  // no 1xx in HTTP/1.0 (RFC 9110, 10.1.1)
                break;
            case http::field::content_length:
                // One number, once: «3,3» and a second field are read in two ways (RFC 9110, 8.6).
                if (length_seen_ || text.empty() || text.find_first_not_of("0123456789") != text.npos)
                    return refuse(400, error);
                length_seen_ = true;
                break;
            case http::field::transfer_encoding:
                if (has_transfer_encoding_) transfer_encoding_ += ", ";
                transfer_encoding_ += text;
                has_transfer_encoding_ = true;
                break;
            default: note_field(head, to_std(name), text);
        }
    }
    void on_header_impl(error_code& error) override {
        if (head.version == 11 && !host_seen_) return refuse(400, error);
        if (has_transfer_encoding_ && head.version == 10) return refuse(400, error);  // RFC 9112, 6.1
        if (const int status = has_transfer_encoding_ ? transfer_encoding_status(transfer_encoding_) : 0)
            return refuse(status, error);
        head.keep_alive = keep_alive() && !connection_close_;
        head.content_length = content_length().value_or(0);
        head.has_body = chunked() || (content_length() && *content_length() > 0);
    }
    void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code& error) override {
        if (length && *length > max_body) refuse(413, error);
    }
    std::size_t take(View bytes, error_code& error) {
        if (body_size + bytes.size() > max_body) {
            refuse(413, error);
            return 0;
        }
        body.append(bytes.data(), bytes.size());
        body_size += bytes.size();
        return bytes.size();
    }
    std::size_t on_body_impl(View bytes, error_code& error) override { return take(bytes, error); }
    void on_chunk_header_impl(std::uint64_t size, View extensions, error_code& error) override {
        if (size > max_body) return refuse(413, error);
        // Beast accepts CR and LF within quotes; a proxy that does not would split the requests elsewhere.
        const bool invalid = std::any_of(extensions.begin(), extensions.end(), is_control);
        if (invalid || extensions.size() > 256) return refuse(400, error);
        chunk_left_ = size;
    }
    std::size_t on_chunk_body_impl(std::uint64_t, View bytes, error_code& error) override {
        const auto taken = take(bytes, error);
        chunk_left_ -= taken;
        return taken;
    }
    void on_finish_impl(error_code&) override {}

    void refuse(int status, error_code& error) {
        refusal = status;
        error = http::error::bad_value;
    }

    const std::size_t max_target_, max_trailer_bytes_;
    std::size_t trailer_bytes_ = 0;
    bool host_seen_ = false, host_in_target_ = false, length_seen_ = false;
    bool has_transfer_encoding_ = false, connection_close_ = false;
    std::string transfer_encoding_;  // all field lines, joined
    std::string rewritten_target_;   // of an absolute-form target without a path
    std::uint64_t chunk_left_ = 0;   // bytes of the current chunk still to come
};

}  // namespace

class RequestParser::Impl {
  public:
    std::optional<Parser> parser;
};

RequestParser::RequestParser() : impl_(std::make_unique<Impl>()) {}
RequestParser::~RequestParser() = default;

void RequestParser::reset(const Limits& limits) {
    impl_->parser.emplace(limits);
}

int RequestParser::parse_head(std::string_view head) {
    Parser& parser = *impl_->parser;
    // Lines that go on in the next one are read in two ways (RFC 9112, 5.2).
    for (auto end = head.find('\n'); end < head.size() - 1; end = head.find('\n', end + 1))
        if (head[end + 1] == ' ' || head[end + 1] == '\t') return 400;
    error_code error;
    // A client that sends CR LF before its request line is forgiven (RFC 9112, 2.2); the caller has skipped
    // them.
    const auto used = parser.put(boost::asio::buffer(head.data(), head.size()), error);
    if (error == http::error::bad_version && has_other_version(head)) return 505;
    if (error) return parser.status_of(error);
    return used == head.size() && parser.is_header_done() ? 0 : 400;
}

const RequestHead& RequestParser::head() const {
    return impl_->parser->head;
}

void RequestParser::allow_body(std::size_t bytes) {
    impl_->parser->max_body = bytes;
}

int RequestParser::parse_body(std::string_view bytes, std::size_t& used) {
    Parser& parser = *impl_->parser;
    used = 0;
    while (!parser.is_done() && used < bytes.size() && !parser.needs_more(bytes.substr(used))) {
        error_code error;
        const auto taken = parser.put(boost::asio::buffer(bytes.data() + used, bytes.size() - used), error);
        used += taken;
        if (error == http::error::need_more) return 0;
        if (error) return parser.status_of(error);
        if (taken == 0) return 0;
    }
    return 0;
}

bool RequestParser::done() const {
    return impl_->parser->is_done();
}
std::string& RequestParser::body() {
    return impl_->parser->body;
}
std::size_t RequestParser::body_size() const {
    return impl_->parser->body_size;
}

}  // namespace warraq::serve
