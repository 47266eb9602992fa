#include <map>
#include <nghttp2/nghttp2.h>

#include "serve/simulation/peers.h"
#include "serve/simulation/site.h"
#include "support/http2_client.h"

namespace warraq::serve::simulation {
namespace {

using testing::Fields;
using testing::Frames;

// A browser's side by nghttp2, which knows when a server breaks the protocol.
class PoliteHttp2 final : public Peer {
  public:
    PoliteHttp2(Wire& wire, Choices& choices, const PeerOptions& options)
        : wire_(wire), choices_(choices), calm_(options.calm), line_(wire, choices, true, true) {
        steps_ = choices.between(3, 25);
        slow_ = choices.chance(40);
        asks_for_files_ = choices.chance(20);
        nghttp2_session_callbacks* callbacks = nullptr;
        nghttp2_session_callbacks_new(&callbacks);
        nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
        nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_close);
        nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
        nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks, on_invalid);
        nghttp2_option* option = nullptr;
        nghttp2_option_new(&option);
        nghttp2_option_set_no_auto_window_update(option, 1);
        nghttp2_session_client_new2(&session_, callbacks, this, option);
        nghttp2_option_del(option);
        nghttp2_session_callbacks_del(callbacks);
        const bool as_browsers = choices.chance(30);  // theirs hold a page with all its pictures
        constexpr std::uint32_t kBrowsersWindow = 6 << 20;
        const nghttp2_settings_entry settings[] = {
            {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE,
             as_browsers ? kBrowsersWindow : static_cast<std::uint32_t>(choices.below(200'000))},
            {NGHTTP2_SETTINGS_ENABLE_PUSH, 0}};
        nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings, 2);
        if (as_browsers) nghttp2_submit_window_update(session_, NGHTTP2_FLAG_NONE, 0, 15 << 20);
        send();
    }
    ~PoliteHttp2() override { nghttp2_session_del(session_); }

    bool has_more_to_do() const override { return steps_ > 0 && !over_; }
    void act() override {
        --steps_;
        const auto kind = choices_.below(100);
        if (kind < 60)
            ask();
        else if (kind < 75)
            acknowledge(choices_.mostly_small(200'000));
        else if (kind < 80)
            nghttp2_submit_ping(session_, NGHTTP2_FLAG_NONE, nullptr);
        else if (kind < 90)
            change_window();
        else
            reset_some();
        send();
    }
    void receive(std::string_view raw) override {
        const auto plain = line_.receive(raw);
        if (line_.failed()) fault_ = "TLS that a client cannot read";
        if (plain.empty() || over_) return;
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(plain.data());
        if (nghttp2_session_mem_recv(session_, bytes, plain.size()) < 0 && fault_.empty())
            fault_ = "HTTP/2 that a client cannot read";
        if (!slow_) acknowledge(plain.size());
        send();
    }
    void take_all() override {
        if (std::exchange(takes_all_, true)) return;
        slow_ = false;
        nghttp2_submit_window_update(session_, NGHTTP2_FLAG_NONE, 0, 10 << 20);
        for (const auto& [id, request] : open_)
            nghttp2_submit_window_update(session_, NGHTTP2_FLAG_NONE, id, 10 << 20);
        send();
    }
    bool answered() const override {
        if (over_ && !calm_) return true;
        for (const auto& [id, request] : open_)
            if (!request.endless) return false;
        return true;
    }
    std::size_t streams_opened() const override { return opened_; }

  private:
    struct Asked {
        int due = 200;
        std::string body_due;
        std::string upload;  // what is still to be sent
        bool head = false, endless = false, was_reset = false;
        int status = 0;
        std::string body;
    };
    static PoliteHttp2& self(void* user) { return *static_cast<PoliteHttp2*>(user); }

    static int on_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                         std::size_t size, const std::uint8_t* value, std::size_t value_size, std::uint8_t,
                         void* user) {
        const auto found = self(user).open_.find(frame->hd.stream_id);
        const std::string_view field(reinterpret_cast<const char*>(name), size);
        if (found != self(user).open_.end() && field == ":status")
            found->second.status = std::stoi(std::string(reinterpret_cast<const char*>(value), value_size));
        return 0;
    }
    static int on_data(nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t* bytes,
                       std::size_t size, void* user) {
        const auto found = self(user).open_.find(id);
        if (found != self(user).open_.end())
            found->second.body.append(reinterpret_cast<const char*>(bytes), size);
        self(user).unacknowledged_[id] += size;
        return 0;
    }
    static int on_close(nghttp2_session*, std::int32_t id, std::uint32_t code, void* user) {
        self(user).closed(id, code);
        return 0;
    }
    static int on_frame(nghttp2_session*, const nghttp2_frame* frame, void* user) {
        if (frame->hd.type != NGHTTP2_GOAWAY) return 0;
        self(user).leaving_ = true;
        if (frame->goaway.error_code != NGHTTP2_NO_ERROR)
            self(user).wrong("a polite client is sent away with " +
                             std::string(nghttp2_http2_strerror(frame->goaway.error_code)));
        return 0;
    }
    static int on_invalid(nghttp2_session*, const nghttp2_frame* frame, int error, void* user) {
        self(user).wrong("a frame of type " + std::to_string(frame->hd.type) + ": " +
                         nghttp2_strerror(error));
        return 0;
    }
    static ssize_t read_upload(nghttp2_session*, std::int32_t, std::uint8_t* room, std::size_t most,
                               std::uint32_t* flags, nghttp2_data_source* source, void*) {
        auto& left = static_cast<Asked*>(source->ptr)->upload;
        const std::size_t size = std::min(most, left.size());
        left.copy(reinterpret_cast<char*>(room), size);
        left.erase(0, size);
        if (left.empty()) *flags |= NGHTTP2_DATA_FLAG_EOF;
        return static_cast<ssize_t>(size);
    }

    void wrong(const std::string& what) {
        if (fault_.empty()) fault_ = "HTTP/2: " + what;
    }

    void ask() {
        for (auto times = asks_for_files_ ? choices_.between(1, 12) : 1; times > 0; --times) ask_once();
    }
    void ask_once() {
        if (leaving_ || open_.size() >= 90) return;
        Asked asked;
        std::string method = "GET", target;
        Fields more;
        constexpr std::uint64_t kFile = 15;
        const auto kind = asks_for_files_ ? kFile : choices_.below(100);
        if (kind < kFile) {
            const bool upload = choices_.chance(50), mine = choices_.chance(70);
            asked.upload =
                std::string(upload ? 1 + upload_size(choices_) : choices_.between(1, kLargestForm), 'b');
            method = "POST";
            target = upload ? "/upload" : "/form";
            if (mine) more.emplace_back("cookie", "session=mine");
            const bool says_length = choices_.chance(50);
            if (says_length) more.emplace_back("content-length", std::to_string(asked.upload.size()));
            const bool refused = upload && !mine;
            asked.due = refused ? 401 : 200;
            asked.body_due = refused ? "401 Unauthorized\n" : "got " + asked.upload;
        } else if (kind < 25) {
            const auto first = choices_.below(kFileSize), size = 1 + choices_.below(kFileSize - first);
            target = kFilePath;
            more.emplace_back("range",
                              "bytes=" + std::to_string(first) + "-" + std::to_string(first + size - 1));
            asked.due = 206;
            asked.body_due = file_bytes(first, size);
        } else if (kind < 30) {
            const bool mine = choices_.chance(70);
            target = choices_.chance(50) ? "/live" : "/desk/live";
            if (mine) more.emplace_back("cookie", "session=mine");
            asked.endless = mine || target == "/live";
            asked.due = asked.endless ? 200 : 401;
            if (!asked.endless) asked.body_due = "401 Unauthorized\n";
        } else {
            const Known& page = choices_.one_of(known_pages());
            target = page.target;
            asked.head = kind < 40;
            if (asked.head) method = "HEAD";
            asked.due = page.status;
            if (!asked.head) asked.body_due = page.body;
            for (auto crumbs = choices_.chance(20) ? choices_.below(40) : 0; crumbs > 0; --crumbs)
                more.emplace_back("cookie", "a" + std::to_string(crumbs) + "=1");
        }
        submit(Frames::get(target, more, method), std::move(asked));
    }

    void submit(const Fields& fields, Asked asked) {
        std::vector<nghttp2_nv> list;
        for (const auto& [name, value] : fields)
            list.push_back({reinterpret_cast<std::uint8_t*>(const_cast<char*>(name.data())),
                            reinterpret_cast<std::uint8_t*>(const_cast<char*>(value.data())), name.size(),
                            value.size(), NGHTTP2_NV_FLAG_NONE});
        const auto next = static_cast<std::int32_t>(nghttp2_session_get_next_stream_id(session_));
        const bool uploads = !asked.upload.empty();
        Asked& kept = open_[next] = std::move(asked);
        nghttp2_data_provider upload{{.ptr = &kept}, read_upload};
        const auto id = nghttp2_submit_request(session_, nullptr, list.data(), list.size(),
                                               uploads ? &upload : nullptr, nullptr);
        if (id == next)
            ++opened_;
        else
            open_.erase(next);
    }

    void closed(std::int32_t id, std::uint32_t code) {
        const auto found = open_.find(id);
        if (found == open_.end()) return;
        const Asked asked = std::move(found->second);
        open_.erase(found);
        if (asked.was_reset) return;
        if (code != NGHTTP2_NO_ERROR) {
            if (calm_ && !leaving_) wrong("a stream was reset: " + std::string(nghttp2_http2_strerror(code)));
            return;
        }
        if (passes(asked.status)) {
            // Followers may not take all connections.
            if (calm_ && !asked.endless) wrong("status " + std::to_string(asked.status));
        } else if (asked.status != asked.due) {
            wrong("status " + std::to_string(asked.status) + " where " + std::to_string(asked.due) +
                  " was due");
        } else if (!asked.endless && asked.body != asked.body_due) {
            wrong("another body of " + std::to_string(asked.body.size()) + " bytes, due were " +
                  std::to_string(asked.body_due.size()));
        }
    }

    void acknowledge(std::size_t bytes) {
        for (auto at = unacknowledged_.begin(); at != unacknowledged_.end() && bytes > 0;) {
            const auto size = std::min(bytes, at->second);
            nghttp2_session_consume(session_, at->first, size);
            bytes -= size;
            at->second -= size;
            at = at->second == 0 ? unacknowledged_.erase(at) : std::next(at);
        }
    }
    void change_window() {
        const auto size = choices_.chance(30) ? 0 : choices_.below(100'000);
        const nghttp2_settings_entry window{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE,
                                            static_cast<std::uint32_t>(size)};
        nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, &window, 1);
    }
    // Some that were asked for one after another, in one packet.
    void reset_some() {
        if (open_.empty()) return;
        auto at = open_.begin();
        if (choices_.chance(60)) std::advance(at, static_cast<std::ptrdiff_t>(choices_.below(open_.size())));
        for (auto times = choices_.between(1, 10); times > 0 && at != open_.end(); --times, ++at) {
            at->second.was_reset = true;
            nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, at->first, NGHTTP2_CANCEL);
        }
    }
    void send() {
        const std::uint8_t* bytes = nullptr;
        for (ssize_t size = 0; (size = nghttp2_session_mem_send(session_, &bytes)) > 0;)
            line_.send({reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)});
        if (over_ || !wire_.server_ended()) return;
        over_ = true;
    }

