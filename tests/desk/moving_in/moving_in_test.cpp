// Moving in from WordPress at the desk.
#include <fcntl.h>
#include <future>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "desk/moving_in/wordpress_import_job.h"
#include "desk/problem.h"
#include "support/desk.h"
#include "support/eventually.h"
#include "support/table.h"
#include "wordpress/downloader.h"

namespace warraq::desk {
namespace {

using nlohmann::json;
using testing::Browser;
using namespace std::chrono_literals;

std::string item(int id, std::string_view type = "post", std::string_view rest = {}) {
    return fmt::format(
        "<item><title>خبر {0}</title><dc:creator>salma</dc:creator><content:encoded><![CDATA[<p>وصلت السفينة "
        "رقم "
        "{0} إلى الميناء صباح اليوم محمّلة بالقمح.</p>]]></content:encoded><wp:post_id>{0}</wp:post_id>"
        "<wp:post_date_gmt>2020-01-02 10:00:00</wp:post_date_gmt><wp:post_name>post-{0}</wp:post_name>"
        "<wp:status>publish</wp:status><wp:post_type>{1}</wp:post_type>{2}</item>",
        id, type, rest);
}

std::string exported(const std::string& items) {
    return "<?xml version=\"1.0\"?><rss><channel><title>صحيفة "
           "قديمة</title><link>https://old.example.org</link>"
           "<description>وصفها</description><wp:wxr_version>1.2</wp:wxr_version>" +
           items + "</channel></rss>";
}

std::string posts(int count) {
    std::string items;
    for (int id = 1; id <= count; ++id) items += item(id);
    return items;
}

class MoveInTest : public testing::DeskTest {
  protected:
    static constexpr std::string_view kPath = "/desk/api/move-in";

    void SetUp() override {
        DeskTest::SetUp();
        admin_ = come_in(story::Role::Administrator);
    }
    Called piece(std::size_t from, std::string_view bytes) {
        return raw_call(
            "PUT", fmt::format("{}/file?from={}", kPath, from), std::string(bytes),
            fmt::format("Cookie: warraq_desk={}\r\nX-CSRF-Token: {}\r\n", admin_.cookie, admin_.csrf_token));
    }
    Called begin(std::size_t size) {
        return call(admin_, "POST", kPath, {{"name", "export.xml"}, {"size", size}});
    }
    json now() { return call(admin_, "GET", kPath).json; }
    json wait_for(std::string_view state) {
        return wait([this] { return now(); }, state);
    }
    template <class Ask>
    static json wait(Ask ask, std::string_view state) {
        json at;
        EXPECT_TRUE(testing::eventually([&] {
            at = ask();
            return at["state"] == state && at["stopping"] == false;
        })) << "not "
            << state << ": " << at.dump();
        return at;
    }
    json send(const std::string& text) {
        EXPECT_EQ(begin(text.size()).status, 200);
        EXPECT_EQ(piece(0, text).status, 200);
        return wait_for("ready");
    }
    Called run(json wishes = {}) {
        json all{{"download", ""}, {"types", json::array()}, {"take_name", false}};
        if (!wishes.is_null()) all.update(wishes);
        return call(admin_, "POST", fmt::format("{}/run", kPath), with_proof(admin_, all));
    }
    std::int64_t stories() { return read()->counts()->stories; }
    // The object alone, over this store, as a server that is started again has it.
    std::unique_ptr<WordpressImportJob> started_again() {
        return std::make_unique<WordpressImportJob>(*store_, folder_ / "again", folder_ / "media",
                                                    outgoing::Reach::open_internet(), 2);
    }
    // The server ends in order, and starts again.
    void restart(std::unique_ptr<WordpressImportJob>& move) {
        move = nullptr;
        move = started_again();
    }
    static json state_of(const WordpressImportJob& move) { return json::parse(move.status_json()); }
    static json wait_for(const WordpressImportJob& move, std::string_view state) {
        return wait([&] { return state_of(move); }, state);
    }
    static void send(WordpressImportJob& move, const std::string& text) {
        move.begin("x.xml", text.size());
        move.take_piece(0, text);
    }
    std::filesystem::path state_file() const { return folder_ / "again/state.json"; }
    json written() const { return json::parse(*read_file(state_file())); }
    // As a server leaves it that ends while it is at that, and has no time to write that it ends.
    void leave_at(std::string_view state) {
        auto at = written();
        at["state"] = state;
        at["clean_end"] = false;
        at["looked"] = state != "looking";
        ASSERT_TRUE(write_file(state_file(), at.dump()));
    }
    // As on a full disk: the state cannot be written.
    void state_cannot_be_written() {
        std::filesystem::rename(state_file(), folder_ / "state.json");
        std::filesystem::create_directories(state_file() / "in the way");
    }
    void state_can_be_written() {
        std::filesystem::remove_all(state_file());
        std::filesystem::rename(folder_ / "state.json", state_file());
    }
    // The Problem's status; 0: there was none.
    template <class Call>
    static int status_of(Call call) {
        try {
            call();
            return 0;
        } catch (const Problem& problem) {
            return problem.status();
        }
    }

