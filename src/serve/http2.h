// HTTP/2 with one reader, over TLS only: what Http2Session says, over the socket; its requests, to the site.
#pragma once

#include <memory>
#include <string>

#include "serve/connection.h"
#include "serve/http2_session.h"

namespace warraq::serve {

class Http2Connection final : public Connection,
                              public std::enable_shared_from_this<Http2Connection>,
                              private Http2Session::Requests {
  public:
    // Runs by itself until the connection ends, then is gone.
    static void start(Loop& loop, Wire wire);
    ~Http2Connection() override;

    void time_is_up() override;
    bool idle() const override { return session_.streams().size() == following_; }
    bool behind() const override;
    void wake() override;
    void drain() override;

  private:
    Http2Connection(Loop& loop, Wire wire);

    Awaitable<void> run();
    Awaitable<void> read_frames();
    Awaitable<void> write_on(TlsSession::Need need);
    Awaitable<void> linger();
    void flush();  // sends what the socket takes; the rest goes when it takes more
    TlsSession::Need send_unsent();

    void came(Http2Stream& stream) override;
    void body_came(Http2Stream& stream) override;
    void broken(Http2Stream& stream, int status) override;
    void closed(Http2Stream& stream) override;

    void ask(Http2Stream& stream, Http2Stream::Question question);
    void answer(Http2Stream& stream, Page page);
    void follow(Http2Stream& stream, std::shared_ptr<const EventStream> events);
    void tell(Http2Stream& stream);
    void give(Http2Stream& stream, std::chrono::nanoseconds time);

    Http2Session session_;
    Dispatcher::Target target_;  // of the request that is looked at
    std::string unsent_;         // frames that the socket had no room for
    bool writing_ = false;       // write_on runs
    bool leaving_ = false;       // the last word is said
    std::size_t working_ = 0;    // questions that the site has not answered, of streams that are gone too
    std::size_t following_ = 0;
};

}  // namespace warraq::serve
