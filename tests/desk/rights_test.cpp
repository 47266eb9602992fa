// What someone may not read is named in no answer of the desk, and not changed by any call: a newsroom with
// accounts of all roles and objects in all states, each with a mark of its own, is asked by every route as
// everyone. Who may read and call what is said here once more, by itself.
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <vips/vips8>

#include "base/file.h"
#include "search/index.h"
#include "search/indexer.h"
#include "support/eventually.h"
#include "support/failing_store.h"
#include "support/writing.h"

namespace warraq::desk {
namespace {

using nlohmann::json;
using testing::Browser;
using enum story::Role;
using namespace std::chrono_literals;
using story::Status;
using ShownAs = store::PicturesWriter::ShownAs;

struct Account {
    std::string login;
    story::Role role;
    story::UserId id;
    Browser browser;
};

// What may be named to whom.
struct Right {
    enum class Of { Card, Inside, File, Comment, Audit, Site } of;
    story::StoryId story;
    story::UserId owner, uploader;  // of the story; of the file
};

class RightsTest : public testing::WritingTest {
  protected:
    static constexpr std::int64_t kFirstStory = 7'000'001;  // numbers that nothing else has
    static constexpr std::int64_t kNone = 7'999'999;

    static void SetUpTestSuite() { ASSERT_EQ(VIPS_INIT("test"), 0); }
    void SetUp() override {
        WritingTest::SetUp();
        for (const story::Role role : {Reporter, Editor, ManagingEditor, Moderator, Administrator})
            for (const char* which : {"-one", "-two"})
                add_account(std::string(story::to_string(role)) + which, role);
        for (const Account& owner : accounts_)
            if (owner.role == Reporter || owner.login == "editor-one") make_stories_of(owner.id);
        make_stories_of({});
        for (const Account& owner : accounts_) {
            const auto media = mark({Right::Of::File, {}, {}, owner.id}) + ".sets.webp";
            put_file(media);
            change([&](store::Writer& w) {
                if (auto added = w.add_picture({media, "", "", "", 900, 600}); !added) return added;
                return w.show_file_to(owner.id, media, ShownAs::Uploader);
            });
        }
        change([&](store::Writer& w) { return w.set_redirect("/old", "/" + mark({Right::Of::Site})); });
        change([&](store::Writer& w) {
            return w.record({}, "story_published", "story", mark({Right::Of::Audit}));
        });
        for (const Account& one : accounts_) add_session_of(one.id);
        add_holder_of_a_passkey();
        look();
    }

    // --- the newsroom
    // Signed in, without the time that a password takes.
    void add_account(const std::string& login, story::Role role) {
        static const std::string hash = crypto::password_hash(kPassword);
        const auto token = crypto::new_token();
        change([&](store::Writer& w) -> Result<void> {
            const auto id = w.save(story::User{{}, login, login, role});
            if (!id) return fail(id.error());
            if (auto set = w.set_password(*id, hash); !set) return set;
            const auto added =
                w.add_session(crypto::content_hash(token, 32), {0, *id, now(), now(), "browser", false});
            if (!added) return fail(added.error());
            const auto csrf = crypto::keyed_hash(token, crypto::derived_key(key_, "desk: csrf"), 32);
            accounts_.push_back({login, role, *id, {token, csrf}});
            return {};
        });
    }
    // One that asks for nothing: a session that is there to be ended.
    void add_session_of(story::UserId owner) {
        change([&](store::Writer& w) -> Result<void> {
            const auto hash = crypto::content_hash(crypto::new_token(), 32);
            const auto added = w.add_session(hash, {0, owner, now(), now(), "spare", false});
            if (!added) return fail(added.error());
            sessions_[*added] = owner;
            return {};
        });
    }
    // Someone who asks for nothing: who has a passkey proves by it.
    void add_holder_of_a_passkey() {
        change([&](store::Writer& w) -> Result<void> {
            const auto id = w.save(story::User{{}, "holder", "holder", Editor});
            if (!id) return fail(id.error());
            const auto added = w.add_passkey({0, *id, "credential", "key", -7, 0, "هاتف", now(), now()});
            if (!added) return fail(added.error());
            passkey_ = *added;
            return {};
        });
    }
    // Of letters without q and z between its ends, so that none is part of another.
    std::string mark(const Right& right) {
        std::string text = "zq";
        for (std::size_t n = rights_.size() + 1; n > 0; n /= 16) text += static_cast<char>('a' + n % 16);
        text += "qz";
        rights_[text] = right;
        return text;
    }
    template <class Work>
    void change(Work work) {
        const auto done = store_->write(work);
        ASSERT_TRUE(done) << done.error().message;
    }
    void put_file(const std::string& media) {
        files_.push_back(media);
        for (const char* size : {"", "-400"}) {
            std::string name = media;
            name.insert(name.find(".webp"), size);
            ASSERT_TRUE(write_file(folder_ / "media" / name, "bytes"));
        }
    }
    void make_stories_of(story::UserId owner) {
        for (const Status status : {Status::Draft, Status::InReview, Status::Scheduled, Status::Published,
                                    Status::Corrected, Status::Withdrawn}) {
            make_story(owner, status);
            if (status == Status::Draft) make_story(owner, status, now() + 24h);
        }
        make_story(owner, Status::Draft, {}, /*was_public=*/true);
    }
    void make_story(story::UserId owner, Status status, Instant embargo = {}, bool was_public = false) {
        const story::StoryId id{kFirstStory + static_cast<std::int64_t>(stories_.size())};
        const auto marked = [&](Right::Of of) { return mark({of, id, owner, owner}); };
        const auto card = [&] { return marked(Right::Of::Card); };
        auto story = testing::make_story(section_, card() + " عنوان");
        story.kicker = card();
        story.standfirst = card();
        story.embargo = embargo;
        const std::string media = marked(Right::Of::File) + ".sets.webp";
        put_file(media);
        story.lead_image = story::Image{media, card(), card(), card(), 900, 600};
        was_public |= story::is_public(status) || status == Status::Withdrawn;
        if (!was_public) story.published = status == Status::Scheduled ? now() + 24h : Instant{};
        story.status = was_public ? Status::Published : status;
        change([&](store::Writer& w) { return w.add_story(story, id); });
        if (owner) change([&](store::Writer& w) { return w.set_owner(id, owner); });
        if (was_public)
            for (const auto state : {story::CommentStatus::Pending, story::CommentStatus::Approved})
                change([&](store::Writer& w) -> Result<void> {
                    const auto added = w.add_comment(
                        {id,
                         {marked(Right::Of::Comment), "r@example.org", marked(Right::Of::Comment)},
                         {},
                         state,
                         marked(Right::Of::Comment)});
                    if (!added) return fail(added.error());
                    comments_.push_back(added->value);
                    return {};
                });
        story.id = id;
        story.version = 1;
        story.status = status;
        if (status == Status::Withdrawn) story.withdrawal = card();
        if (was_public) change([&](store::Writer& w) { return w.save(story); });
        const auto by = owner ? owner : std::ranges::find(accounts_, Editor, &Account::role)->id;
        const auto inside = [&] { return marked(Right::Of::Inside); };
        for (int i = 0; i < 2; ++i)
            change([&](store::Writer& w) {
                return w.add_revision({0, id, by, now(), Status::Draft, content(inside()).dump()},
                                      Instant::max());
            });
        change([&](store::Writer& w) { return w.add_note(id, {0, by, now(), inside()}); });
        if (was_public && status != Status::Draft)
            change([&](store::Writer& w) {
                return w.keep_working_copy(id, {by, now(), content(inside()).dump()});
            });
        stories_.push_back(id);
        owners_[id] = owner;
    }