    Browser admin_;
};

TEST_F(MoveInTest, AnExportIsSentInPiecesLookedAtAndBroughtIn) {
    EXPECT_EQ(now()["state"], "none");
    const auto text = exported(
        item(1) + item(2, "page") + item(3, "event") +
        item(4, "attachment",
             "<wp:attachment_url>https://old.example.org/wp-content/uploads/2020/a.jpg</wp:attachment_url>"));
    ASSERT_EQ(begin(text.size()).json["state"], "receiving");
    EXPECT_EQ(call(admin_, "POST", fmt::format("{}/run", kPath), json::object()).code(), "proof_needed");
    EXPECT_EQ(run().code(), "no_export");
    EXPECT_EQ(piece(0, text.substr(0, 100)).json["received"], 100);
    EXPECT_EQ(piece(0, text.substr(0, 100)).code(), "conflict") << "it has those";
    EXPECT_EQ(piece(200, text.substr(200)).code(), "conflict");
    EXPECT_EQ(piece(100, text.substr(100) + "x").status, 422) << "more than was announced";
    EXPECT_EQ(piece(100, text.substr(100)).status, 200);
    const auto ready = wait_for("ready");
    EXPECT_EQ(ready["contents"]["title"], "صحيفة قديمة");
    EXPECT_EQ(ready["contents"]["posts"], 1);
    EXPECT_EQ(ready["contents"]["pages"], 1);
    EXPECT_EQ(ready["contents"]["others"], json({{"event", 1}}));
    EXPECT_EQ(ready["contents"]["uploads"], "https://old.example.org/wp-content/uploads/");
    EXPECT_EQ(ready["contents"]["damage"], "");
    EXPECT_EQ(stories(), 0) << "nothing is taken before someone says so";

    ASSERT_EQ(run({{"types", {"event"}}, {"take_name", true}}).status, 200);
    const auto done = wait_for("done");
    EXPECT_EQ(done["report"]["added"], 3);
    EXPECT_EQ(done["report"]["pages"], 1);
    EXPECT_EQ(done["report"]["missing_files"], 1);
    EXPECT_EQ(stories(), 3);
    EXPECT_FALSE(get({1}).key_points.empty());
    EXPECT_EQ(read()->settings()->at("publication.name"), "\"صحيفة قديمة\"");
    const auto report =
        raw_call("GET", fmt::format("{}/report", kPath), "", "Cookie: warraq_desk=" + admin_.cookie + "\r\n");
    EXPECT_EQ(report.status, 200);
    EXPECT_NE(report.head.find("text/tab-separated-values"), std::string::npos);

    EXPECT_EQ(run().status, 200);
    EXPECT_EQ(wait_for("done")["report"]["unchanged"], 2) << "again, and the event is not asked for";
    EXPECT_EQ(call(admin_, "DELETE", kPath, json::object()).json["state"], "none");
    EXPECT_FALSE(std::filesystem::exists(folder_ / "move-in"));
    EXPECT_EQ(run().code(), "no_export");
    EXPECT_EQ(stories(), 3);
    const auto audit = call(admin_, "GET", "/desk/api/audit").json["entries"];
    EXPECT_EQ(audit[0]["action"], "move_in_forgotten");
    EXPECT_EQ(audit[0]["who"], "administrator");
}

TEST_F(MoveInTest, WhatIsNoExportSaysWhy) {
    const std::string text = "<html><body>خطأ في الخادم</body></html>";
    begin(text.size());
    piece(0, text);
    const auto failed = wait_for("failed");
    EXPECT_NE(failed["problem"].get<std::string>(), "");
    const auto look = [&] { return call(admin_, "POST", fmt::format("{}/look", kPath), json::object()); };
    EXPECT_EQ(run().code(), "not_looked_through");
    EXPECT_EQ(look().json["state"], "looking");
    wait_for("failed");
    EXPECT_EQ(begin(0).status, 422);
    EXPECT_EQ(begin(std::size_t{9} << 30).code(), "too_large");
    const auto broken = exported(posts(5)).substr(0, 1500);
    EXPECT_NE(send(broken)["contents"]["damage"], "") << "what stands before the break is told";
    EXPECT_EQ(look().code(), "conflict");
    run();
    const auto cut = wait_for("failed");
    EXPECT_EQ(cut["report"]["added"], stories());
    EXPECT_GT(stories(), 0);
}

TEST_F(MoveInTest, StopsAndGoesOn) {
    constexpr int kPosts = 2000;
    send(exported(posts(kPosts)));
    run();
    EXPECT_TRUE(testing::eventually([&] { return stories() > 0; }, 1ms));
    EXPECT_EQ(run().code(), "move_running");
    EXPECT_EQ(begin(5).code(), "move_running");
    EXPECT_EQ(call(admin_, "DELETE", kPath, json::object()).code(), "move_running");
    EXPECT_EQ(call(admin_, "POST", fmt::format("{}/stop", kPath), json::object()).json["state"], "stopped");
    wait_for("stopped");
    const auto there = stories();
    EXPECT_GT(there, 0);
    EXPECT_LT(there, kPosts);
    run();
    const auto done = wait_for("done");
    EXPECT_EQ(done["report"]["unchanged"], there);
    EXPECT_EQ(done["report"]["added"], kPosts - there);
    EXPECT_EQ(stories(), kPosts);
}

TEST_F(MoveInTest, WhatWasBegunGoesOnAfterACleanEnd) {
    constexpr int kPosts = 1500;
    const auto text = exported(posts(kPosts));
    auto move = started_again();
    move->begin("x.xml", text.size());
    move->take_piece(0, std::string_view(text).substr(0, 1000));
    restart(move);
    EXPECT_EQ(state_of(*move)["state"], "receiving");
    EXPECT_EQ(state_of(*move)["received"], 1000);
    move->take_piece(1000, std::string_view(text).substr(1000));
    restart(move);
    wait_for(*move, "ready");
    move->run({}, {});
    EXPECT_TRUE(testing::eventually([&] { return stories() > 0; }, 1ms));
    move = nullptr;
    EXPECT_EQ(written()["clean_end"], true);
    const auto there = stories();
    EXPECT_LT(there, kPosts) << "it ended with the server";
    move = started_again();
    EXPECT_EQ(written()["clean_end"], false) << "before it goes on: the next end may be another";
    EXPECT_EQ(wait_for(*move, "done")["contents"]["posts"], kPosts);
    EXPECT_EQ(stories(), kPosts);
    restart(move);
    EXPECT_EQ(state_of(*move)["report"]["added"], kPosts - there) << "what became of it is still told";
}

TEST_F(MoveInTest, AfterAnUncleanEndItWaitsToBeTold) {
    const auto text = exported(posts(3));
    auto move = started_again();
    send(*move, text);
    wait_for(*move, "ready");

    move = nullptr;
    leave_at("running");
    for (int start = 0; start < 2; ++start) {
        restart(move);
        const auto at = state_of(*move);
        EXPECT_EQ(at["state"], "stopped");
        EXPECT_EQ(at["stopping"], false);
        EXPECT_NE(at["problem"].get<std::string>().find("ended unexpectedly while it brought the export in"),
                  std::string::npos)
            << at;
    }
    EXPECT_EQ(stories(), 0);
    move->run({}, {});
    EXPECT_EQ(wait_for(*move, "done")["problem"], "");
    EXPECT_EQ(stories(), 3);

    move = nullptr;
    leave_at("looking");
    move = started_again();
    const auto at = state_of(*move);
    EXPECT_EQ(at["state"], "stopped");
    EXPECT_EQ(at["looked"], false);
    EXPECT_NE(at["problem"].get<std::string>().find("ended unexpectedly while it looked through the export"),
              std::string::npos)
        << at;
    EXPECT_EQ(status_of([&] { move->run({}, {}); }), 409);
    move->look_again();
    EXPECT_EQ(wait_for(*move, "ready")["problem"], "");
    EXPECT_EQ(status_of([&] { move->look_again(); }), 409) << "it was looked through";

    move = nullptr;
    leave_at("looking");
    move = started_again();
    move->forget();
    EXPECT_EQ(state_of(*move)["state"], "none");
}

TEST_F(MoveInTest, LookingThroughIsStoppedAndBegunAnew) {
    constexpr int kPosts = 5000;
    auto move = started_again();
    send(*move, exported(posts(kPosts)));
    move->stop();
    auto at = wait_for(*move, "stopped");
    EXPECT_EQ(at["looked"], false);
    EXPECT_EQ(at["problem"], "");
    restart(move);
    EXPECT_EQ(state_of(*move)["state"], "stopped") << "nor does it go on by itself";
    EXPECT_EQ(status_of([&] { move->run({}, {}); }), 409) << "nobody has seen what it holds";
    move->look_again();
    EXPECT_EQ(status_of([&] { move->forget(); }), 409);
    restart(move);
    EXPECT_EQ(wait_for(*move, "ready")["contents"]["posts"], kPosts) << "the server ended in order meanwhile";
    EXPECT_EQ(status_of([&] { move->look_again(); }), 409);
}

TEST_F(MoveInTest, OnAFullDiskItIsStoppedAllTheSame) {
    constexpr int kPosts = 2000;
    auto move = started_again();
    send(*move, exported(posts(kPosts)));
    wait_for(*move, "ready");
    move->run({}, {});
    EXPECT_TRUE(testing::eventually([&] { return stories() > 0; }, 1ms));
    state_cannot_be_written();
    EXPECT_EQ(status_of([&] { move->stop(); }), 503) << "it is told";
    wait_for(*move, "stopped");
    const auto there = stories();
    EXPECT_LT(there, kPosts);
    EXPECT_EQ(status_of([&] { move->stop(); }), 503) << "and again";
    state_can_be_written();
    EXPECT_EQ(written()["state"], "running");
    move->stop();
    EXPECT_EQ(written()["state"], "stopped");
    restart(move);
    EXPECT_EQ(state_of(*move)["state"], "stopped");
    EXPECT_EQ(stories(), there);
}

TEST_F(MoveInTest, OnAFullDiskTheLastPieceIsSentAgain) {
    const auto text = exported(posts(3));
    auto move = started_again();
    move->begin("x.xml", text.size());
    move->take_piece(0, std::string_view(text).substr(0, 100));
    state_cannot_be_written();
    const auto last = [&] { move->take_piece(100, std::string_view(text).substr(100)); };
    EXPECT_EQ(status_of(last), 503);
    EXPECT_EQ(state_of(*move)["state"], "receiving");
    EXPECT_EQ(state_of(*move)["received"], 100);
    state_can_be_written();
    EXPECT_EQ(status_of(last), 0);
    EXPECT_EQ(wait_for(*move, "ready")["contents"]["posts"], 3);
    state_cannot_be_written();
    EXPECT_EQ(status_of([&] { move->run({}, {}); }), 503);
    EXPECT_EQ(state_of(*move)["state"], "ready");
    state_can_be_written();
    move->run({}, {});
    wait_for(*move, "done");

    move->begin("x.xml", text.size());
    state_cannot_be_written();
    EXPECT_EQ(status_of([&] { move->take_piece(0, text); }), 503);
    move = nullptr;
    move = started_again();
    EXPECT_EQ(state_of(*move)["state"], "none") << "nor can it be read";
    move = nullptr;
    state_can_be_written();
    move = started_again();
    EXPECT_EQ(wait_for(*move, "ready")["contents"]["posts"], 3) << "all of it was there";
}

TEST_F(MoveInTest, WhoAsksHowFarItIsWaitsForNoDisk) {
    auto move = started_again();
    move->begin("x.xml", 1000);
    // A disk that does not answer: who opens such a file to write waits for one who reads it.
    const auto file = folder_ / "again/export";
    ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
    auto sent = std::async(std::launch::async,
                           [&] { return status_of([&] { move->take_piece(0, std::string(100, 'x')); }); });
    ASSERT_EQ(sent.wait_for(200ms), std::future_status::timeout) << "it waits";
    auto asked = std::async(std::launch::async, [&] { return state_of(*move); });
    const bool answered = asked.wait_for(10s) == std::future_status::ready;
    const int reader = ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    EXPECT_TRUE(answered);
    EXPECT_EQ(asked.get()["state"], "receiving");
    EXPECT_EQ(sent.get(), 503) << "such a file has no places";
    ::close(reader);
}

TEST_F(MoveInTest, PicturesAreFetchedFromBelowOneAddressOfOneSite) {
    send(exported(posts(1)));
    for (const auto& row : testing::read_table("web_folders.tsv")) {
        if (row.fields.at(1) == "-" || row.fields.at(0).empty()) continue;  // taken; nothing is to be fetched
        const auto refused = run({{"download", row.fields[0]}});
        EXPECT_EQ(refused.status, 422) << row.fields[0];
        EXPECT_EQ(refused.code(), "invalid") << row.fields[0];
        EXPECT_EQ(refused.json["error"]["message"], "download: " + row.fields[1]);
    }
    EXPECT_EQ(now()["state"], "ready");
    EXPECT_EQ(run({{"download", "https://old.example.org/wp-content/uploads/"}}).status, 200);
    wait_for("done");
}

TEST_F(MoveInTest, WhatWasNotSentToItsEndGoesAfterADay) {
    const auto text = exported(posts(50));
    auto move = started_again();
    move->begin("x.xml", text.size());
    move->take_piece(0, std::string_view(text).substr(0, 1000));
    const auto begun = warraq::now();
    move->drop_unfinished(begun + 23h);
    EXPECT_EQ(state_of(*move)["received"], 1000);
    restart(move);  // the day goes on from the last piece, not from the start
    move->drop_unfinished(begun + 23h);
    EXPECT_EQ(state_of(*move)["received"], 1000);
    move->drop_unfinished(begun + 25h);
    EXPECT_EQ(state_of(*move)["state"], "none");
    EXPECT_FALSE(std::filesystem::exists(folder_ / "again"));
    move->begin("x.xml", text.size());
    move->drop_unfinished(warraq::now() + 25h);
    EXPECT_EQ(state_of(*move)["state"], "none") << "not even a piece of it came";
    send(*move, text);
    wait_for(*move, "ready");
    move->drop_unfinished(warraq::now() + 1000h);
    EXPECT_EQ(state_of(*move)["state"], "ready") << "what is whole stays";
}

TEST_F(MoveInTest, TheDeskRemovesIt) {
    begin(5000);
    ASSERT_TRUE(std::filesystem::exists(folder_ / "move-in"));
    desk_->tidy(warraq::now() + 23h);
    EXPECT_EQ(now()["state"], "receiving");
    desk_->tidy(warraq::now() + 25h);
    EXPECT_EQ(now()["state"], "none");
    EXPECT_FALSE(std::filesystem::exists(folder_ / "move-in"));
}

TEST_F(MoveInTest, PicturesWithinTheNetworkAreNotFetched) {
    const std::string own = fmt::format("http://127.0.0.1:{}/", server_->port());
    const auto folder = *wordpress::WebFolder::from(own);
    using outgoing::Reach;
    using wordpress::Downloader;
    const auto refused = Downloader(folder, Reach::open_internet()).get(own + "desk");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::Refused);
    EXPECT_TRUE(Downloader(folder).get(own + "desk"));
    EXPECT_TRUE(Downloader(folder, Reach::open_internet({*outgoing::AllowedHost::from("127.0.0.1")}))
                    .get(own + "desk"));
    EXPECT_FALSE(Downloader(folder, Reach::anywhere(), [] { return true; }).get(own + "desk")) << "stopped";
    EXPECT_EQ(Downloader(folder).get("http://other.example/x").error().kind, Error::Kind::Refused);
    const Downloader below(*wordpress::WebFolder::from(own + "uploads/"));
    for (const char* elsewhere : {"uploads/../desk", "uploads/%2e./desk", "uploads/a/..%2F../desk"}) {
        const auto got = below.get(own + elsewhere);
        ASSERT_FALSE(got) << elsewhere;
        EXPECT_EQ(got.error().kind, Error::Kind::Refused) << elsewhere;
    }
    EXPECT_EQ(below.get(own + "uploads/a..b.jpg?x=/../").error().kind, Error::Kind::NotFound)
        << "it was asked for";
}

}  // namespace
}  // namespace warraq::desk
