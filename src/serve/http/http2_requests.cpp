// What becomes of the requests of a connection of HTTP/2: decided, admitted, their bodies stored, answered.
#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "serve/http/http2.h"

namespace warraq::serve {
namespace {

// Pages that a reader has not taken, above which no more are made for it: three times what a front page with
// its pictures is.
constexpr std::size_t kMostAnswers = 3u << 20;
// So many are made in any case: a reader may leave one untaken and want another.
constexpr std::size_t kLeastAnswers = 8;
// And so many at a time: one reader's requests do not stand in line before all others'.
constexpr std::size_t kMostAsked = 8;
// Events that one reader follows: one of each of its tabs.
constexpr std::size_t kMostFollowed = 8;

}  // namespace

void Http2Connection::came(Http2Stream& stream) {
    last_step_ = coarse_now();
    stream.began = std::chrono::steady_clock::now();
    stream.address = channel_.trusted() ? loop_.edge.client_of(channel_.peer(), stream.head.forwarded_for)
                                        : channel_.peer();
    if (!stream.head.has_body && leaves_much_untaken()) return defer(stream);
    decide(stream);
}

void Http2Connection::defer(Http2Stream& stream) {
    stream.deferred = true;
    ++deferred_;
    begin_waiting(stream, loop_.dispatcher.limits().answer_time);
}

bool Http2Connection::leaves_much_untaken() const {
    return memory_.held(MemoryUse::Answers) > kMostAnswers &&
           session_.streams().size() - deferred_ > kLeastAnswers;
}

// Called where nghttp2 is not: what is answered here is sent by the flush() that goes on.
void Http2Connection::take_up_deferred() {
    if (deferred_ == 0) return;
    for (Http2Stream& stream : session_.streams()) {
        if (working_ >= kMostAsked || leaves_much_untaken()) return;
        if (!stream.deferred || stream.page) continue;
        stream.deferred = false;
        --deferred_;
        decide(stream);
    }
}

void Http2Connection::decide(Http2Stream& stream) {
    Dispatcher& dispatcher = loop_.dispatcher;
    const RequestHead& head = stream.head;
    dispatcher.read_target(head, target_);
    if (!head.has_body) {
        if (Page page = dispatcher.ready(head, target_)) return answer(stream, std::move(page));
        if (working_ >= kMostAsked) return defer(stream);
    } else {
        dispatcher.resolve(head, target_);
    }
    auto plan = dispatcher.plan(head, target_);
    if (head.has_body)
        if (const int early = early_refusal(plan, head))
            return answer(stream, dispatcher.plain(early, plan.allow));
    stream.max_body = plan.max_body;
    auto request = request_of(head, target_, stream.address);
    if (!stream.questions.resize(memory_of(request, target_))) return broken(stream, 503);
    stream.question = {std::move(plan), std::exchange(target_, {}), std::move(request)};
    if (!needs_admission(stream.question->plan, head)) return admitted(stream, {});
    // Resetting a request does not take it off the site's hands (CVE-2023-44487).
    if (working_ >= Http2Session::kStreams) return session_.refuse(stream);
    stream.undecided = true;
    give(stream, dispatcher.limits().answer_time);
    dispatcher.admit(*stream.question->plan.route, stream.question->request,
                     asks_for_events(stream.question->plan, head),
                     on_loop<Dispatcher::Admitted>(stream, [this](Http2Stream& asked, auto answered) {
                         if (asked.page) return;
                         if (answered.refusal) return answer(asked, std::move(answered.refusal));
                         asked.account = std::move(answered.account);
                         asked.undecided = false;
                         session_.acknowledge_held(asked);
                         admitted(asked, std::move(answered.events));
                     }));
}

void Http2Connection::admitted(Http2Stream& stream, std::shared_ptr<const EventStream> events) {
    const Limits& limits = loop_.dispatcher.limits();
    const RequestHead& head = stream.head;
    const Dispatcher::Plan& plan = stream.question->plan;
    if (events) {
        if (following_ < kMostFollowed) stream.seat = loop_.seat_for_follower(stream.address);
        return stream.seat ? follow(stream, std::move(events)) : broken(stream, 503);
    }
    if (!head.has_body) return ask(stream);
    if (head.content_length > limits.body_bytes && !begin_upload(stream)) return;
    stream.pace.emplace(limits, head.content_length, coarse_now());
    give_until(stream, stream.pace->deadline());
    if (stream.body_whole) return body_came(stream);
    const bool may_be_large = head.content_length == 0 || head.content_length > limits.body_bytes;
    if (may_be_large && plan.max_body > limits.body_bytes) session_.widen(stream);
    if (head.expects_continue) session_.say_continue(stream);
}

bool Http2Connection::begin_upload(Http2Stream& stream) {
    auto begun = loop_.dispatcher.begin_upload(stream.account.empty() ? stream.address : stream.account,
                                               stream.head.content_length);
    if (begun)
        stream.upload = std::move(*begun);
    else
        broken(stream, begun.error());
    return begun.has_value();
}

void Http2Connection::body_grew(Http2Stream& stream, std::size_t bytes) {
    if (!stream.pace) return;  // undecided, or refused
    last_step_ = coarse_now();
    stream.pace->came(bytes, last_step_);
    if (stream.storing) return;
    give_until(stream, stream.pace->deadline());
    store_body(stream);
}

void Http2Connection::body_came(Http2Stream& stream) {
    if (stream.upload) return store_body(stream);
    const auto kept = loop_.memory.try_keep(stream.body);
    if (!kept) return broken(stream, 503);
    stream.question->request.body = Body(kept);
    stream.bodies.set(0);
    ask(stream);
}

void Http2Connection::store_body(Http2Stream& stream) {
    const Limits& limits = loop_.dispatcher.limits();
    const bool last = stream.body_whole;
    const bool due = stream.body.size() > limits.body_bytes || (last && stream.upload);
    if (stream.storing || !due) return;
    if (working_ >= Http2Session::kStreams) return session_.refuse(stream);
    if (!stream.upload && !begin_upload(stream)) return;
    stream.storing = true;
    give(stream, limits.answer_time);
    auto piece = loop_.memory.keep(std::exchange(stream.body, {}));
    stream.bodies.set(0);
    loop_.dispatcher.store(
        stream.upload, std::move(piece), last,
        on_loop<int>(stream, [this, last, began = coarse_now()](Http2Stream& asked, int status) {
            body_stored(asked, status, last, coarse_now() - began);
        }));
}

void Http2Connection::body_stored(Http2Stream& stream, int status, bool last, std::chrono::nanoseconds took) {
    stream.storing = false;
    if (stream.page) return;
    if (status) return broken(stream, status);
    if (last) {
        stream.question->request.body = Upload::body(std::move(stream.upload));
        return ask(stream);
    }
    stream.pace->waited(took);
    give_until(stream, stream.pace->deadline());
    session_.acknowledge_held(stream);
    store_body(stream);  // what came meanwhile
}

template <class T, class Then>
std::function<void(T)> Http2Connection::on_loop(Http2Stream& stream, Then then) {
    ++working_;
    return [weak = weak_from_this(), executor = channel_.executor(), id = stream.id, then](T value) {
        asio::post(executor, [weak, id, then, value = std::move(value)]() mutable {
            const auto self = weak.lock();  // here, on the loop's thread, where it may be the last
            if (!self) return;
            --self->working_;
            self->last_step_ = coarse_now();
            if (self->goodbye_said_) return;
            try {
                if (Http2Stream* const asked = self->session_.find(id)) then(*asked, std::move(value));
                self->flush();  // in any case: another may have waited for its turn
            } catch (const std::exception&) {
                self->close();
            }
        });
    };
}

void Http2Connection::ask(Http2Stream& stream) {
    if (working_ >= Http2Session::kStreams) return session_.refuse(stream);
    auto question = std::move(*stream.question);
    stream.question.reset();
    question.request.abandoned = stream.abandoned;
    give(stream, loop_.dispatcher.limits().answer_time);
    loop_.dispatcher.answer(std::move(question.plan), std::move(question.target), std::move(question.request),
                            on_loop<Page>(stream, [this](Http2Stream& asked, Page page) {
                                if (asked.page) return;
                                answer(asked, page ? std::move(page) : loop_.dispatcher.plain(500));
                            }));
}

void Http2Connection::answer(Http2Stream& stream, Page page) {
    const Limits& limits = loop_.dispatcher.limits();
    std::string().swap(stream.body);  // of no more use
    stream.question.reset();
    stream.questions.set(0);
    stream.upload.reset();
    stream.bodies.set(0);
    const Answer out(*page, stream.head);
    if (stream.head.method == Method::Get && !stream.head.has_body)
        loop_.dispatcher.viewed(*page, stream.head, stream.address);
    loop_.metrics.count_answer(out.status(), out.head().size() + out.size());
    session_.answer(stream, std::move(page), out, loop_.date_line());
    stream.forget_head(loop_.log.target_bytes());
    begin_waiting(stream, std::min<std::chrono::nanoseconds>(limits.stall_time, limits.write_time));
}

void Http2Connection::broken(Http2Stream& stream, int status) {
    answer(stream, loop_.dispatcher.plain(status));
}

void Http2Connection::piece_due(Http2Stream& stream, std::size_t bytes) {
    loop_.dispatcher.read_piece(
        stream.address, stream.page->content, stream.content_next, bytes,
        on_loop<Result<std::string>>(stream, [this, bytes](Http2Stream& asked, Result<std::string> piece) {
            if (piece && piece->size() == bytes)
                session_.piece_came(asked, std::move(*piece));
            else
                session_.cut(asked);  // the reader sees that it is not whole
        }));
}

void Http2Connection::closed(Http2Stream& stream) {
    if (stream.events) stop_following(stream);
    if (stream.deferred) --deferred_;
    *stream.abandoned = true;
    if (stream.page && loop_.log.on())
        loop_.log.write(to_string(stream.head.method), stream.head.target, stream.status, stream.sent,
                        std::chrono::steady_clock::now() - stream.began, stream.address);
    if (session_.streams().empty() && reading_)
        deadline_ = coarse_now() + loop_.dispatcher.limits().idle_time;
}

void Http2Connection::follow(Http2Stream& stream, std::shared_ptr<const EventStream> events) {
    stream.events = std::move(events);
    ++following_;
    loop_.begin_following();
    loop_.metrics.count_answer(200, 0);
    session_.follow(stream, loop_.dispatcher.event_head(), loop_.date_line());
    stream.forget_head(loop_.log.target_bytes());
    tell(stream);
}

void Http2Connection::stop_following(Http2Stream& stream) {
    stream.events.reset();
    --following_;
    loop_.end_following();
}

// What is new, a sign of life, or the end.
void Http2Connection::tell(Http2Stream& stream) {
    static const auto kSignOfLifeLine = std::make_shared<const std::string>(":\n\n");
    const auto event = stream.events->latest();
    if (event.is_end) {
        stop_following(stream);
        session_.end_events(stream);
        return give(stream, loop_.dispatcher.limits().write_time);
    }
    session_.tell(stream, event.number != stream.told ? event.text : kSignOfLifeLine);
    stream.told = event.number;
    give(stream, kSignOfLife);
}

}  // namespace warraq::serve
