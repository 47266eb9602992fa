// A newsroom made twice: with hidden things, and without. All that strangers may know is the same in both,
// number for number; what is hidden is in one alone, or another in each.
//
//     Newsroom with(Hidden::Something), without(Hidden::Nothing);
//     with.ask("/local/3") == without.ask("/local/3")      // whatever is asked
//
// A withdrawn story leaves its number and the reason behind: those are in both, over different stories.
#pragma once

#include <atomic>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/percent.h"
#include "desk/desk.h"
#include "search/indexer.h"
#include "serve/server.h"
#include "settings/security_headers.h"
#include "site/background/cache_invalidator.h"
#include "site/background/most_read.h"
#include "site/live_site.h"
#include "site/pages/front.h"
#include "support/database.h"
#include "support/eventually.h"
#include "support/http_client.h"
#include "support/places.h"
#include "support/stories.h"
#include "support/temporary_folder.h"

namespace warraq::testing {

enum class Hidden { Nothing, Something };

class Newsroom {
  public:
    explicit Newsroom(Hidden hidden) : hides_(hidden == Hidden::Something) {
        settings_.publication.name = "صحيفة الاختبار";
        settings_.publication.address = "https://news.example.org";
        settings_.publication.logo = "logo.sets.webp";
        settings_.comments = {.seconds_to_write = 0, .burst = 100'000, .minutes_between = 0};
        std::filesystem::create_directories(folder_ / "media");
        store::StoreOptions options;
        options.email_key = crypto::Key{1, 2, 3};
        store_ = must(database_.open(options));
        publish();
        serve();
    }
    ~Newsroom() {
        invalidator_.reset();
        server_.reset();
    }
    Newsroom(const Newsroom&) = delete;
    Newsroom& operator=(const Newsroom&) = delete;

    // Takes down what is to be hidden, makes the rest of it, and waits until the site knows.
    void hide() {
        withdraw();
        if (hides_) make_hidden();
        publish_later();
        settle();
    }

    std::vector<const serve::Route*> routes() const { return routes_; }

    // As a stranger from another machine has it, without what differs from second to second.
    std::string ask(serve::Method method, const std::string& target, const std::string& form = {}) {
        std::string fields = "X-Forwarded-For: 198.51.100.7\r\nConnection: close\r\n";
        if (!form.empty()) fields += "Content-Type: application/x-www-form-urlencoded\r\n";
        HttpClient client(server_->port());
        client.send(fmt::format("{} {} HTTP/1.1\r\nHost: test\r\n{}Content-Length: {}\r\n\r\n{}",
                                serve::to_string(method), target, fields, form.size(), form));
        const auto answer = client.receive(method == serve::Method::Head);
        std::string body = answer.body;
        // The first event, where they follow.
        if (answer.field("Content-Type") == "text/event-stream" && answer.status == 200)
            body = client.next_event();
        return without_moment(answer.head, std::move(body));
    }

    static constexpr std::string_view kWhy = "نُشرت خطأ.";

    struct Known {  // numbers, the same in both
        story::StoryId first, last, page, withdrawn, withdrawn_too, withdrawn_page, later{5'000};
        story::StoryId far{12'000};  // of a draft, where there is one
        story::CommentId comment;
    };
    const Known& known() const { return known_; }

  private:
    template <class T>
    static T must(Result<T> result) {
        EXPECT_TRUE(result) << result.error().message;
        if (!result) throw std::runtime_error(result.error().message);
        return std::move(*result);
    }
    static void must(Result<void> result) { EXPECT_TRUE(result) << result.error().message; }

    template <class Work>
    auto write(Work work) {
        return must(store_->write([&](store::Writer& writer) { return work(writer); }));
    }
    void run(const std::function<Result<void>(store::Writer&)>& work) { must(store_->write(work)); }

    story::Person person(std::string_view name) {
        return write([&](store::Writer& w) { return w.person_for(name); });
    }
    story::StoryId save(const story::Story& story) {
        return write([&](store::Writer& w) { return w.save(story); });
    }
    story::Story get(story::StoryId id) { return *must((*store_->snapshot())->story(id)); }
    void file(const std::string& name) {
        const auto path = folder_ / "media" / name;
        must(write_file(path, "what is in " + name + std::string(200, '.')));
        // Both newsrooms' at one moment: Last-Modified tells it.
        std::filesystem::last_write_time(path, kFilesWritten);
    }
    // In all the sizes that the picture maker makes.
    story::Image picture(const std::string& hash, const std::string& caption) {
        for (const char* size :
             {".sets.webp", ".sets-800.webp", ".sets-400.webp", ".sets.avif", ".sets-400.avif", ".sets.jpg"})
            file(hash + size);
        return {hash + ".sets.webp", caption + " بديلًا", caption, "تصوير", 1600, 900};
    }
    static story::Node figure(const story::Image& image) {
        return {story::NodeKind::Image,
                {{"media", image.media},
                 {"alt", image.alt},
                 {"caption", image.caption},
                 {"credit", image.credit},
                 {"width", std::to_string(image.width)},
                 {"height", std::to_string(image.height)}},
                {},
                {},
                {}};
    }
    static story::Node linked(const std::string& text, const std::string& address) {
        story::Node paragraph = story::paragraph(text);
        paragraph.content = {story::text_node(text, {{story::MarkKind::Link, address}})};
        return paragraph;
    }
    static void put_body(story::Story& story, std::vector<story::Node> more) {
        auto blocks = story.body.blocks();
        blocks.insert(blocks.end(), more.begin(), more.end());
        story.body = must(story::Body::from_nodes(std::move(blocks)));
    }
    story::CommentId comment(story::StoryId story, const std::string& text, story::CommentStatus status,
                             story::CommentId parent = {}) {
        return write([&](store::Writer& w) {
            // Dated, since readers see when.
            return w.bring_comment(
                {text,
                 {{}, story, "قارئ " + text, text, status, from_unix(1'700'100'000), parent, {}},
                 "reader@example.org"});
        });
    }

    // --- what strangers may know, and what is to be taken down

    void publish() {
        const auto section = [&](const char* slug, const char* name, int position,
                                 story::SectionId parent = {}) {
            return write([&](store::Writer& w) {
                return w.save(story::Section{{}, slug, name, position, {}, parent});
            });
        };
        local_ = section("local", "محليات", 1);
        economy_ = section("economy", "اقتصاد", 2);
        section("oil", "نفط", 3, economy_);
        empty_ = section("empty", "قسم فارغ", 4);
        salma_ = person("سلمى النجار");
        karim_ = person("كريم العلوي");
        user_ = write([&](store::Writer& w) {
            return w.save(story::User{{}, "editor", "محررة", story::Role::Editor});
        });
        file("logo.sets.webp");
        file("report.pdf");
        const auto shown = picture("aaaa", "ميناء صلالة");
        for (int i = 0; i < 26; ++i) {
            auto story = make_story(i % 5 == 4 ? economy_ : local_,
                                    fmt::format("ميناء صلالة يستقبل السفينة رقم {}", i), i * 10);
            story.bylines = {i % 3 ? salma_ : karim_};
            story.tags = {{"ميناء صلالة", story::TopicKind::Place}};
            if (i % 2) story.tags.push_back({"الشحن البحري", story::TopicKind::Topic});
            story.key_points = {"استقبل الميناء سفينة كبيرة.", "تحمل السفينة قمحًا.", "تغادر السفينة غدًا."};
            if (i == 3) story.lead_image = shown;
            if (i == 4) {
                put_body(story,
                         {figure(picture("bbbb", "رافعة")), linked("التقرير", "/media/report.pdf#page=2")});
                story.also_in = {local_};
            }
            if (i == 25) story.urgency = story::Urgency::Breaking;
            known_.last = save(story);
            if (i == 0) known_.first = known_.last;
        }
        auto page = make_story(local_, "من نحن", 1);
        page.page_path = "/about";
        known_.page = save(page);
        known_.comment = comment(known_.first, "تعليق أول", story::CommentStatus::Approved);
        comment(known_.first, "رد", story::CommentStatus::Approved, known_.comment);
        publish_withdrawn();
        run([&](store::Writer& w) -> Result<void> {
            for (const auto& [path, target] :
                 {std::pair("/?p=16", fmt::format("story:{}", known_.first.value)),
                  std::pair("/2018/02/05/old", fmt::format("story:{}", known_.first.value)),
                  std::pair("/category/local", fmt::format("section:{}", local_.value)),
                  std::pair("/author/salma-old", fmt::format("person:{}", salma_.id.value)),
                  std::pair("/wp-content/uploads/2018/02/port.jpg", std::string("media:aaaa.sets.webp")),
                  std::pair("/2018/02/05/old-withdrawn", fmt::format("story:{}", known_.withdrawn.value))})
                if (auto kept = w.set_old_address(path, target); !kept) return kept;
            if (auto set = w.set_redirect("/go", fmt::format("/local/{}/x", known_.first.value)); !set)
                return set;
            return w.set_redirect("/go-withdrawn",
                                  fmt::format("/{}/{}/{}", hides_ ? "local" : "economy",
                                              known_.withdrawn.value, hides_ ? "قرنفلاوي" : "غيره"));
        });
        place_front({known_.first, known_.withdrawn});
        run([&](store::Writer& w) {
            std::vector<store::Views> views = {{known_.withdrawn, 900}};
            for (int i = 0; i < 12; ++i) views.push_back({{known_.first.value + i}, 100 - i});
            return w.add_views(now(), views);
        });
    }

    // While they are public they are different stories in the two.
    void publish_withdrawn() {
        const auto made = [&](const std::string& headline, int minute) {
            auto story =
                make_story(hides_ ? local_ : economy_, hides_ ? headline : "خبر سيُسحب", hides_ ? minute : 5);
            if (!hides_) return story;
            story.bylines = {person("غسان المسحوب"), salma_};
            story.tags = {{"وزارة القرنفل", story::TopicKind::Organisation},
                          {"ميناء صلالة", story::TopicKind::Place}};
            story.key_points = {"القرنفلاوي نقطة أولى."};
            story.lead_image = picture("cccc", "صورة القرنفلاوي");
            file("withdrawn.pdf");
            put_body(story, {linked("ملف", "/media/withdrawn.pdf")});
            return story;
        };
        known_.withdrawn = save(made("فضيحة القرنفلاوي في ميناء صلالة", 100'000));
        known_.withdrawn_too = save(made("القرنفلاوي يردّ على فضيحة الميناء", 25));
        auto page = made("صفحة القرنفلاوي", 3);
        page.page_path = "/gone";
        known_.withdrawn_page = save(page);
        if (!hides_) return;
        comment(known_.withdrawn, "تعليق على القرنفلاوي", story::CommentStatus::Approved);
        run([&](store::Writer& w) { return w.set_old_address("/?tag=carnation", "topic:3"); });
    }

    void place_front(std::vector<story::StoryId> stories) {
        std::vector<story::FrontPlace> places;
        for (const auto id : stories) places.push_back({static_cast<int>(places.size()), id, {}});
        run([&](store::Writer& w) { return w.place_front(places); });
    }

    // --- what strangers may not know

    void withdraw() {
        for (const auto id : {known_.withdrawn, known_.withdrawn_too, known_.withdrawn_page}) {
            auto story = get(id);
            story.status = story::Status::Withdrawn;
            story.withdrawal = kWhy;
            story.updated = from_unix(1'700'200'000);
            save(story);
        }
    }

    void make_hidden() {
        using enum story::Status;
        const auto secret = person("بسمة الخفية");
        const auto soon = from_unix(4'000'000'000);
        std::vector<story::StoryId> hidden;
        for (const auto status : {Draft, InReview, Scheduled}) {
            auto story = make_story(status == Draft ? empty_ : local_,
                                    fmt::format("زنبقستان {} مسودة الزنبقي", static_cast<int>(status)), 12);
            story.status = status;
            if (status == Draft) story.published = {};
            if (status == Scheduled) story.published = soon;
            if (status == InReview) story.embargo = soon;
            story.bylines = {secret, salma_};
            story.tags = {{"زنبقستان", story::TopicKind::Place}, {"ميناء صلالة", story::TopicKind::Place}};
            story.lead_image = picture(fmt::format("dddd{}", static_cast<int>(status)), "صورة الزنبقي");
            file("draft.pdf");
            // A picture that readers know, with other words.
            auto known = picture("aaaa", "ما لا يُقال بعد");
            put_body(story,
                     {figure(known), linked("ملف", "/media/draft.pdf"), linked("آخر", "/media/report.pdf")});
            hidden.push_back(save(story));
        }
        auto far = make_story(local_, "زنبقستان البعيدة", 12);
        far.status = Draft;
        hidden.push_back(write([&](store::Writer& w) { return w.add_story(far, known_.far); }));
        auto page = make_story(local_, "صفحة زنبقستان", 2);
        page.status = Draft;
        page.page_path = "/secret-page";
        hidden.push_back(save(page));

        auto pinning = get(known_.last);
        pinning.related_pinned = {hidden[0], known_.withdrawn};
        save(pinning);
        run([&](store::Writer& w) -> Result<void> {
            for (const auto& [path, target] :
                 {std::pair("/?p=99", fmt::format("story:{}", hidden[0].value)),
                  std::pair("/2018/02/05/old-secret", fmt::format("story:{}", hidden[0].value)),
                  std::pair("/author/secret-old", fmt::format("person:{}", secret.id.value)),
                  std::pair("/wp-content/uploads/2018/02/secret.jpg", std::string("media:dddd0.sets.webp"))})
                if (auto kept = w.set_old_address(path, target); !kept) return kept;
            if (auto set = w.set_redirect("/go-secret", fmt::format("/local/{}/زنبقستان", hidden[0].value));
                !set)
                return set;
            if (auto kept =
                    w.keep_working_copy(known_.first, {user_, now(), R"({"headline":"نسخة زنبقية"})"});
                !kept)
                return kept;
            if (auto kept = w.add_picture(picture("eeee", "صورة بلا مادة"), now()); !kept) return kept;
            if (auto noted = w.add_note(known_.first, {0, user_, now(), "ملاحظة زنبقية"}); !noted)
                return noted;
            return w.set_owner(hidden[0], user_);
        });
        for (const auto status :
             {story::CommentStatus::Pending, story::CommentStatus::Spam, story::CommentStatus::Rejected}) {
            const auto held =
                comment(known_.first, fmt::format("محجوب {}", static_cast<int>(status)), status);
            comment(known_.first, fmt::format("رد على محجوب {}", static_cast<int>(status)),
                    story::CommentStatus::Approved, held);
        }
    }

    // What is published after all that is the same in both, too.
    void publish_later() {
        auto story = make_story(local_, "سفينة أخرى تغادر ميناء صلالة", 300);
        story.bylines = {salma_};
        story.tags = {{"ميناء صلالة", story::TopicKind::Place}};
        write([&](store::Writer& w) { return w.add_story(story, known_.later); });
    }

    void serve() {
        auto theme = must(press::Theme::load(share_folder()));
        auto assets =
            must(serve::Assets::load(share_folder() / "static", "/static/",
                                     settings::security_headers(theme.content_security_policy(), settings_)));
        index_ = std::make_unique<search::Index>(folder_ / "search");
        indexer_ = std::make_unique<search::Indexer>(folder_ / "search", *store_);
        most_read_ = std::make_unique<site::MostRead>(*store_);
        const site::SiteParts parts{.store = *store_,
                                    .index = *index_,
                                    .most_read = *most_read_,
                                    .theme = std::make_shared<const press::Theme>(std::move(theme)),
                                    .media = folder_ / "media",
                                    .form_key = key_};
        site_ = must(site::LiveSite::make(parts, *store_, settings_));
        const auto same = [](auto&&...) -> Result<std::string> { return "a page"; };
        desk_ = std::make_unique<desk::Desk>(
            *store_, index_.get(), key_,
            desk::DeskOptions{
                .settings = [this] { return std::make_shared<const settings::Settings>(settings_); },
                .file_settings = settings_,
                .media = folder_ / "media",
                .preview = same,
                .preview_front = same,
                .preview_look = same,
                .server = [this] { return server_.get(); }});
        serve::Router desk_routes;
        desk_->add_routes(desk_routes);
        auto routes = site_->routes(std::move(assets), std::move(desk_routes));
        routes.tag_field = "xkey";  // caches in front are told no more than readers
        const serve::ProxyPolicy edge{.trusted_proxies = {*IpNetwork::from("127.0.0.1")}};
        for (const serve::Route* route : routes.router.routes()) kept_routes_.push_back(*route);
        for (const serve::Route& route : kept_routes_) routes_.push_back(&route);
        server_ = std::make_unique<serve::Server>(std::move(routes), serve::ServerOptions{.edge = edge});
        *parts.server = server_.get();
        invalidator_ = std::make_unique<site::CacheInvalidator>(
            *store_, server_->cache(),
            [this](store::Reader& reader, std::int64_t seq) {
                auto told = site::publish_breaking(*site_->current(), reader.public_view());
                followed_ = seq;
                return told;
            },
            [this](store::Reader& reader) { return site_->reload(reader); });
        must(server_->start());
        settle();
    }

    // Until pages, index and ranks know all that was written last, which was a public story.
    void settle() {
        run([&](store::Writer& w) {
            auto story = w.story(known_.first);
            auto saved = w.save(**story);
            return saved ? Result<void>{} : fail(saved.error());
        });
        const auto last = must((*store_->snapshot())->last_change());
        EXPECT_TRUE(eventually([&] { return followed_ == last; }));
        must(indexer_->catch_up());
        for (bool more = true; more;) {
            const auto related = must(indexer_->relate(std::chrono::seconds(1)));
            site::drop_related(server_->cache())(related.changed);
            more = related.more;
        }
        if (must(most_read_->flush(now()))) site::drop_most_read(server_->cache())();
    }

    static std::string without_moment(const std::string& head, std::string body) {
        // Of forms: the time that they were made, and its signature.
        const std::string token = "name=\"token\" value=\"";
        bool has_token = false;
        for (auto at = body.find(token); at != body.npos; at = body.find(token, at + 1)) {
            const auto begin = at + token.size();
            body.erase(begin, body.find('"', begin) - begin);
            has_token = true;
        }
        std::string out;
        for (std::size_t at = 0; at < head.size();) {
            const auto end = std::min(head.find("\r\n", at), head.size());
            const std::string line = head.substr(at, end - at);
            at = end + 2;
            if (line.starts_with("Date: ") || (has_token && line.starts_with("ETag: "))) continue;
            out += line + "\n";
        }
        return out + "\n" + body;
    }

    static inline const auto kFilesWritten = std::filesystem::file_time_type::clock::now();

    const bool hides_;
    settings::Settings settings_;
    const crypto::Key key_{4, 5, 6};
    TemporaryFolder folder_;
    TestDatabase database_{folder_.path()};
    std::unique_ptr<store::Store> store_;
    story::SectionId local_, economy_, empty_;
    story::Person salma_, karim_;
    story::UserId user_;
    Known known_;
    std::unique_ptr<search::Index> index_;
    std::unique_ptr<search::Indexer> indexer_;
    std::unique_ptr<site::MostRead> most_read_;
    std::unique_ptr<site::LiveSite> site_;
    std::unique_ptr<desk::Desk> desk_;
    std::vector<serve::Route> kept_routes_;
    std::vector<const serve::Route*> routes_;
    std::unique_ptr<serve::Server> server_;
    std::unique_ptr<site::CacheInvalidator> invalidator_;
    std::atomic<std::int64_t> followed_{0};
};

}  // namespace warraq::testing
