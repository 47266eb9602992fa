// HTTP/2 with one reader, over TLS only: what Http2Session says, over the channel; its requests, to the site.
#pragma once

#include <memory>
#include <string>

#include "serve/http/http2_session.h"
#include "serve/net/connection.h"

namespace warraq::serve {

// Two coroutines share the channel: run() reads, write_on() writes what the reader did not take at once. The
// connection ends when both have ended: whichever is last says goodbye.
class Http2Connection final : public Connection,
                              public std::enable_shared_from_this<Http2Connection>,
                              private Http2Session::Requests {
  public:
    // Runs by itself until the connection ends, then is gone.
    static void start(Loop& loop, Channel channel);
    ~Http2Connection() override;

    void time_is_up() override;
    bool idle() const override { return session_.streams().size() == following_ && !writing_; }
    Activity activity() const override;
    SteadyTime progress() const override;
    bool of_account() const override;
    bool following() const override { return following_ > 0; }
    bool behind() const override;
    void wake() override;
    void drain() override;

  private:
    Http2Connection(Loop& loop, Channel channel);

    std::size_t answers_freed() const override;
    Awaitable<void> run();
    Awaitable<void> read_frames();  // until no more is to be read
    Awaitable<void> write_on(Transport::Direction direction);
    Awaitable<void> say_goodbye();
    void flush();  // sends what the reader takes; the rest goes when it takes more

    void opened(Http2Stream& stream) override;
    void came(Http2Stream& stream) override;
    void body_grew(Http2Stream& stream, std::size_t bytes) override;
    void body_came(Http2Stream& stream) override;
    void broken(Http2Stream& stream, int status) override;
    void piece_due(Http2Stream& stream, std::size_t bytes) override;
    void closed(Http2Stream& stream) override;

    // Runs `then(stream, value)` on the loop's thread, unless the stream is gone by then.
    template <class T, class Then>
    std::function<void(T)> on_loop(Http2Stream& stream, Then then);
    void decide(Http2Stream& stream);  // the head is whole: what is to become of the request
    // The site wants it; `events`, where it is one that follows some.
    void admitted(Http2Stream& stream, std::shared_ptr<const EventStream> events);
    bool begin_upload(Http2Stream& stream);  // false: it is refused
    void store_body(Http2Stream& stream);    // what is too much for memory, or the last of an upload
    void body_stored(Http2Stream& stream, int status, bool last, std::chrono::nanoseconds took);
    void ask(Http2Stream& stream);
    void answer(Http2Stream& stream, Page page);
    void follow(Http2Stream& stream, std::shared_ptr<const EventStream> events);
    void stop_following(Http2Stream& stream);
    void tell(Http2Stream& stream);
    void cut_late(Http2Stream& stream);
    void defer(Http2Stream& stream);
    bool leaves_much_untaken() const;
    void take_up_deferred();
    void give(Http2Stream& stream, std::chrono::nanoseconds time);
    // The same, and more with what the reader takes: time_for_reader().
    void begin_waiting(Http2Stream& stream, std::chrono::nanoseconds time);
    std::chrono::seconds time_for_reader(const Http2Stream& stream) const;
    void give_until(Http2Stream& stream, SteadyTime deadline);

    Http2Session session_;
    Dispatcher::Target target_;  // of the request that is looked at
    std::string unsent_;         // frames that the channel had no room for …
    SteadyTime written_{};       // … and when it took some last
    MemoryHold output_{memory_, MemoryUse::Output};
    bool reading_ = true;        // run() reads
    bool writing_ = false;       // write_on() runs
    bool goodbye_said_ = false;  // nothing is written any more
    std::size_t working_ = 0;    // questions that the site has not answered, of streams that are gone too
    std::size_t deferred_ = 0;   // streams
    std::size_t following_ = 0;
    // When a head or some of a body came, or a worker was done, last.
    SteadyTime last_step_ = coarse_now();
};

}  // namespace warraq::serve
