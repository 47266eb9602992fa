// What a client sends over HTTP/2 after its preface, in two pieces: any bytes, with a site that answers.
#include <cstdint>
#include <cstdlib>

#include "serve/http/http2_session.h"

namespace {

using namespace warraq::serve;

class Answers final : public Http2Session::Requests {
  public:
    Http2Session* session = nullptr;
    std::size_t open = 0;

    void opened(Http2Stream& stream) override {
        if (stream.head_done || stream.page) std::abort();
    }
    void came(Http2Stream& stream) override {
        if (stream.head.target.empty() || stream.head.target.size() > Limits{}.target_bytes) std::abort();
        for (const char c : stream.head.host)
            if (c == '<' || c == '\r' || c == '\n') std::abort();
        if (!stream.head.has_body) return answer(stream);
        stream.max_body = 256;
        stream.question.emplace();
    }
    void body_grew(Http2Stream& stream, std::size_t) override {
        if (stream.body_size > stream.max_body) std::abort();
    }
    void body_came(Http2Stream& stream) override {
        if (stream.body.size() > stream.max_body) std::abort();
        answer(stream);
    }
    void broken(Http2Stream& stream, int status) override {
        if (status < 400 || status > 503) std::abort();
        answer(stream);
    }
    void piece_due(Http2Stream&, std::size_t) override { std::abort(); }  // the page is whole
    void closed(Http2Stream&) override {}

  private:
    void answer(Http2Stream& stream) {
        if (stream.page) std::abort();  // once
        static const Page page =
            encode_response({.body = "page"}, Encoding::Identity, Effort::Page, "X-A: b\r\n");
        session->answer(stream, page, Answer(*page, stream.head), "Date: now\r\n");
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Limits limits;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    Answers site;
    MemoryTotal total(limits.total_memory);
    MemoryBudget memory(total, limits.connection_memory);
    Http2Session session(limits, site, memory);
    site.session = &session;
    std::string out;
    // As a client begins, so that what follows is looked at.
    static constexpr char kBegin[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
    if (!session.receive({kBegin, sizeof kBegin - 1})) std::abort();
    const auto half = bytes.size() / 2;
    for (const auto piece : {bytes.substr(0, half), bytes.substr(half)}) {
        if (!session.receive(piece)) break;
        session.send(out, 1 << 20);
    }
    session.send(out, 1 << 20);
    if (session.streams().size() > Http2Session::kStreams || memory.over()) std::abort();
    return 0;
}
