#include "serve/simulation/site.h"

#include <stdexcept>

namespace warraq::serve::simulation {
namespace {

class File final : public ContentSource {
  public:
    std::uint64_t size() const override { return kFileSize; }
    Result<std::string> read(std::uint64_t offset, std::size_t bytes) const override {
        return file_bytes(offset, bytes);
    }
    // Every other piece is at hand.
    std::optional<std::string> read_ready(std::uint64_t offset, std::size_t bytes) const override {
        if (offset / kPieceBytes % 2 == 0) return std::nullopt;
        return file_bytes(offset, bytes);
    }
};

Reply text(std::string body) {
    Reply reply;
    reply.type = "image/png";  // not compressed
    reply.body = std::move(body);
    return reply;
}

Reply kept(std::string body, std::string tag) {
    Reply reply = text(std::move(body));
    reply.cache_control = "public, max-age=30";
    reply.tags = {std::move(tag)};
    return reply;
}

}  // namespace

std::string file_bytes(std::size_t first, std::size_t size) {
    static const std::string kWhole = [] {
        std::string out(kFileSize, '\0');
        for (std::size_t i = 0; i < kFileSize; ++i) out[i] = static_cast<char>('a' + (i * 7 + i / 251) % 26);
        return out;
    }();
    return kWhole.substr(first, size);
}

const std::vector<Known>& known_pages() {
    static const std::vector<Known> kPages = {
        {"/", 200, std::string(700, 'f')},
        {"/?q=1", 200, std::string(700, 'f')},
        {"/story", 200, std::string(9'000, 's')},
        {"/picture", 200, std::string(40'000, 'p')},
        {"/search?q=a+b", 200, "found a b"},
        {"/search?q=a%2Bb", 200, "found a+b"},
        {"/password", 200, "right"},
        {"/health", 200, "ok"},
        {"/missing", 404, "404 Not Found\n"},
        {kFilePath, 200, file_bytes(0, kFileSize)},
    };
    return kPages;
}

std::size_t upload_size(Choices& choices) {
    return choices.below(choices.chance(10) ? kLargestUpload : 150'000);
}

Site make_site(Choices& choices, bool calm, std::shared_ptr<EventStream> events) {
    Site site;
    const auto add = [&](Method method, const char* path, Handler handler, RouteOptions options = {}) {
        site.router.add({method, path, std::move(handler), std::move(options)});
    };
    add(Method::Get, "/", [](const Request&) { return kept(std::string(700, 'f'), "front"); },
        {.cached = true});
    add(Method::Get, "/story", [](const Request&) { return kept(std::string(9'000, 's'), "story"); },
        {.cached = true});
    add(Method::Get, "/picture", [](const Request&) { return text(std::string(40'000, 'p')); });
    add(Method::Get, "/search",
        [](const Request& request) { return text("found " + std::string(request.parameter("q"))); },
        {.parameters = {"q"}});
    add(Method::Get, "/password", [](const Request&) { return text("right"); }, {.heavy = true});
    add(Method::Get, "/health", [](const Request&) { return text("ok"); }, {.immediate = true});
    add(Method::Get, "/file",
        [](const Request&) {
            Reply reply = kept({}, "file");
            reply.content = std::make_shared<File>();
            reply.etag = "file-1";
            reply.ranges = true;
            return reply;
        },
        {.cached = true, .compressed = false});
    const auto echo = [](const Request& request) { return text("got " + std::string(request.body)); };
    add(Method::Post, "/form", echo, {.max_body = kLargestForm});
    const auto admits = [&choices, calm](const Request& request) {
        if (!calm && choices.chance(3)) return Admission::refused(503);
        if (!calm && choices.chance(1)) throw std::runtime_error("the database is away");
        return request.cookie == "session=mine" ? Admission{.account = "mine"} : Admission::refused(401);
    };
    add(Method::Post, "/upload", echo, {.max_body = kLargestUpload, .admits = admits});
    add(Method::Get, "/live", [](const Request&) { return text("live"); },
        {.events = [events](const Request&) { return events; }});
    add(Method::Get, "/desk/live", [](const Request&) { return text("live"); },
        {.events = [admits, events](const Request& request) -> std::shared_ptr<EventStream> {
            const auto answer = admits(request);
            if (!answer.refusal) return events;
            // It answers who may follow, or that this is not known now.
            if (answer.refusal->status != 401) throw std::runtime_error("the database is away");
            return nullptr;
        }});
    site.cache_bytes = choices.chance(50) ? 1u << 20 : 64u << 20;
    return site;
}

}  // namespace warraq::serve::simulation
