// What someone may not read is named in no answer of the desk: a newsroom with accounts of all roles and
// objects in all states, each with a mark of its own, is asked by every route as everyone. Who may read what
// is said here once more, by itself.
#include <algorithm>
#include <map>
#include <set>

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
    enum class Of { Card, Inside, File, Comment } of;
    story::StoryId story;
    story::UserId owner, uploader;  // of the story; of the file
};

class RightsTest : public testing::WritingTest {
  protected:
    static constexpr std::int64_t kFirstStory = 7'000'001;  // numbers that nothing else has
    static constexpr std::int64_t kNoStory = 7'999'999;

    void SetUp() override {
        WritingTest::SetUp();
        for (const story::Role role : {Reporter, Editor, ManagingEditor, Moderator, Administrator})
            for (const char* which : {"-one", "-two"}) {
                const auto login = std::string(story::to_string(role)) + which;
                const auto browser = come_in(role, login);
                accounts_.push_back({login, role, (*read()->user(std::string_view(login)))->id, browser});
            }
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
        look();
    }

    // --- the newsroom
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
                change([&](store::Writer& w) {
                    return w.add_comment(
                        {id,
                         {marked(Right::Of::Comment), "r@example.org", marked(Right::Of::Comment)},
                         {},
                         state,
                         marked(Right::Of::Comment)});
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
    void look() {
        const auto reader = read();
        for (const auto id : stories_) public_[id] = story::is_public((*reader->card(id))->status);
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
        }
        return false;
    }

    // --- questions
    struct Asked {
        std::string method, path, body = {};
    };
    std::string ask(const Account& who, const Asked& asked) {
        const auto answer = call(who.browser, asked.method, asked.path,
                                 asked.body.empty() ? json(nullptr) : json::parse(asked.body));
        std::string head = answer.head;
        if (const auto date = head.find("\r\nDate: "); date != head.npos)
            head.erase(date, head.find("\r\n", date + 2) - date);
        return head + (answer.json.is_discarded() ? "" : answer.json.dump());
    }
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
    std::vector<std::string> paths_of(const Desk::Route& route) {
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
    std::vector<std::string> values_of(const Desk::Route& route, const std::string& parameter) {
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
    std::vector<Asked> reading() {
        std::vector<Asked> out;
        for (const Desk::Route& route : Desk::routes()) {
            if (route.method != serve::Method::Get) continue;
            for (const std::string& path : paths_of(route)) {
                out.push_back({"GET", path});
                for (const std::string& parameter : route.parameters)
                    for (const std::string& value : values_of(route, parameter))
                        out.push_back({"GET", fmt::format("{}?{}={}", path, parameter, value)});
            }
        }
        return out;
    }
    // The number of a story in a path or a query; none where it has none.
    std::optional<story::StoryId> story_in(const std::string& path) {
        for (const std::string& before : {std::string("stories/"), std::string("stories?after=")})
            if (const auto at = path.find(before); at != path.npos)
                return story::StoryId{std::stoll(path.substr(at + before.size()))};
        return std::nullopt;
    }
    std::string with_no_story(std::string text, story::StoryId id) {
        const auto number = std::to_string(id.value);
        for (auto at = text.find(number); at != text.npos; at = text.find(number))
            text.replace(at, number.size(), std::to_string(kNoStory));
        return text;
    }

    std::vector<Account> accounts_;
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
        for (const auto& [method, path, body] : questions) {
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

// Whoever may not read a story changes nothing of it, and is not told that it is there.
TEST_F(RightsTest, NothingHiddenIsChanged) {
    const json body{{"version", 1}, {"to", "in_review"},         {"text", "كلمة"},
                    {"take", true}, {"content", content("زور")}, {"at", to_iso8601(now() + 1h)}};
    const auto before = *read()->last_change();
    int asked_of = 0;
    for (const Account& who : accounts_) {
        if (reads_all(who) || who.login.ends_with("-one")) continue;
        for (const Desk::Route& route : Desk::routes()) {
            if (route.method == serve::Method::Get ||
                route.pattern.find("stories/{id}") == route.pattern.npos)
                continue;
            const std::string method(serve::to_string(route.method));
            const auto path_of = [&](std::int64_t id) {
                std::string path(route.pattern);
                return path.replace(path.find("{id}"), 4, std::to_string(id));
            };
            const auto absent = ask(who, {method, path_of(kNoStory), body.dump()});
            for (const auto id : stories_) {
                if (reads(who, id)) continue;
                const Asked asked{method, path_of(id.value), body.dump()};
                const auto answer = ask(who, asked);
                EXPECT_EQ(answer, absent) << asked.path << " as " << who.login;
                expect_nothing_hidden(who, asked, answer);
                ++asked_of;
            }
        }
        for (const auto id : stories_) {
            if (reads(who, id)) continue;
            for (const json& change : {json{{"id", id.value}, {"version", 1}, {"to", "in_review"}},
                                       json{{"id", id.value}, {"version", 1}, {"section", "local"}}}) {
                const Asked many{"PATCH", "/desk/api/stories", json{{"changes", {change}}}.dump()};
                const Asked of_none{many.method, many.path, with_no_story(many.body, id)};
                EXPECT_EQ(with_no_story(ask(who, many), id), ask(who, of_none));
            }
            const auto proposed_for = [&](std::int64_t number) {
                auto proposed = call(who.browser, "POST", "/desk/api/proposals",
                                     {{"id", number}, {"headline", "zq"}, {"paragraphs", {"zq"}}})
                                    .json;
                proposed.erase("section");  // it comes to be known meanwhile
                return proposed;
            };
            EXPECT_EQ(proposed_for(id.value), proposed_for(kNoStory));
        }
    }
    EXPECT_GT(asked_of, 400);
    EXPECT_EQ(*read()->last_change(), before);
    const auto& editor = *std::ranges::find(accounts_, Editor, &Account::role);
    for (const auto id : stories_)
        EXPECT_EQ(call(editor.browser, "PUT", path(id.value, "/seat")).json["mine"], true)
            << "nobody sat down at " << id.value;
}

// The answers to changes that are allowed name nothing that is hidden either.
TEST_F(RightsTest, NoAnswerToAChangeNamesWhatItsAskerMayNotRead) {
    json all = json::array();
    for (const auto id : stories_) all.push_back(id.value);
    for (const Account& who : accounts_) {
        if (who.role != Reporter && who.role != Moderator) continue;
        std::vector<Asked> asks;
        for (int id = 1; id <= 6; ++id)
            asks.push_back({"PATCH", fmt::format("/desk/api/comments/{}", id), R"({"status":"approved"})"});
        asks.push_back({"POST", "/desk/api/stories", "{}"});
        for (const auto id : stories_) {
            if (!reads(who, id)) continue;
            auto wanted = content("يخصّه");
            wanted["related_pinned"] = json(all.begin(), all.begin() + 20);
            wanted["related_excluded"] = json(all.end() - 20, all.end());
            const auto version = get(id).version;
            for (const char* rest : {"/seat", ""})
                asks.push_back(
                    {"PUT", path(id.value, rest), json{{"version", version}, {"content", wanted}}.dump()});
            asks.push_back({"GET", path(id.value)});
            asks.push_back({"POST", path(id.value, "/notes"), R"({"text":"كلمة"})"});
            asks.push_back({"POST", path(id.value, "/preview"), "{}"});
            for (const char* to : {"in_review", "draft", "published"})
                asks.push_back({"POST", path(id.value, "/move"),
                                json{{"version", version + 1}, {"to", to}, {"text", "كلمة"}}.dump()});
            asks.push_back({"DELETE", path(id.value, "/seat")});
        }
        for (const Asked& asked : asks) {
            const auto answer = ask(who, asked);
            look();
            expect_nothing_hidden(who, asked, answer);
        }
        for (const auto id : stories_) {
            if (!reads(who, id)) continue;
            const auto story = get(id);
            for (const auto& related : {story.related_pinned, story.related_excluded})
                for (const auto other : related)
                    EXPECT_TRUE(knows(who, other)) << "no hidden story is found out by naming it";
        }
    }
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
            if (auto done =
                    w.record({of(admin, "administrator")["id"]}, "sign_in", "administrator", "by passkey");
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
    EXPECT_GT(told(admin).count("sign_in"), 50u);
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