    Wire& wire_;
    Choices& choices_;
    const bool calm_;
    Line line_;
    nghttp2_session* session_ = nullptr;
    std::map<std::int32_t, Asked> open_;
    std::map<std::int32_t, std::size_t> unacknowledged_;
    std::size_t steps_ = 0, opened_ = 0;
    bool slow_ = false, asks_for_files_ = false, takes_all_ = false, leaving_ = false, over_ = false;
};

// Frames that are right one by one, and what they come to.
class HostileHttp2 final : public Peer, private Frames {
  public:
    HostileHttp2(Wire& wire, Choices& choices, const PeerOptions&)
        : choices_(choices), line_(wire, choices, true, true), steps_(choices.between(1, 14)) {
        favourite_ = choices.below(kKinds);
        std::string window;
        if (choices.chance(50)) window = setting(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 0x7FFFFFFF);
        line_.send(std::string(kPreface) + frame(Settings, None, 0, window));
        if (choices.chance(50)) line_.send(frame(Window, None, 0, number(0x7FFE0000)));
    }

    bool has_more_to_do() const override { return steps_ > 0; }
    void act() override {
        --steps_;
        line_.send(next());
        if (choices_.chance(8)) line_.finish();
    }
    // A body that nobody wants, in records of TLS of which several are read at once.
    void flood() override {
        if (flooded_ == 0) {
            flooded_ = next_;
            line_.send(asks("/missing", 1, EndHeaders, {}, "POST"));
        }
        for (int i = 0; i < 6; ++i) line_.send(frame(Data, None, flooded_, std::string(5'000, 'd')));
    }
    void receive(std::string_view raw) override { line_.receive(raw); }
    std::size_t streams_opened() const override { return opened_; }

  private:
    static constexpr std::size_t kKinds = 16;

    std::uint32_t new_stream() {
        ++opened_;
        next_ += 2;
        return next_ - 2;
    }
    std::uint32_t some_stream() {
        return choices_.chance(80) && next_ > 1
                   ? 1 + 2 * static_cast<std::uint32_t>(choices_.below(next_ / 2))
                   : static_cast<std::uint32_t>(choices_.below(40));
    }
    std::string asks(std::string_view target, std::size_t times, int flags = EndStream | EndHeaders,
                     const Fields& more = {}, const std::string& method = "GET") {
        std::string out;
        while (times-- > 0) out += headers(new_stream(), get(std::string(target), more, method), flags);
        return out;
    }
    std::string repeated(const std::string& what, std::size_t times) {
        std::string out;
        while (times-- > 0) out += what;
        return out;
    }
    // One cookie into the compression's table, then the same by one byte each time.
    std::string crumbs() {
        std::string block_of_head = block(get("/"));
        block_of_head += std::string("\x40\x06") + "cookie" + static_cast<char>(choices_.between(1, 40));
        block_of_head += std::string(static_cast<unsigned char>(block_of_head.back()), 'c');
        block_of_head += std::string(choices_.mostly_small(3'000), '\xBE');
        return frame(Headers, EndStream | EndHeaders, new_stream(), block_of_head);
    }
    std::string continued() {
        std::string out = frame(Headers, EndStream, new_stream(), block(get("/")));
        const auto id = next_ - 2;
        const Fields more{
            {"x-" + std::to_string(choices_.below(100)), std::string(choices_.below(2'000), 'x')}};
        for (auto times = choices_.mostly_small(40); times > 0; --times)
            out += frame(Continuation, None, id, block(more));
        return choices_.chance(50) ? out + frame(Continuation, EndHeaders, id, "") : out;
    }
    std::string next() {
        const auto kind = choices_.chance(60) ? favourite_ : choices_.below(kKinds);
        const auto many = choices_.mostly_small(400);
        switch (kind) {
            case 0: return asks("/picture", choices_.between(1, 100));
            case 1: return asks("/file", choices_.between(1, 60));
            case 2: return crumbs();
            case 3: return continued();
            case 4:
                return repeated(frame(Settings, None, 0,
                                      setting(4, static_cast<std::uint32_t>(choices_.below(1u << 31)))),
                                many);
            case 5: return repeated(frame(Ping, None, 0, "12345678"), many);
            case 6: return repeated(frame(Data, None, some_stream(), ""), many);
            case 7:
                return repeated(asks("/story", 1) + frame(Reset, None, next_ > 1 ? next_ - 2 : 1, number(8)),
                                1 + many / 8);
            case 8:
                return repeated(frame(Window, None, choices_.chance(50) ? 0 : some_stream(), number(1)),
                                many);
            case 9:
                return asks("/upload", choices_.between(1, 10), EndHeaders, {{"cookie", "session=mine"}},
                            "POST") +
                       frame(Data, None, some_stream(), std::string(choices_.below(16'000), 'd'));
            case 10:
                return frame(Data, choices_.chance(30) ? EndStream : None, some_stream(),
                             std::string(choices_.below(16'384), 'd'));
            case 11:
                ++opened_;  // it may be HEADERS
                return frame(static_cast<int>(choices_.below(12)), static_cast<int>(choices_.below(256)),
                             some_stream(), choices_.bytes(choices_.mostly_small(300)));
            case 13:  // a large one, piece by piece, and no end of it
                return (choices_.chance(30)
                            ? asks("/upload", 1, EndHeaders, {{"cookie", "session=mine"}}, "POST")
                            : std::string()) +
                       repeated(frame(Data, None, next_ > 1 ? next_ - 2 : 1, std::string(16'000, 'd')),
                                choices_.between(1, 4));
            case 14:  // data that is padding alone
                return repeated(frame(Data, Padded, some_stream(), '\xFF' + std::string(255, '\0')), many);
            case 12: return asks("/live", choices_.between(1, 20));
            default:
                ++opened_;  // some of it may be read as HEADERS
                return choices_.bytes(choices_.mostly_small(500));
        }
    }

    Choices& choices_;
    Line line_;
    std::size_t steps_, favourite_ = 0, opened_ = 0;
    std::uint32_t next_ = 1, flooded_ = 0;
};

}  // namespace

std::unique_ptr<Peer> polite_http2(Wire& wire, Choices& choices, const PeerOptions& options) {
    return std::make_unique<PoliteHttp2>(wire, choices, options);
}
std::unique_ptr<Peer> hostile_http2(Wire& wire, Choices& choices, const PeerOptions& options) {
    return std::make_unique<HostileHttp2>(wire, choices, options);
}

}  // namespace warraq::serve::simulation
