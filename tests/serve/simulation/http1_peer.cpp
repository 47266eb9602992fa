#include <deque>
#include <optional>

#include "serve/simulation/peers.h"
#include "serve/simulation/site.h"

namespace warraq::serve::simulation {
namespace {

struct Exchange {
    std::string request;
    int status = 200;
    std::string body;
    bool bodiless = false;  // to HEAD: a length and no body
    bool endless = false;   // events: the last exchange of its connection
};

std::string chunked(Choices& choices, std::string_view body) {
    std::string out;
    while (!body.empty()) {
        const auto size = std::min(body.size(), choices.mostly_small(body.size()));
        char head[20];
        std::snprintf(head, sizeof head, "%zx\r\n", size);
        out.append(head).append(body.substr(0, size)).append("\r\n");
        body.remove_prefix(size);
    }
    return out + "0\r\n\r\n";
}

Exchange post(Choices& choices) {
    const bool upload = choices.chance(30);
    const bool mine = choices.chance(70);
    const std::string body(upload ? upload_size(choices) : choices.below(kLargestForm), 'b');
    Exchange out;
    out.request = std::string("POST ") + (upload ? "/upload" : "/form") + " HTTP/1.1\r\nHost: a\r\n";
    if (mine) out.request += "Cookie: session=mine\r\n";
    const bool in_chunks = choices.chance(40);
    const bool refused = upload && !mine && (in_chunks || !body.empty());  // by its head
    if (in_chunks)
        out.request += "Transfer-Encoding: chunked\r\n\r\n" + chunked(choices, body);
    else
        out.request += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    out.status = refused ? 401 : 200;
    out.body = refused ? "401 Unauthorized\n" : "got " + body;
    return out;
}

Exchange part(Choices& choices) {
    const std::size_t first = choices.below(kFileSize + 1'000);
    const std::size_t last = first + choices.below(50'000);
    Exchange out;
    out.request = "GET /file HTTP/1.1\r\nHost: a\r\nRange: bytes=" + std::to_string(first) + "-" +
                  std::to_string(last) + "\r\n\r\n";
    out.status = first < kFileSize ? 206 : 416;
    if (first < kFileSize) out.body = file_bytes(first, std::min(last + 1, kFileSize) - first);
    return out;
}

Exchange exchange(Choices& choices) {
    const auto kind = choices.below(100);
    if (kind < 15) return post(choices);
    if (kind < 25) return part(choices);
    Exchange out;
    const Known& page = choices.one_of(known_pages());
    const bool head = kind < 35;
    out.request =
        std::string(head ? "HEAD " : "GET ") + std::string(page.target) + " HTTP/1.1\r\nHost: a\r\n";
    if (choices.chance(10)) out.request += "Cookie: " + std::string(choices.below(3'000), 'c') + "\r\n";
    out.request += "\r\n";
    if (choices.chance(5)) out.request = "\r\n" + out.request;
    out.status = page.status;
    out.body = page.body;
    out.bodiless = head;
    return out;
}

class PoliteHttp1 final : public Peer {
  public:
    PoliteHttp1(Wire& wire, Choices& choices, const PeerOptions& options)
        : choices_(choices), calm_(options.calm), line_(wire, choices, options.secure, false) {
        if (!options.before.empty()) wire.send(options.before);
        pipelined_ = choices.chance(40);
        for (auto count = choices.between(1, 5); count > 0; --count) exchanges_.push_back(exchange(choices));
        if (choices.chance(15)) {
            exchanges_.push_back({"GET /live HTTP/1.1\r\nHost: a\r\n\r\n", 200});
            exchanges_.back().endless = true;
        }
        finishes_ = choices.chance(20);
    }

    bool has_more_to_do() const override {
        if (over_ || (!pipelined_ && sent_ > answered_)) return false;
        return sent_ < exchanges_.size() || (finishes_ && !finished_);
    }
    void act() override {
        if (sent_ < exchanges_.size()) return line_.send(exchanges_[sent_++].request);
        finished_ = true;
        line_.finish();
    }
    void receive(std::string_view raw) override {
        in_ += line_.receive(raw);
        if (line_.failed()) fault_ = "TLS that a client cannot read";
        while (fault_.empty() && read_answer()) {
        }
    }
    bool answered() const override { return over_ || answered_ >= sent_; }

  private:
    // False: there is no whole one.
    bool read_answer() {
        if (over_ && !endless_) in_.clear();
        if (in_.empty() || endless_) return false;
        const auto end = in_.find("\r\n\r\n");
        if (end == in_.npos) return false;
        const auto head = in_.substr(0, end + 2);
        if (!head.starts_with("HTTP/1.1 ")) return wrong("no answer begins: " + head.substr(0, 40));
        if (!calm_ && head.find(" 503 ") != head.npos && sent_ == 0) {  // there is no room for it
            over_ = true;
            return false;
        }
        if (answered_ >= sent_) return wrong("an answer that nobody asked for: " + head.substr(0, 40));
        const int status = std::stoi(head.substr(9, 3));
        const Exchange& due = exchanges_[answered_];
        const bool refused = status != due.status;
        const bool may_be_refused = due.endless ? status == 408 || status == 503 : !calm_ && passes(status);
        if (refused && !may_be_refused)
            return wrong("status " + std::to_string(status) + " to " + due.request.substr(0, 60));
        if (due.endless && !refused) {
            endless_ = true;
            ++answered_;
            return false;
        }
        const auto size = length_of(head);
        const bool bodiless = due.bodiless || status == 204;
        if (!bodiless && in_.size() < end + 4 + size) return false;
        const auto body = in_.substr(end + 4, bodiless ? 0 : size);
        if (!refused && due.bodiless && size != due.body.size()) return wrong("another length to HEAD");
        if (!refused && !due.bodiless && body != due.body)
            return wrong("another body to " + due.request.substr(0, 60));
        in_.erase(0, end + 4 + body.size());
        ++answered_;
        // Whoever is told that it is over asks nothing more, and is told nothing more.
        if (head.find("Connection: close") != head.npos) over_ = true;
        return true;
    }
    static std::size_t length_of(const std::string& head) {
        const auto at = head.find("Content-Length: ");
        return at == head.npos ? 0 : std::stoul(head.substr(at + 16));
    }
    bool wrong(const std::string& what) {
        fault_ = "HTTP/1: " + what;
        return false;
    }

    Choices& choices_;
    const bool calm_;
    Line line_;
    std::deque<Exchange> exchanges_;
    bool pipelined_ = false, finishes_ = false, finished_ = false, over_ = false, endless_ = false;
    std::size_t sent_ = 0, answered_ = 0;
    std::string in_;
};

class HostileHttp1 final : public Peer {
  public:
    HostileHttp1(Wire& wire, Choices& choices, const PeerOptions& options)
        : choices_(choices), line_(wire, choices, options.secure, false), steps_(choices.between(1, 12)) {
        wire.send(options.before);
        favourite_ = choices.below(kKinds);
        floods_in_chunks_ = choices.chance(50);
    }

    bool has_more_to_do() const override { return steps_ > 0; }
    void act() override {
        --steps_;
        line_.send(next());
        if (choices_.chance(5)) line_.finish();
    }
    void flood() override {
        if (floods_in_chunks_)
            line_.send((std::exchange(flooded_, true) ? "" : kUploadInChunks) +
                       repeated("1;" + std::string(250, 'e') + "\r\nx\r\n", 100));
        else
            line_.send(
                repeated("HEAD / HTTP/1.1\r\nHost: a\r\nX: " + std::string(8'000, 'x') + "\r\n\r\n", 4));
    }
    void receive(std::string_view raw) override { line_.receive(raw); }

  private:
    static constexpr std::size_t kKinds = 13;
    static inline const std::string kUploadInChunks =
        "POST /upload HTTP/1.1\r\nHost: a\r\nCookie: session=mine\r\nTransfer-Encoding: chunked\r\n\r\n";

    std::string repeated(std::string_view what, std::size_t times) {
        std::string out;
        while (times-- > 0) out += what;
        return out;
    }
    std::string next() {
        const auto kind = choices_.chance(60) ? favourite_ : choices_.below(kKinds);
        switch (kind) {
            case 0: return repeated("\r\n", choices_.mostly_small(40'000));
            case 1: return choices_.bytes(choices_.mostly_small(2'000));
            case 2:
                return "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(choices_.mostly_small(40'000), 'x');
            case 3: return repeated("GET /picture HTTP/1.1\r\nHost: a\r\n\r\n", choices_.between(1, 60));
            case 4: return repeated("GET /file HTTP/1.1\r\nHost: a\r\n\r\n", choices_.between(1, 20));
            case 5:
                return "POST /form HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" +
                       repeated("1\r\nx\r\n", choices_.mostly_small(6'000));
            case 6:
                return kUploadInChunks +
                       repeated("3;" + std::string(200, 'e') + "\r\nabc\r\n", choices_.mostly_small(300));
            case 7:
                return "POST /upload HTTP/1.1\r\nHost: a\r\nCookie: session=mine\r\nContent-Length: "
                       "199999\r\n\r\n" +
                       std::string(choices_.mostly_small(190'000), 'u');
            case 12:
                return "POST /upload HTTP/1.1\r\nHost: a\r\nCookie: session=stolen\r\nContent-Length: "
                       "699999\r\n\r\n" +
                       std::string(choices_.mostly_small(300'000), 'w');
            case 8:
                return "GET /live HTTP/1.1\r\nHost: a\r\n\r\n" +
                       repeated("x", choices_.mostly_small(100'000));
            case 9:
                return "HEAD /missing HTTP/1.0\r\n\r\nGET /search?q=" + choices_.bytes(3) +
                       " HTTP/1.1\r\nHost: a\r\n\r\n";
            case 10:
                return "GET /file HTTP/1.1\r\nHost: a\r\nRange: bytes=" + std::to_string(choices_.number()) +
                       "-,1-2\r\n\r\n";
            default:
                return "POST /upload HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: " +
                       std::to_string(choices_.below(300'000)) + "\r\n\r\n";
        }
    }

    Choices& choices_;
    Line line_;
    std::size_t steps_, favourite_ = 0;
    bool floods_in_chunks_ = false, flooded_ = false;
};

}  // namespace

std::unique_ptr<Peer> polite_http1(Wire& wire, Choices& choices, const PeerOptions& options) {
    return std::make_unique<PoliteHttp1>(wire, choices, options);
}
std::unique_ptr<Peer> hostile_http1(Wire& wire, Choices& choices, const PeerOptions& options) {
    return std::make_unique<HostileHttp1>(wire, choices, options);
}

}  // namespace warraq::serve::simulation
