// A client that speaks HTTP/2 frame by frame, as it is told, right or wrong; for tests of the wire.
#pragma once

#include <functional>
#include <map>
#include <nghttp2/nghttp2.h>
#include <vector>

#include "support/certificate.h"

namespace warraq::testing {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Http2Answer {
    int status = 0;
    std::map<std::string, std::string> fields;
    Fields lines;       // in order
    std::string block;  // compressed
    std::string body;
    bool ended = false;
    std::int64_t reset = -1;  // its code
    std::vector<int> before;  // 1xx
};

// HTTP/2 as bytes.
struct Frames {
    enum Type : std::uint8_t {
        Data,
        Headers,
        Priority,
        Reset,
        Settings,
        Push,
        Ping,
        GoAway,
        Window,
        Continuation
    };
    enum Flag : std::uint8_t { None = 0, EndStream = 1, Ack = 1, EndHeaders = 4, Padded = 8 };

    static constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    static std::string number(std::uint32_t value, int bytes = 4) {
        std::string out;
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
            out += static_cast<char>(value >> shift & 0xFF);
        return out;
    }
    static std::string frame(int type, int flags, std::uint32_t stream, std::string_view payload) {
        return number(static_cast<std::uint32_t>(payload.size()), 3) + static_cast<char>(type) +
               static_cast<char>(flags) + number(stream) + std::string(payload);
    }
    static std::string setting(std::uint32_t id, std::uint32_t value) {
        return number(id, 2) + number(value);
    }
    // HPACK without its table or Huffman's code: each field as it is.
    static std::string block(const Fields& fields) {
        std::string out;
        const auto text = [&](const std::string& part) {
            if (part.size() < 127) {
                out += static_cast<char>(part.size());
            } else {
                out += '\x7F';
                std::size_t rest = part.size() - 127;
                for (; rest >= 128; rest >>= 7) out += static_cast<char>(0x80 | (rest & 0x7F));
                out += static_cast<char>(rest);
            }
            out += part;
        };
        for (const auto& [name, value] : fields) {
            out += '\0';
            text(name);
            text(value);
        }
        return out;
    }
    static Fields get(const std::string& target, const Fields& more = {}, const std::string& method = "GET") {
        Fields out{{":method", method}, {":scheme", "https"}, {":path", target}, {":authority", "test"}};
        out.insert(out.end(), more.begin(), more.end());
        return out;
    }
    static std::string headers(std::uint32_t stream, const Fields& fields,
                               int flags = EndStream | EndHeaders) {
        return frame(Headers, flags, stream, block(fields));
    }
    static std::string headers(std::uint32_t stream, std::string_view encoded) {
        return frame(Headers, EndStream | EndHeaders, stream, encoded);
    }
};

class Http2Client : public Frames {
  public:
    // Does not send the preface.
    struct Bare {};
    Http2Client(std::uint16_t port, Bare) : wire_(port, {.protocols = "\x02h2"}) {
        nghttp2_hd_inflate_new(&inflater_);
    }
    // `settings`: the payload of the first frame. A receive buffer that is small: TCP's.
    explicit Http2Client(std::uint16_t port, std::string_view settings = {}, int receive_buffer = 0)
        : wire_(port, {.protocols = "\x02h2", .receive_buffer = receive_buffer}) {
        nghttp2_hd_inflate_new(&inflater_);
        send(std::string(kPreface) + frame(Settings, None, 0, settings));
    }
    ~Http2Client() { nghttp2_hd_inflate_del(inflater_); }
    Http2Client(const Http2Client&) = delete;
    Http2Client& operator=(const Http2Client&) = delete;