    // --- the oracle
    // After anything was changed: what is public, and whose the stories are that came since.
    void look() {
        const auto reader = read();
        const auto cards = *reader->desk_cards({.limit = 1'000});
        for (const store::DeskCard& one : cards) {
            owners_.try_emplace(one.card.id, one.owner);
            public_[one.card.id] = story::is_public(one.card.status);
        }
    }
    static bool reads_all(const Account& who) {
        return who.role == Editor || who.role == ManagingEditor || who.role == Administrator;
    }
    static bool reads(const Account& who, story::UserId owner) {
        return reads_all(who) || (who.role == Reporter && owner == who.id);
    }
    bool reads(const Account& who, story::StoryId id) { return reads(who, owners_[id]); }
    bool knows(const Account& who, story::StoryId id) { return public_[id] || reads(who, id); }
    bool may_be_named(const Account& who, const Right& right) {
        switch (right.of) {
            case Right::Of::Card: return knows(who, right.story);
            case Right::Of::Inside: return reads(who, right.owner);
            case Right::Of::File:
                return reads_all(who) || right.uploader == who.id || (right.story && public_[right.story]);
            case Right::Of::Comment: return who.role != Reporter;
            case Right::Of::Audit: return who.role == ManagingEditor || who.role == Administrator;
            case Right::Of::Site: return who.role == Administrator;
        }
        return false;
    }

    // --- questions
    struct Asked {
        std::string method, path, body = {};
        std::string type = "application/json";
    };
    struct Answer {
        int status = 0;
        std::string code, text;  // all of it but its time
    };
    Answer answer_to(const Browser& who, const Asked& asked) {
        std::string fields = fmt::format("Content-Type: {}\r\n", asked.type);
        if (!who.cookie.empty())
            fields += fmt::format("Cookie: {}={}\r\nX-CSRF-Token: {}\r\n", cookie_name(), who.cookie,
                                  who.csrf_token);
        const auto bytes = fmt::format("{} {} HTTP/1.1\r\nHost: desk\r\nContent-Length: {}\r\n{}\r\n{}",
                                       asked.method, asked.path, asked.body.size(), fields, asked.body);
        testing::Answer answer;
        // One connection for all that someone asks; the server may have ended it meanwhile.
        for (int attempt = 0; attempt < 2 && answer.status == 0; ++attempt) {
            auto& line = lines_[who.cookie];
            if (!line) line = std::make_unique<testing::HttpClient>(server_->port());
            line->send(bytes);
            answer = line->receive();
            if (answer.status == 0 || answer.field("Connection") == "close") line.reset();
        }
        Answer out{answer.status, {}, answer.head};
        if (const auto date = out.text.find("\r\nDate: "); date != out.text.npos)
            out.text.erase(date, out.text.find("\r\n", date + 2) - date);
        out.text += answer.body;
        if (answer.status >= 400) {
            const auto body = json::parse(answer.body, nullptr, false);
            if (body.contains("error")) out.code = body["error"].value("code", "");
        }
        return out;
    }
    std::string ask(const Account& who, const Asked& asked) { return answer_to(who.browser, asked).text; }
    void expect_nothing_hidden(const Account& who, const Asked& asked, const std::string& answer) {
        const auto where = fmt::format("{} {} as {}", asked.method, asked.path, who.login);
        for (auto at = answer.find("zq"); at != answer.npos; at = answer.find("zq", at + 1)) {
            const auto end = answer.find("qz", at + 2);
            const auto known = rights_.find(answer.substr(at, end == answer.npos ? end : end + 2 - at));
            if (known == rights_.end()) continue;
            seen_[who.login].insert(known->first);
            EXPECT_TRUE(may_be_named(who, known->second)) << where << " names " << known->first << "\n"
                                                          << answer;
        }
        for (auto at = answer.find("700"); at != answer.npos; at = answer.find("700", at + 1)) {
            const bool begins = at == 0 || !std::isdigit(static_cast<unsigned char>(answer[at - 1]));
            const auto end = answer.find_first_not_of("0123456789", at);
            if (!begins || end == answer.npos || end - at != 7) continue;
            const story::StoryId id{std::stoll(answer.substr(at, 7))};
            EXPECT_TRUE(!owners_.contains(id) || knows(who, id)) << where << " names " << id.value << "\n"
                                                                 << answer;
        }
    }

    // Values for what stands in braces.
    std::vector<std::string> paths_of(const Route& route) {
        std::vector<std::string> out{std::string(route.pattern)};
        while (out.front().find('{') != std::string::npos) {
            std::vector<std::string> filled;
            for (const std::string& path : out) {
                const auto open = path.find('{'), close = path.find('}');
                for (const std::string& value : values_of(path, path.substr(open + 1, close - open - 1)))
                    filled.push_back(path.substr(0, open) + value + path.substr(close + 1));
            }
            out = std::move(filled);
        }
        return out;
    }
    std::vector<std::string> values_of(const std::string& path, const std::string& capture) {
        std::vector<std::string> out;
        if (capture == "id" && path.starts_with("/desk/api/stories/")) {
            for (const auto id : stories_) out.push_back(std::to_string(id.value));
        } else if (capture == "revision") {
            const auto reader = read();
            const story::StoryId id{std::stoll(path.substr(path.find("stories/") + 8))};
            for (const auto story : {id, stories_.front()}) {
                const auto revisions = *reader->revisions(story, 100);
                for (const auto& one : revisions) out.push_back(std::to_string(one.id));
            }
        } else if (capture == "name") {
            for (std::string name : files_) {
                out.push_back(name);
                out.push_back(name.insert(name.find(".webp"), "-400"));
            }
        } else if (capture == "id") {
            for (int id = 1; id < 12; ++id) out.push_back(std::to_string(id));
        } else {
            ADD_FAILURE() << path << ": nothing is known of {" << capture << "}";
            out.push_back("0");
        }
        return out;
    }
    std::vector<std::string> values_of(const Route& route, const std::string& parameter) {
        static const std::map<std::string, std::vector<std::string>> kKnown = {
            {"status",
             {"draft", "in_review", "scheduled", "published", "corrected", "withdrawn", "pending",
              "approved"}},
            {"section", {"local"}},
            {"mine", {"1"}},
            {"pages", {"1"}},
            {"until", {"2099-01-01"}},
            {"q", {"zq", "zqb"}},
            {"before", {"1000000"}},
            {"from", {"0", "/"}}};
        std::vector<std::string> out;
        if (parameter == "after" && route.pattern == "/desk/api/stories") {
            for (const auto id : stories_) out.push_back(std::to_string(id.value));
        } else if (parameter == "after") {
            out = files_;
        } else if (parameter == "owner") {
            for (const Account& one : accounts_) out.push_back(std::to_string(one.id.value));
        } else if (const auto known = kKnown.find(parameter); known != kKnown.end()) {
            out = known->second;
        } else {
            ADD_FAILURE() << route.pattern << ": nothing is known of ?" << parameter;
        }
        return out;
    }
    // Each parameter with each value, and each two with some.
    std::vector<std::string> queries_of(const Route& route) {
        std::vector<std::string> out, some_before;
        for (const std::string& parameter : route.parameters) {
            const auto values = values_of(route, parameter);
            std::vector<std::string> some;
            for (std::size_t at = 0; at < values.size(); ++at) {
                out.push_back(fmt::format("{}={}", parameter, values[at]));
                if (at % (values.size() / 3 + 1) == 0) some.push_back(out.back());
            }
            for (const std::string& one : some_before)
                for (const std::string& other : some) out.push_back(one + "&" + other);
            some_before.insert(some_before.end(), some.begin(), some.end());
        }
        return out;
    }
    std::vector<Asked> reading() {
        std::vector<Asked> out;
        for (const Route& route : routes()) {
            if (route.method != serve::Method::Get) continue;
            for (const std::string& path : paths_of(route)) {
                out.push_back({"GET", path});
                for (const std::string& query : queries_of(route)) out.push_back({"GET", path + "?" + query});
            }
        }
        return out;
    }
    // The number of a story in a path or a query; none where it has none.
    std::optional<story::StoryId> story_in(const std::string& path) {
        for (const std::string before : {"/desk/api/stories/", "after=700"}) {
            const auto at = path.find(before);
            if (at != path.npos && path.starts_with("/desk/api/stories"))
                return story::StoryId{std::stoll(path.substr(path.find_first_of("0123456789", at)))};
        }
        return std::nullopt;
    }
    std::string with_no_story(std::string text, story::StoryId id) {
        const auto number = std::to_string(id.value);
        for (auto at = text.find(number); at != text.npos; at = text.find(number))
            text.replace(at, number.size(), std::to_string(kNone));
        return text;
    }

    // --- changes
    // What the number is of that a call has in its path or its body.
    enum class Of { Nothing, Story, Comment, Session, Passkey, Colleague };
    using Roles = std::vector<story::Role>;
    // The body of a call about that number, as things are: JSON, or the bytes of what is none.
    using Body = std::function<json(RightsTest&, const Account&, std::int64_t)>;
    struct Change {
        Roles whose;
        Of of;
        std::vector<Body> bodies;
        const char* why_not = "";  // it is not asked by those whose it is
    };
    static std::string name_of(const Route& route) {
        return fmt::format("{} {}", serve::to_string(route.method), route.pattern);
    }

    // All that changes something, by its name.
    static const std::map<std::string, Change>& changes() {
        static const Roles kAll{Reporter, Editor, ManagingEditor, Moderator, Administrator},
            kWriters{Reporter, Editor, ManagingEditor, Administrator},
            kEditors{Editor, ManagingEditor, Administrator},
            kModerators{Editor, ManagingEditor, Moderator, Administrator}, kAdministrators{Administrator};
        const auto plain = [](json body) -> Body {
            return [body](RightsTest&, const Account&, std::int64_t) { return body; };
        };
        // As who has the story before them would send it.
        const auto versioned = [](json body) -> Body {
            return [body](RightsTest& test, const Account&, std::int64_t number) {
                json out = body;
                out["version"] = test.version_of(number);
                return out;
            };
        };
        const auto one_of_many = [](json body) -> Body {
            return [body](RightsTest& test, const Account&, std::int64_t number) {
                json one = body;
                one["id"] = number;
                one["version"] = test.version_of(number);
                return json{{"changes", {one}}};
            };
        };
        const auto moved = [&](const char* to) {
            json body{{"to", to}, {"text", "كلمة"}};
            if (to == std::string_view("scheduled")) body["at"] = to_iso8601(now() + 1h);
            return versioned(body);
        };
        const json hue{{"values", {{"publication.hue", story::hues()[1]}}}};
        constexpr const char* kOwn = "of the asker's own account alone: AccountMachine";
        constexpr const char* kSecret = "whoever has the secret may; AccountMachine, DoorsTest";
        static const std::map<std::string, Change> kChanges = {
            {"POST /desk/api/session", {{}, Of::Nothing, {}, kSecret}},
            {"POST /desk/api/session/passkey", {{}, Of::Nothing, {}, kSecret}},
            {"PUT /desk/api/session/passkey", {{}, Of::Nothing, {}, kSecret}},
            {"POST /desk/api/link", {{}, Of::Nothing, {}, kSecret}},
            {"PUT /desk/api/link", {{}, Of::Nothing, {}, kSecret}},
            {"POST /desk/api/reset",
             {{}, Of::Nothing, {}, "answers everyone alike: DoorsTest.AResetTellsNoOneWhoHasALogin"}},
            {"DELETE /desk/api/session", {kAll, Of::Nothing, {}, kOwn}},
            {"POST /desk/api/proof", {kAll, Of::Nothing, {}, kOwn}},
            {"POST /desk/api/proof/passkey", {kAll, Of::Nothing, {}, kOwn}},
            {"PUT /desk/api/proof/passkey", {kAll, Of::Nothing, {}, kOwn}},
            {"PUT /desk/api/password", {kAll, Of::Nothing, {}, kOwn}},
            {"POST /desk/api/second-factor", {kAll, Of::Nothing, {}, kOwn}},
            {"PUT /desk/api/second-factor", {kAll, Of::Nothing, {}, kOwn}},
            {"DELETE /desk/api/second-factor", {kAll, Of::Nothing, {}, kOwn}},
            {"POST /desk/api/passkeys", {kAll, Of::Nothing, {}, kOwn}},
            {"PUT /desk/api/passkeys", {kAll, Of::Nothing, {}, kOwn}},
            {"DELETE /desk/api/passkeys/{id}", {kAll, Of::Passkey, {plain(json::object())}}},
            {"DELETE /desk/api/sessions/{id}", {kAll, Of::Session, {plain(json::object())}}},

            {"POST /desk/api/users",
             {kAdministrators, Of::Nothing, {[](RightsTest&, const Account& who, std::int64_t) {
                  return json{{"login", "new-of-" + who.login}, {"name", "جديد"}, {"role", "reporter"}};
              }}}},
            {"PATCH /desk/api/users/{id}", {kAdministrators, Of::Colleague, {plain({{"name", "سلمى"}})}}},
            {"POST /desk/api/users/{id}/link", {kAdministrators, Of::Colleague, {plain(json::object())}}},

            {"POST /desk/api/stories", {kWriters, Of::Nothing, {plain(json::object())}}},
            {"PATCH /desk/api/stories",
             {kWriters,
              Of::Story,
              {one_of_many({{"to", "in_review"}}), one_of_many({{"section", "local"}})}}},
            {"PUT /desk/api/stories/{id}",
             {kWriters, Of::Story, {[](RightsTest& test, const Account&, std::int64_t number) {
                  return json{{"version", test.version_of(number)}, {"content", test.content_naming_all()}};
              }}}},
            {"POST /desk/api/stories/{id}/changes", {kEditors, Of::Story, {versioned(json::object())}}},
            {"DELETE /desk/api/stories/{id}/changes", {kEditors, Of::Story, {versioned(json::object())}}},
            {"POST /desk/api/stories/{id}/move",
             {kWriters,
              Of::Story,
              {moved("in_review"), moved("draft"), moved("scheduled"), moved("published"), moved("corrected"),
               moved("withdrawn")}}},
            {"POST /desk/api/stories/{id}/notes", {kWriters, Of::Story, {plain({{"text", "كلمة"}})}}},
            {"POST /desk/api/stories/{id}/preview", {kWriters, Of::Story, {plain(json::object())}}},
            {"PUT /desk/api/stories/{id}/seat",
             {kWriters, Of::Story, {plain(json::object()), plain({{"take", true}})}}},
            {"DELETE /desk/api/stories/{id}/seat", {kWriters, Of::Story, {plain(json::object())}}},
            {"POST /desk/api/proposals",
             {kWriters, Of::Story, {[](RightsTest&, const Account&, std::int64_t number) {
                  return json{{"id", number}, {"headline", "zq"}, {"paragraphs", {"zq"}}};
              }}}},

            {"POST /desk/api/pictures",
             {kWriters, Of::Nothing, {[](RightsTest&, const Account&, std::int64_t) {
                  return json(small_picture());
              }}}},
            {"PUT /desk/api/front",
             {kEditors, Of::Nothing, {[](RightsTest& test, const Account& who, std::int64_t) {
                  return json{
                      {"stamp", test.call(who.browser, "GET", "/desk/api/front").json.value("stamp", "")},
                      {"places", test.places()}};
              }}}},
            {"POST /desk/api/front/preview",
             {kEditors, Of::Nothing, {[](RightsTest& test, const Account&, std::int64_t) {
                  return json{{"places", test.places()}};
              }}}},

            {"POST /desk/api/move-in",
             {kAdministrators, Of::Nothing, {plain({{"name", "export.xml"}, {"size", 100}})}}},
            {"PUT /desk/api/move-in/file", {kAdministrators, Of::Nothing, {plain("<rss>")}}},
            {"POST /desk/api/move-in/look",
             {kAdministrators,
              Of::Nothing,
              {},
              "goes on after its answer, and takes a whole export: MoveInTest"}},
            {"POST /desk/api/move-in/run",
             {kAdministrators,
              Of::Nothing,
              {},
              "goes on after its answer, and takes a whole export: MoveInTest"}},
            {"POST /desk/api/move-in/stop", {kAdministrators, Of::Nothing, {plain(json::object())}}},
            {"DELETE /desk/api/move-in", {kAdministrators, Of::Nothing, {plain(json::object())}}},
            {"PUT /desk/api/settings", {kAdministrators, Of::Nothing, {plain(hue)}}},
            {"POST /desk/api/settings/preview", {kAdministrators, Of::Nothing, {plain(hue)}}},
            {"PUT /desk/api/sections",
             {kAdministrators,
              Of::Nothing,
              {plain(
                  {{"sections",
                    {{{"slug", "local"}, {"name", "محليات"}}, {{"slug", "world"}, {"name", "العالم"}}}}})}}},
            {"PUT /desk/api/redirects",
             {kAdministrators, Of::Nothing, {plain({{"path", "/before"}, {"target", "/after"}})}}},
            {"PATCH /desk/api/comments/{id}",
             {kModerators, Of::Comment, {plain({{"status", "approved"}}), plain({{"text", "كلمة"}})}}},
        };
        return kChanges;
    }
    // What this test has to be told of the routes; empty where it knows all that it must.
    static std::string untold(std::span<const Route> routes) {
        std::string out;
        for (const Route& route : routes) {
            if (route.method == serve::Method::Get) continue;
            const auto name = name_of(route);
            const auto known = changes().find(name);
            if (known == changes().end() || (known->second.bodies.empty() && !*known->second.why_not))
                out += fmt::format(
                    "{}: say in RightsTest::changes() whose call it is, what the number is of that it names, "
                    "and a body that it takes; or why it is not asked\n",
                    name);
            std::string_view rest = route.pattern;
            for (auto open = rest.find('{'); open != rest.npos; open = rest.find('{')) {
                const auto capture = rest.substr(open, rest.find('}') - open + 1);
                rest.remove_prefix(open + capture.size());
                if (capture != "{id}" || (known != changes().end() && known->second.of == Of::Nothing))
                    out += fmt::format(
                        "{}: nothing is known of {}: give RightsTest::Of a kind for it, and numbers_of() its "
                        "numbers\n",
                        name, capture);
            }
        }
        return out;
    }

    int version_of(std::int64_t number) {
        const auto story = *read()->story({number});
        return story ? story->version : 1;
    }
    // Hidden stories among them, which are not to be found out by being named.
    json content_naming_all() {
        json all = json::array();
        for (const auto id : stories_) all.push_back(id.value);
        json out = content("يخصّه");
        out["related_pinned"] = json(all.begin(), all.begin() + 20);
        out["related_excluded"] = json(all.end() - 20, all.end());
        return out;
    }
    // One story at the top, where there is one that may stand there still.
    json places() {
        json out = json::array();
        for (const auto id : stories_)
            if (public_[id] && out.empty()) out.push_back({{"place", 0}, {"story", id.value}});
        return out;
    }
    static std::string small_picture() {
        const auto image = vips::VImage::black(40, 30, vips::VImage::option()->set("bands", 3));
        void* bytes = nullptr;
        std::size_t size = 0;
        image.write_to_buffer(".png", &bytes, &size);
        std::string out(static_cast<const char*>(bytes), size);
        g_free(bytes);
        return out;
    }
    std::vector<std::int64_t> numbers_of(Of of) {
        std::vector<std::int64_t> out;
        switch (of) {
            case Of::Nothing: return {0};
            case Of::Story:
                for (const auto id : stories_) out.push_back(id.value);
                break;
            case Of::Comment: return comments_;
            case Of::Session:
                for (const auto& [id, owner] : sessions_) out.push_back(id);
                break;
            case Of::Passkey: return {passkey_};
            case Of::Colleague:
                for (const Account& one : accounts_) out.push_back(one.id.value);
                break;
        }
        return out;
    }
    // Is the object there, for who may make the call at all?
    bool is_there(const Account& who, Of of, std::int64_t number) {
        switch (of) {
            case Of::Story: return reads(who, story::StoryId{number});
            case Of::Session: return sessions_[number] == who.id;
            case Of::Passkey: return false;
            case Of::Nothing:
            case Of::Comment:
            case Of::Colleague: break;
        }
        return true;
    }
    static bool is_whose(const Account& who, const Change& change) {
        return std::ranges::find(change.whose, who.role) != change.whose.end();
    }
    Asked asked_of(const Route& route, const Account& who, const Body& body, std::int64_t number) {
        Asked asked{std::string(serve::to_string(route.method)), std::string(route.pattern)};
        if (const auto at = asked.path.find("{id}"); at != asked.path.npos)
            asked.path.replace(at, 4, std::to_string(number));
        json sent = body(*this, who, number);
        if (route.raw) {
            asked.type = "application/octet-stream";
            asked.body = sent.get<std::string>();
        } else {
            if (route.takes_proof && !who.browser.cookie.empty()) sent["proof"] = proof_of(who.browser);
            asked.body = sent.dump();
        }
        return asked;
    }
    // Those that take something away come last.
    static std::vector<Route> changing() {
        std::vector<Route> out;
        std::ranges::copy_if(routes(), std::back_inserter(out),
                             [](const Route& route) { return route.method != serve::Method::Get; });
        std::ranges::stable_partition(
            out, [](const Route& route) { return route.method != serve::Method::Delete; });
        return out;
    }

    // All that a call may have changed, by what it belongs to.
    std::map<std::string, std::string> state() {
        std::map<std::string, std::string> out;
        const auto reader = read();
        const auto cards = *reader->desk_cards({.limit = 1'000});
        for (const store::DeskCard& one : cards) {
            const auto story = **reader->story(one.card.id);
            auto& text = out[fmt::format("story {}", one.card.id.value)];
            text = fmt::format("{} {} {} {} {} {}", one.version, story::to_string(story.status),
                               story.headline, one.owner.value, story.body.plain_text(), story.withdrawal);
            const auto revisions = *reader->revisions(one.card.id, 1'000);
            for (const auto& revision : revisions) text += fmt::format(" r{}", revision.id);
            const auto notes = *reader->notes(one.card.id);
            for (const auto& note : notes) text += fmt::format(" n{}", note.id);
            if (const auto copy = *reader->working_copy(one.card.id)) text += copy->content;
        }
        for (const auto id : comments_) {
            const auto comment = **reader->comment({id});
            out[fmt::format("comment {}", id)] =
                fmt::format("{} {} {}", comment.name, story::to_string(comment.status), comment.text);
        }
        const auto users = *reader->users();
        for (const story::User& user : users) {
            auto& text = out[fmt::format("account {}", user.id.value)];
            text = fmt::format("{} {} {} {} {} {}", user.login, user.name, story::to_string(user.role),
                               user.disabled, reader->credentials(user.id)->password, user.has_totp);
            const auto sessions = *reader->sessions_of(user.id);
            std::set<std::int64_t> numbers;
            for (const auto& session : sessions) numbers.insert(session.id);
            for (const auto number : numbers) text += fmt::format(" s{}", number);
            const auto passkeys = *reader->passkeys_of(user.id);
            for (const auto& passkey : passkeys) text += fmt::format(" p{}", passkey.id);
        }
        const auto pictures = *reader->pictures({}, 1'000);
        for (const auto& picture : pictures)
            out["file " + picture.image.media] = picture.image.caption + picture.image.alt;
        const auto settings = *reader->settings();
        for (const auto& [key, value] : settings) out["site " + key] = value;
        const auto redirects = *reader->redirects({}, 1'000);
        for (const auto& redirect : redirects) out["site " + redirect.path] = redirect.target;
        const auto sections = *reader->sections();
        for (const auto& section : sections) out["site section " + section.slug] = section.name;
        const auto move = folder_ / "move-in";
        out["site move"] = std::filesystem::exists(move) ? "begun" : "";
        const auto places = *reader->front_places();
        for (const auto& place : places) out["front"] += fmt::format(" {}", place.story.value);
        return out;
    }
    bool may_change(const Account& who, const std::string& what) {
        const auto kind = what.substr(0, what.find(' '));
        const auto number = std::atoll(what.c_str() + std::min(kind.size() + 1, what.size()));
        if (kind == "story") return reads(who, story::StoryId{number});
        if (kind == "comment") return who.role != Reporter;
        if (kind == "account") return who.role == Administrator || who.id.value == number;
        if (kind == "file") return who.role != Moderator;
        if (kind == "front") return reads_all(who);
        return who.role == Administrator;
    }

    void TearDown() override {
        lines_.clear();
        WritingTest::TearDown();
    }

    std::map<std::string, std::unique_ptr<testing::HttpClient>> lines_;  // by session
    std::vector<Account> accounts_;
    std::vector<std::int64_t> comments_;
    std::map<std::int64_t, story::UserId> sessions_;  // that may be ended
    std::int64_t passkey_ = 0;
    std::vector<story::StoryId> stories_;
    std::vector<std::string> files_;
    std::map<story::StoryId, story::UserId> owners_;
    std::map<story::StoryId, bool> public_;
    std::map<std::string, Right> rights_;
    std::map<std::string, std::set<std::string>> seen_;  // marks, by login
};

TEST_F(RightsTest, NoAnswerNamesWhatItsAskerMayNotRead) {
    const auto questions = reading();
    for (const Account& who : accounts_) {
        for (const Asked& asked : questions) expect_nothing_hidden(who, asked, ask(who, asked));
        // They were told what is theirs: the marks are in the answers indeed.
        if (who.role == Moderator) continue;
        for (const auto& [mark, right] : rights_)
            EXPECT_TRUE(right.of != Right::Of::Inside || !may_be_named(who, right) ||
                        seen_[who.login].contains(mark))
                << who.login << " is not told " << mark;
    }
}

TEST_F(RightsTest, WhatIsHiddenAnswersAsWhatIsNotThere) {
    const auto questions = reading();
    for (const Account& who : accounts_) {
        if (reads_all(who)) continue;
        std::map<std::string, std::string> absent;  // by path
        const auto answer_of_absent = [&](const std::string& path) -> const std::string& {
            auto& answer = absent[path];
            if (answer.empty()) answer = ask(who, {"GET", path});
            return answer;
        };
        for (const Asked& question : questions) {
            const std::string& path = question.path;
            if (const auto id = story_in(path)) {
                const bool theirs = path.find("after=") == path.npos ? reads(who, *id) : knows(who, *id);
                if (theirs) continue;
                EXPECT_EQ(ask(who, {"GET", path}), answer_of_absent(with_no_story(path, *id)))
                    << path << " as " << who.login;
            } else if (const auto at = path.find("zq"); at != path.npos) {
                const auto end = path.find("qz", at);
                const auto right = rights_.find(path.substr(at, end == path.npos ? end : end + 2 - at));
                if (right == rights_.end() || may_be_named(who, right->second)) continue;
                const auto none = path.substr(0, at) + "none" + path.substr(end + 2);
                EXPECT_EQ(ask(who, {"GET", path}), answer_of_absent(none)) << path << " as " << who.login;
            }
        }
    }
}

// It needs no newsroom.
class RightsTableTest : public RightsTest {
  protected:
    void SetUp() override {}
};

TEST_F(RightsTableTest, EveryRouteThatChangesSomethingIsKnown) {
    EXPECT_EQ(untold(routes()), "");
    std::set<std::string> there;
    for (const Route& route : routes()) there.insert(name_of(route));
    for (const auto& [name, change] : changes()) EXPECT_TRUE(there.contains(name)) << name << ": is no route";
    // One that comes without a word here is told of.
    for (const std::string_view pattern : {"/desk/api/papers", "/desk/api/papers/{paper}"}) {
        const Route added[] = {{serve::Method::Put, pattern, Permission::Write, nullptr}};
        EXPECT_NE(untold(added).find(fmt::format("PUT {}: say in RightsTest::changes()", pattern)),
                  std::string::npos);
        EXPECT_EQ(untold(added).find("nothing is known of {paper}") == std::string::npos,
                  pattern.find('{') == pattern.npos);
    }
}

// Who lacks the permission is refused. Of what someone may not read they are answered as of what is not
// there, and nothing of it is changed.
TEST_F(RightsTest, NothingHiddenIsChanged) {
    ASSERT_EQ(untold(routes()), "");
    std::vector<Account> askers = accounts_;
    askers.push_back({"nobody", {}, {}, {}});
    auto before = state();
    const auto change_before = *read()->last_change();
    int hidden = 0, refused = 0;
    for (const Account& who : askers) {
        const bool is_in = !who.browser.cookie.empty();
        std::map<std::string, std::string> absent;  // by path and body
        for (const Route& route : changing()) {
            const auto& change = changes().at(name_of(route));
            if (route.needs == Permission::None) continue;
            if (!is_in || !is_whose(who, change)) {
                const auto bodies = change.bodies.empty()
                                        ? std::vector<Body>{[](auto&&...) { return json::object(); }}
                                        : change.bodies;
                const auto numbers = numbers_of(change.of);
                for (const Body& body : bodies)
                    for (const auto number : {numbers.front(), numbers.back(), kNone}) {
                        const auto asked = asked_of(route, who, body, number);
                        const auto answer = answer_to(who.browser, asked);
                        EXPECT_EQ(answer.status, is_in ? 403 : 401) << asked.path << " as " << who.login;
                        EXPECT_EQ(answer.code, is_in ? "not_allowed" : "signed_out")
                            << asked.path << " as " << who.login;
                        EXPECT_EQ(answer.text.find("zq"), std::string::npos) << answer.text;
                        ++refused;
                    }
                continue;
            }
            for (const auto number : numbers_of(change.of)) {
                if (is_there(who, change.of, number)) continue;
                for (const Body& body : change.bodies) {
                    const auto asked = asked_of(route, who, body, number);
                    auto of_none = asked_of(route, who, body, kNone);
                    // The body that would do, were the story theirs.
                    if (change.of == Of::Story) of_none.body = with_no_story(asked.body, {number});
                    auto& expected = absent[of_none.method + of_none.path + of_none.body];
                    if (expected.empty()) expected = ask(who, of_none);
                    auto answer = ask(who, asked);
                    if (change.of == Of::Story) answer = with_no_story(answer, {number});  // as it was asked
                    expect_nothing_hidden(who, asked, answer);
                    EXPECT_EQ(answer, expected) << asked.method << " " << asked.path << " as " << who.login;
                    ++hidden;
                }
            }
        }
        auto after = state();
        EXPECT_EQ(after, before) << "by " << who.login;
        before = std::move(after);
    }
    EXPECT_GT(hidden, 700);
    EXPECT_GT(refused, 300);
    EXPECT_EQ(*read()->last_change(), change_before);
    const auto& editor = *std::ranges::find(accounts_, Editor, &Account::role);
    for (const auto id : stories_)
        EXPECT_EQ(call(editor.browser, "PUT", path(id.value, "/seat")).json["mine"], true)
            << "nobody sat down at " << id.value;
}

// Nor do changes that are allowed tell of what is hidden, or reach it. Who may least asks first: what others
// then publish is not hidden any more.
TEST_F(RightsTest, NoAnswerToAChangeNamesWhatItsAskerMayNotRead) {
    ASSERT_EQ(untold(routes()), "");
    auto askers = accounts_;
    const auto power = [](const Account& who) {
        return who.role == Moderator ? -1 : static_cast<int>(who.role);
    };
    std::ranges::stable_sort(askers, {}, power);
    std::set<std::string> done;
    for (const Account& who : askers) {
        const auto before = state();
        for (const Route& route : changing()) {
            const auto& change = changes().at(name_of(route));
            if (!is_whose(who, change)) continue;
            int at = 0;
            for (const auto number : numbers_of(change.of)) {
                if (!is_there(who, change.of, number)) continue;
                if (reads_all(who) && at++ % 5 != 0) continue;  // no story is hidden: some are enough
                for (const Body& body : change.bodies) {
                    const auto asked = asked_of(route, who, body, number);
                    const auto answer = answer_to(who.browser, asked);
                    if (answer.status / 100 == 2) {
                        done.insert(name_of(route));
                        look();
                    }
                    expect_nothing_hidden(who, asked, answer.text);
                }
            }
        }
        auto after = state();
        for (const auto& [what, text] : before) {
            EXPECT_TRUE(after[what] == text || may_change(who, what)) << who.login << " changed " << what;
            after.erase(what);
        }
        for (const auto& [what, text] : after)
            EXPECT_TRUE(may_change(who, what)) << who.login << " added " << what;
        if (reads_all(who)) continue;
        for (const auto id : stories_) {
            if (!reads(who, id)) continue;
            const Asked shown{"GET", path(id.value)};
            expect_nothing_hidden(who, shown, ask(who, shown));
            const auto story = get(id);
            for (const auto& related : {story.related_pinned, story.related_excluded})
                for (const auto other : related)
                    EXPECT_TRUE(knows(who, other)) << "no hidden story is found out by naming it";
        }
    }
    for (const auto& [name, change] : changes())
        EXPECT_TRUE(done.contains(name) || change.bodies.empty() || change.of == Of::Passkey)
            << name << ": its body is none that it takes";
}

// --- one by one

class StoryRightsTest : public testing::WritingTest {
  protected:
    void SetUp() override {
        WritingTest::SetUp();
        reporter_ = come_in(Reporter);
        editor_ = come_in(Editor);
        theirs_ = write(reporter_, "خبر المراسل");
        hidden_ = write(editor_, "خبر مخفي");
        public_ = static_cast<int>(add("خبر منشور").value);
    }
    Called pin(const Browser& who, const std::vector<int>& pinned) {
        auto what = content("خبر المراسل");
        what["related_pinned"] = pinned;
        return save(who, theirs_, what);
    }
    std::vector<std::int64_t> pinned() {
        std::vector<std::int64_t> out;
        for (const auto id : get({theirs_}).related_pinned) out.push_back(id.value);
        return out;
    }
    json picture(const std::string& media, const std::string& caption) {
        return {{"media", media}, {"alt", ""},    {"caption", caption},
                {"credit", ""},   {"width", 900}, {"height", 600}};
    }
    Called show(const Browser& who, int id, const json& image) {
        auto what = content("خبر");
        what["lead_image"] = image;
        return save(who, id, what);
    }
    void upload(const char* login, const std::string& media) {
        for (const char* size : {".webp", "-400.webp"})
            ASSERT_TRUE(write_file(folder_ / "media" / (media.substr(0, media.size() - 5) + size), "bytes"));
        const auto id = (*read()->user(std::string_view(login)))->id;
        ASSERT_TRUE(store_->write([&](store::Writer& w) -> Result<void> {
            if (auto added = w.add_picture({media, "", "", "", 900, 600}); !added) return added;
            return w.show_file_to(id, media, ShownAs::Uploader);
        }));
    }
    int file(const Browser& who, const std::string& name) {
        return call(who, "GET", "/desk/media/" + name).status;
    }
    // What the library tells: "media: caption (stories) …".
    std::string library(const Browser& who, const std::string& query = {}) {
        std::string out;
        const auto listed = call(who, "GET", "/desk/api/pictures" + query).json;
        for (const auto& one : listed["pictures"]) {
            out +=
                fmt::format("{}: {} (", one["media"].get<std::string>(), one["caption"].get<std::string>());
            for (const auto& story : one["stories"]) out += fmt::format("{} ", story["id"].get<int>());
            out += ") ";
        }
        return out;
    }

    Browser reporter_, editor_;
    int theirs_ = 0, hidden_ = 0, public_ = 0;
};

TEST_F(StoryRightsTest, PinnedStoriesThatAreHiddenAreCountedAndKept) {
    ASSERT_EQ(pin(editor_, {hidden_, public_}).status, 200);
    auto shown = call(reporter_, "GET", path(theirs_)).json;
    EXPECT_EQ(shown["content"]["related_pinned"], json({public_}));
    EXPECT_EQ(shown["related"].size(), 1u);
    EXPECT_EQ(shown["related_hidden"], 1);
    EXPECT_EQ(call(editor_, "GET", path(theirs_)).json["related_hidden"], 0);
    ASSERT_EQ(pin(reporter_, {public_}).status, 200);
    EXPECT_EQ(pinned(), (std::vector<std::int64_t>{hidden_, public_})) << "at its place";
    ASSERT_EQ(pin(reporter_, {}).status, 200);
    EXPECT_EQ(pinned(), std::vector<std::int64_t>{hidden_});
    // Nor is one found out by naming it.
    const int other = write(editor_, "مخفي آخر");
    ASSERT_EQ(pin(reporter_, {other, hidden_}).status, 200);
    EXPECT_EQ(pinned(), std::vector<std::int64_t>{hidden_});
    const auto revisions = call(reporter_, "GET", path(theirs_, "/revisions")).json["revisions"];
    for (const auto& one : revisions) {
        const auto content =
            call(reporter_, "GET", path(theirs_, fmt::format("/revisions/{}", one["id"].get<int>())))
                .json["content"];
        EXPECT_EQ(std::ranges::count(content["related_pinned"], json(hidden_)), 0) << content;
    }
}

TEST_F(StoryRightsTest, SeatsAreOfStoriesThatMayBeWritten) {
    EXPECT_EQ(call(editor_, "PUT", path(hidden_, "/seat")).json["mine"], true);
    EXPECT_EQ(call(reporter_, "PUT", path(hidden_, "/seat"), {{"take", true}}).status, 404);
    EXPECT_EQ(call(reporter_, "DELETE", path(hidden_, "/seat")).status, 404);
    EXPECT_EQ(call(editor_, "PUT", path(999'999, "/seat")).status, 404) << "there is no such story";
    EXPECT_EQ(call(reporter_, "PUT", path(public_, "/seat")).status, 404) << "public, and not theirs";
    EXPECT_EQ(call(reporter_, "PUT", path(theirs_, "/seat")).json["mine"], true);
    ASSERT_EQ(move(reporter_, theirs_, "in_review").status, 200);
    EXPECT_EQ(call(reporter_, "DELETE", path(theirs_, "/seat")).status, 204);
    EXPECT_EQ(call(reporter_, "PUT", path(theirs_, "/seat")).code(), "not_allowed") << "handed in";
    EXPECT_EQ(call(editor_, "PUT", path(theirs_, "/seat")).json["mine"], true);
}

TEST_F(StoryRightsTest, PicturesOfHiddenStoriesAreHidden) {
    upload("editor", "harbour.sets.webp");
    EXPECT_EQ(file(reporter_, "harbour.sets.webp"), 404) << "a colleague's, that nothing shows yet";
    ASSERT_EQ(show(editor_, hidden_, picture("harbour.sets.webp", "سرّ")).status, 200);
    for (const char* name : {"harbour.sets.webp", "harbour.sets-400.webp"}) {
        EXPECT_EQ(file(reporter_, name), 404) << name;
        EXPECT_EQ(file(editor_, name), 200) << name;
    }
    EXPECT_EQ(library(reporter_), "");
    EXPECT_EQ(library(editor_), fmt::format("harbour.sets.webp: سرّ ({} ) ", hidden_));
    // By a name that they came by they get no further.
    ASSERT_EQ(show(reporter_, theirs_, picture("harbour.sets.webp", "")).status, 200);
    ASSERT_EQ(move(reporter_, theirs_, "in_review").status, 200);
    ASSERT_EQ(move(reporter_, theirs_, "draft").status, 200);
    EXPECT_EQ(file(reporter_, "harbour.sets.webp"), 404);
    EXPECT_EQ(library(reporter_), "");
    // Nor by a colleague who sends the story back, moves it or changes its words.
    ASSERT_EQ(move(reporter_, theirs_, "in_review").status, 200);
    ASSERT_EQ(move(editor_, theirs_, "draft").status, 200);
    ASSERT_EQ(
        call(editor_, "PATCH", "/desk/api/stories",
             {{"changes", {{{"id", theirs_}, {"version", get({theirs_}).version}, {"section", "local"}}}}})
            .json["done"]
            .size(),
        1u);
    ASSERT_EQ(show(editor_, theirs_, picture("harbour.sets.webp", "الميناء")).status, 200);
    EXPECT_EQ(file(reporter_, "harbour.sets.webp"), 404);
    EXPECT_EQ(library(reporter_), "");
    // A colleague who puts it into the story gives it to them.
    ASSERT_EQ(save(editor_, theirs_, content("خبر")).status, 200);
    ASSERT_EQ(show(editor_, theirs_, picture("harbour.sets.webp", "الميناء")).status, 200);
    EXPECT_EQ(file(reporter_, "harbour.sets-400.webp"), 200);
    EXPECT_EQ(library(reporter_), fmt::format("harbour.sets.webp: الميناء ({} ) ", theirs_));
    ASSERT_EQ(show(editor_, hidden_, picture("harbour.sets.webp", "سرّ آخر")).status, 200);
    EXPECT_EQ(library(reporter_), fmt::format("harbour.sets.webp: الميناء ({} ) ", theirs_))
        << "what the hidden one says of it is not told";
    EXPECT_EQ(library(reporter_, "?q=%D8%B3%D8%B1"), "") << "nor found by";         // سر
    EXPECT_EQ(library(reporter_, "?q=%D8%A7%D9%84%D9%85%D9%8A%D9%86%D8%A7%D8%A1"),  // الميناء
              fmt::format("harbour.sets.webp: الميناء ({} ) ", theirs_));
}

TEST_F(StoryRightsTest, PicturesAreTheirUploadersAndEveryonesWhenPublic) {
    upload("reporter", "own.sets.webp");
    upload("editor", "news.sets.webp");
    EXPECT_EQ(library(reporter_), "own.sets.webp:  () ");
    EXPECT_EQ(file(reporter_, "own.sets.webp"), 200);
    ASSERT_EQ(show(editor_, hidden_, picture("own.sets.webp", "سرّ")).status, 200);
    EXPECT_EQ(library(reporter_), "own.sets.webp:  () ")
        << "theirs; who shows it, and with which words, is not told";
    ASSERT_EQ(show(editor_, hidden_, picture("news.sets.webp", "خبر")).status, 200);
    EXPECT_EQ(call(reporter_, "GET", "/desk/api/pictures?after=news.sets.webp").json,
              call(reporter_, "GET", "/desk/api/pictures?after=none.sets.webp").json);
    ASSERT_EQ(move(editor_, hidden_, "published").status, 200);
    EXPECT_EQ(file(reporter_, "news.sets.webp"), 200);
    EXPECT_NE(library(reporter_).find(fmt::format("news.sets.webp: خبر ({} )", hidden_)), std::string::npos);
    // Changes that wait beside a story of theirs show its owner their pictures too.
    ASSERT_EQ(move(editor_, theirs_, "published").status, 200);
    upload("editor", "beside.sets.webp");
    ASSERT_EQ(show(editor_, theirs_, picture("beside.sets.webp", "")).json["working_copy"], true);
    EXPECT_EQ(file(reporter_, "beside.sets.webp"), 200);
    EXPECT_EQ(file(come_in(Reporter, "another"), "beside.sets.webp"), 404);
    for (const char* name : {"none.sets.webp", "news.sets-9.webp"})
        EXPECT_EQ(file(reporter_, name), 404) << name;
}

TEST_F(StoryRightsTest, APreviewShowsWhatItsMakerMaySee) {
    upload("editor", "harbour.sets.webp");
    ASSERT_EQ(show(editor_, hidden_, picture("harbour.sets.webp", "")).status, 200);
    auto what = content("<img src=\"/media/harbour.sets.webp\">");
    const auto preview = [&](const Browser& who) {
        return call(who, "POST", path(theirs_, "/preview")).json["link"].get<std::string>();
    };
    const auto shown = [&](const std::string& link) {
        return testing::HttpClient(server_->port()).get(link);
    };
    ASSERT_EQ(save(reporter_, theirs_, what).status, 200);
    const auto link = preview(reporter_);
    upload("reporter", "own.sets.webp");
    ASSERT_EQ(save(reporter_, theirs_, content("<img src=\"/media/own.sets.webp\">")).status, 200);
    std::string of_file = shown(link).body;
    of_file = of_file.substr(of_file.find("/desk/preview/"));
    of_file.erase(of_file.find('"'));
    EXPECT_EQ(shown(of_file).status, 200) << of_file;
    ASSERT_EQ(save(reporter_, theirs_, what).status, 200);
    EXPECT_EQ(shown(link).body, "<img src=\"/media/harbour.sets.webp\">") << "no way to the file";
    EXPECT_NE(shown(preview(editor_)).body.find("-media-harbour.sets.webp."), std::string::npos);
    const auto id = (*read()->user(std::string_view("reporter")))->id;
    auto user = **read()->user(id);
    user.disabled = true;
    ASSERT_TRUE(store_->write([&](store::Writer& w) { return w.save(user); }));
    EXPECT_EQ(shown(link).status, 404) << "its maker was shut out";
    EXPECT_EQ(shown(of_file).status, 404) << "and the files that it led to";
}

TEST_F(StoryRightsTest, ModeratorsAreToldOfPublicStoriesAlone) {
    ASSERT_EQ(move(editor_, theirs_, "published").status, 200);
    ASSERT_TRUE(store_->write([&](store::Writer& w) {
        return w.add_comment({theirs_}, {"قارئ", "r@example.org", "تعليق"});
    }));
    const auto moderator = come_in(Moderator);
    const auto listed = [&](const Browser& who) {
        return call(who, "GET", "/desk/api/comments").json["comments"][0];
    };
    EXPECT_EQ(listed(moderator)["headline"], "خبر المراسل");
    EXPECT_EQ(listed(moderator)["story"], theirs_);
    ASSERT_EQ(move(come_in(ManagingEditor), theirs_, "withdrawn", {{"text", "خطأ"}}).status, 200);
    const auto of_withdrawn = listed(moderator);
    EXPECT_EQ(of_withdrawn["text"], "تعليق") << "it is theirs to moderate all the same";
    EXPECT_TRUE(of_withdrawn["story"].is_null());
    EXPECT_EQ(of_withdrawn["headline"], "");
    EXPECT_EQ(of_withdrawn["address"], "");
    EXPECT_EQ(listed(editor_)["headline"], "خبر المراسل");
}

TEST_F(StoryRightsTest, ColleaguesAreNotToldHowSomeoneComesIn) {
    const auto admin = come_in(Administrator);
    const auto of = [&](const Browser& who, const std::string& name) {
        const auto users = call(who, "GET", "/desk/api/users").json["users"];
        return *std::ranges::find_if(users, [&](const json& user) { return user["name"] == name; });
    };
    for (const Browser& who : {reporter_, editor_, come_in(ManagingEditor), come_in(Moderator)}) {
        const auto told = of(who, "administrator");
        EXPECT_EQ(told["role"], "administrator");
        for (const char* member : {"login", "has_password", "has_second_factor", "has_passkey"})
            EXPECT_FALSE(told.contains(member)) << member;
    }
    EXPECT_EQ(of(reporter_, "reporter")["has_second_factor"], false) << "of oneself";
    EXPECT_EQ(of(admin, "reporter")["has_second_factor"], false);

    // Nor by the audit log.
    ASSERT_TRUE(store_->write([&](store::Writer& w) -> Result<void> {
        for (int i = 0; i < 150; ++i)
            if (auto done = w.record({of(admin, "administrator")["id"]}, i % 2 ? "sign_in" : "code_asked",
                                     "administrator", "");
                !done)
                return done;
        return w.record({of(admin, "reporter")["id"]}, "story_published", "story 1", "خبر");
    }));
    const auto told = [&](const Browser& who) {
        std::multiset<std::string> actions;
        const auto entries = call(who, "GET", "/desk/api/audit").json["entries"];
        for (const auto& entry : entries) actions.insert(entry["action"]);
        return actions;
    };
    const auto manager = come_in(ManagingEditor, "manager");
    EXPECT_EQ(told(manager).count("story_published"), 1u) << "other entries, past those that are not theirs";
    EXPECT_EQ(told(manager).count("sign_in"), 1u) << "their own";
    EXPECT_EQ(told(manager).count("code_asked"), 0u);
    EXPECT_GE(told(admin).count("sign_in"), 50u);
}

// --- what is pushed

class EventRightsTest : public StoryRightsTest {
  protected:
    EventRightsTest() { settings_.desk.second_factor = {ManagingEditor}; }
    std::unique_ptr<testing::HttpClient> listen(const Browser& who) {
        auto client = std::make_unique<testing::HttpClient>(server_->port());
        client->send(fmt::format(
            "GET /desk/api/events HTTP/1.1\r\nHost: desk\r\nCookie: warraq_desk={}\r\n\r\n", who.cookie));
        EXPECT_EQ(client->receive().status, 200);
        EXPECT_NE(client->next_event(), "") << "how things stand";
        return client;
    }
    std::string last() { return fmt::format("data: {{\"seq\":{}}}", *read()->last_change()); }
    story::User user(const char* login) { return **read()->user(std::string_view(login)); }
    void change(const story::User& user) {
        ASSERT_TRUE(store_->write([&](store::Writer& w) { return w.save(user); }));
    }
};

TEST_F(EventRightsTest, TellOfWhatTheirListenerMayKnow) {
    const auto reporter = listen(reporter_), editor = listen(editor_);
    ASSERT_EQ(save(editor_, hidden_, content("تبديل مخفي")).status, 200);
    const auto of_hidden = last();
    EXPECT_EQ(editor->next_event(), of_hidden);  // told at the same time as whoever is told of it
    ASSERT_EQ(save(reporter_, theirs_, content("تبديل")).status, 200);
    const auto of_theirs = last();
    EXPECT_EQ(editor->next_event(), of_theirs);
    EXPECT_EQ(reporter->next_event(), of_theirs) << "and not of the hidden one before";
    EXPECT_NE(of_hidden, of_theirs);
}

TEST_F(EventRightsTest, EndWithTheSession) {
    const auto stream = listen(reporter_), others = listen(editor_);
    ASSERT_EQ(call(reporter_, "DELETE", "/desk/api/session").status, 204);
    EXPECT_EQ(stream->next_event(), "");
    EXPECT_TRUE(stream->closed());
    add("بعد ذلك");
    EXPECT_EQ(others->next_event(), last()) << "the others hear on";
}

TEST_F(EventRightsTest, EndWhenTheAccountIsShutOut) {
    const auto stream = listen(reporter_);
    auto reporter = user("reporter");
    reporter.disabled = true;
    change(reporter);  // its sessions are there still
    EXPECT_EQ(stream->next_event(), "");
    EXPECT_TRUE(stream->closed());
}

TEST_F(EventRightsTest, EndWithTheRole) {
    const auto stream = listen(editor_);
    auto editor = user("editor");
    editor.role = Reporter;
    change(editor);
    EXPECT_EQ(stream->next_event(), "");
    EXPECT_TRUE(stream->closed());
}

TEST_F(EventRightsTest, EndWithTheSecondFactorThatTheRoleMustHave) {
    const auto manager = come_in(ManagingEditor);
    const auto id = user("managing_editor").id;
    const auto set = [&](const char* sealed) {
        ASSERT_TRUE(store_->write([&](store::Writer& w) { return w.set_totp(id, sealed, {}); }));
    };
    set("sealed");
    const auto stream = listen(manager);
    set("");
    EXPECT_EQ(stream->next_event(), "");
    EXPECT_TRUE(stream->closed());
}

// --- what changes while a call waits for its turn

class TurnRightsTest : public testing::OverFailingStore<testing::WritingTest> {};

TEST_F(TurnRightsTest, WhoIsShutOutMeanwhileChangesNothing) {
    const auto editor = come_in(Editor);
    const int id = write(editor, "خبر");
    const auto version = get({id}).version;
    const auto before = *read()->user(std::string_view("editor"));
    for (const bool disabled : {true, false}) {
        auto changed = *before;
        changed.disabled = disabled;
        if (!disabled) changed.role = Reporter;
        failing_->before_write([changed](store::Store& store) {
            (void)store.write([&](store::Writer& w) { return w.save(changed); });
        });
        const auto late =
            call(editor, "PUT", path(id), {{"version", version}, {"content", content("بعد فوات الأوان")}});
        EXPECT_EQ(late.status, 401) << late.json;
        EXPECT_EQ(get({id}).headline, "خبر");
        ASSERT_TRUE(store_->write([&](store::Writer& w) { return w.save(*before); }));
    }
}

// --- what the index still knows

class IndexRightsTest : public testing::WritingTest {
  protected:
    const search::Index* index() override {
        index_ = std::make_unique<search::Index>(folder_ / "search");
        return index_.get();
    }
    std::unique_ptr<search::Index> index_;
};

TEST_F(IndexRightsTest, ProposalsNameNothingThatWasTakenDownSinceItWasIndexed) {
    const auto reporter = come_in(Reporter);
    const auto id = add("القمح يصل إلى ميناء صلالة هذا الصباح");
    search::Indexer indexer(folder_ / "search", *store_);
    ASSERT_TRUE(indexer.catch_up());
    const auto proposed = [&] {
        return call(reporter, "POST", "/desk/api/proposals",
                    {{"headline", get(id).headline},
                     {"paragraphs", {"فقرة أولى عن " + get(id).headline + ".", "فقرة ثانية."}}})
            .json;
    };
    EXPECT_EQ(proposed()["copies"].size(), 1u) << proposed();
    auto story = get(id);
    story.status = Status::Withdrawn;
    story.withdrawal = "خطأ";
    add(story);
    EXPECT_TRUE(proposed()["copies"].empty());
    EXPECT_TRUE(proposed()["related"].empty());
}

}  // namespace
}  // namespace warraq::desk