    void send(std::string_view bytes) { wire_.send(bytes); }
    void finish_sending() { wire_.finish_sending(); }
    // The connection's window, to the most that it may be; streams have their own.
    void open_window() { send(frame(Window, 0, 0, number(0x7FFF0000 - 65'535))); }
    std::uint32_t ask(const Fields& fields, int flags = EndStream | EndHeaders) {
        const auto id = next_;
        next_ += 2;
        send(headers(id, fields, flags));
        return id;
    }
    std::uint32_t ask(const std::string& target, const Fields& more = {}) { return ask(get(target, more)); }

    // Reads until that answer is whole, reset, or the connection over.
    const Http2Answer& answer(std::uint32_t id) {
        while (!answers[id].ended && answers[id].reset < 0 && read_frame()) {
        }
        return answers[id];
    }
    const Http2Answer& fetch(const std::string& target, const Fields& more = {}) {
        return answer(ask(target, more));
    }
    // Reads to the end. True if the other side has closed; false on a timeout.
    bool closed() {
        while (read_frame()) {
        }
        return wire_.closed();
    }
    // False at the end.
    bool read_frame() {
        constexpr std::size_t kHead = 9;
        if (!fill(kHead)) return false;
        const auto byte = [&](std::size_t at) {
            return static_cast<std::uint32_t>(static_cast<unsigned char>(in_[at]));
        };
        const std::size_t size = byte(0) << 16 | byte(1) << 8 | byte(2);
        const int type = static_cast<int>(byte(3)), flags = static_cast<int>(byte(4));
        const auto id = byte(5) << 24 | byte(6) << 16 | byte(7) << 8 | byte(8);
        if (!fill(kHead + size)) return false;
        const auto code = [&](std::size_t at) {
            return byte(kHead + at) << 24 | byte(kHead + at + 1) << 16 | byte(kHead + at + 2) << 8 |
                   byte(kHead + at + 3);
        };
        ++frames[type];
        if (on_frame) on_frame(type, flags, id, in_.substr(kHead, size));
        Http2Answer& about = answers[id];
        if (type == Data) about.body += in_.substr(kHead, size);
        if (type == Headers) inflate(in_.substr(kHead, size), about);
        if (type == Reset) about.reset = code(0);
        if (type == GoAway) goaway = code(4);
        if (type == Settings && flags == None) send(frame(Settings, Ack, 0, ""));
        if ((type == Data || type == Headers) && (flags & EndStream)) about.ended = true;
        in_.erase(0, kHead + size);
        return true;
    }

    // Called with each frame that is read, before it is interpreted.
    std::function<void(int type, int flags, std::uint32_t stream, const std::string& payload)> on_frame;
    std::map<std::uint32_t, Http2Answer> answers;
    std::map<int, int> frames;  // of each type, that were read
    std::int64_t goaway = -1;   // its code

  private:
    bool fill(std::size_t size) {
        while (in_.size() < size) {
            const auto more = wire_.read();
            if (more.empty()) return false;
            in_ += more;
        }
        return true;
    }
    void inflate(std::string block, Http2Answer& about) {
        auto* at = reinterpret_cast<std::uint8_t*>(block.data());
        std::size_t left = block.size();
        about.status = 0;
        about.block = block;
        about.lines.clear();
        for (;;) {
            nghttp2_nv field;
            int flags = 0;
            const auto used = nghttp2_hd_inflate_hd2(inflater_, &field, &flags, at, left, 1);
            if (used < 0) break;
            at += used;
            left -= static_cast<std::size_t>(used);
            if (flags & NGHTTP2_HD_INFLATE_EMIT) {
                const std::string name(reinterpret_cast<char*>(field.name), field.namelen);
                const std::string value(reinterpret_cast<char*>(field.value), field.valuelen);
                if (name == ":status") about.status = std::stoi(value);
                about.fields[name] = value;
                about.lines.emplace_back(name, value);
            }
            if (flags & NGHTTP2_HD_INFLATE_FINAL) break;
        }
        nghttp2_hd_inflate_end_headers(inflater_);
        if (about.status < 200) about.before.push_back(about.status);
    }

    TlsClient wire_;
    nghttp2_hd_inflater* inflater_ = nullptr;
    std::string in_;
    std::uint32_t next_ = 1;
};

}  // namespace warraq::testing
