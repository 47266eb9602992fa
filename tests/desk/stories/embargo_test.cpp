// Nothing of a story is public before its embargo ends, whatever is called, in whatever state, and wherever
// the clock goes.
#include "desk/stories/scheduler.h"
#include "support/writing.h"

namespace warraq::desk {
namespace {

using nlohmann::json;
using testing::Browser;
using enum story::Role;
using namespace std::chrono_literals;

class EmbargoTest : public testing::WritingTest {
  protected:
    void SetUp() override {
        WritingTest::SetUp();
        manager_ = come_in(ManagingEditor);
        begun_ = now();
        embargo_ = begun_ + 1h;
    }
    void TearDown() override {
        WritingTest::TearDown();
        correct_clock(0ms);
    }
    // The clock is set, as an administrator or a time server sets it.
    void before_its_end() { correct_clock(0ms); }
    void after_its_end() { correct_clock(2h); }

    int published(const std::string& headline, Instant embargo) {
        const int id = write(manager_, headline);
        EXPECT_EQ(save(manager_, id, content_until(headline, embargo)).status, 200);
        EXPECT_EQ(move(manager_, id, "published").status, 200);
        return id;
    }
    Called schedule(int id, Instant at) { return move(manager_, id, "scheduled", {{"at", to_iso8601(at)}}); }
    Called at_once(int id, const char* what, const json& value) {
        const json one = {{"id", id}, {"version", version(manager_, id)}, {what, value}};
        return call(manager_, "PATCH", "/desk/api/stories", {{"changes", json::array({one})}});
    }

    struct Start {
        const char* name;
        std::function<int()> make;  // the clock is before the embargo's end when it returns
    };
    struct Step {
        const char* name;
        std::function<void(int id)> take;
    };
    std::vector<Start> starts();
    std::vector<Step> steps();

    // What readers have of a story, or nothing.
    struct Seen {
        std::string headline, body;
        Instant embargo, published;
        std::size_t corrections = 0;
        bool operator==(const Seen&) const = default;
    };
    std::optional<Seen> seen(int id) {
        const auto story = get({id});
        if (!story::is_public(story.status)) return std::nullopt;
        return Seen{story.headline, story.body.to_json(), story.embargo, story.published,
                    story.corrections.size()};
    }
    // Readers have what they had, or what is not held back.
    void take(const Step& step, int id, const std::string& label) {
        const auto saw = seen(id);
        step.take(id);
        const auto see = seen(id);
        if (!see || see == saw) return;
        EXPECT_EQ(see->headline, kFree) << label;
        EXPECT_LE(see->embargo, now()) << label;
    }

    static constexpr const char* kFree = "بلا حظر";
    static constexpr const char* kHeld = "محظور";
    Browser manager_;
    Instant begun_, embargo_;
};

std::vector<EmbargoTest::Start> EmbargoTest::starts() {
    const auto draft = [this] {
        const int id = write(manager_, kHeld);
        EXPECT_EQ(save(manager_, id, content_until(kHeld, embargo_)).status, 200);
        return id;
    };
    // Public once its embargo had ended; then the clock was put back.
    const auto shown = [this] {
        after_its_end();
        const int id = published(kHeld, embargo_);
        before_its_end();
        return id;
    };
    const auto with_copy = [this] {
        const int id = published(kFree, {});
        EXPECT_EQ(save(manager_, id, content_until(kHeld, embargo_)).status, 200);
        return id;
    };
    const auto then = [this](std::function<int()> make, const char* to) {
        return [this, make, to] {
            const int id = make();
            after_its_end();
            EXPECT_EQ(move(manager_, id, to, {{"text", "لأن"}}).status, 200) << to;
            before_its_end();
            return id;
        };
    };
    return {
        {"draft", draft},
        {"in review", then(draft, "in_review")},
        {"scheduled",
         [this, draft] {
             const int id = draft();
             EXPECT_EQ(schedule(id, embargo_ + 10min).status, 200);
             return id;
         }},
        {"scheduled, then held for longer",
         [this] {
             const int id = write(manager_, kFree);
             EXPECT_EQ(schedule(id, begun_ + 10min).status, 200);
             EXPECT_EQ(save(manager_, id, content_until(kHeld, embargo_)).status, 200);
             return id;
         }},
        {"published", shown},
        {"corrected", then(shown, "corrected")},
        {"withdrawn", then(shown, "withdrawn")},
        {"published, changes held", with_copy},
        {"corrected, changes held",
         [this] {
             const int id = published(kFree, {});
             EXPECT_EQ(move(manager_, id, "corrected", {{"text", "لأن"}}).status, 200);
             EXPECT_EQ(save(manager_, id, content_until(kHeld, embargo_)).status, 200);
             return id;
         }},
        {"withdrawn, changes held", then(with_copy, "withdrawn")},
    };
}

std::vector<EmbargoTest::Step> EmbargoTest::steps() {
    std::vector<Step> out;
    for (const char* to : {"draft", "in_review", "published", "corrected", "withdrawn"})
        out.push_back({to, [this, to](int id) { move(manager_, id, to, {{"text", "لأن"}}); }});
    out.push_back({"scheduled too early", [this](int id) { schedule(id, now() + 5min); }});
    out.push_back({"changes published", [this](int id) { publish_changes(manager_, id); }});
    out.push_back({"the scheduler", [this](int) { EXPECT_TRUE(publish_due(*store_, now())); }});
    // The command line's and importers' way.
    out.push_back({"saved as published", [this](int id) {
                       auto story = get({id});
                       story.status = story::Status::Published;
                       if (story.published == Instant{}) story.published = now();
                       StoreTest::write([&](store::Writer& w) { return w.save(story); });
                   }});
    out.push_back({"saved", [this](int id) { save(manager_, id, content_until(kHeld, embargo_)); }});
    out.push_back({"saved without a word of it", [this](int id) { save(manager_, id, content(kHeld)); }});
    out.push_back({"changes dropped", [this](int id) { drop_changes(manager_, id); }});
    out.push_back({"section at once", [this](int id) { at_once(id, "section", "local"); }});
    out.push_back({"draft at once", [this](int id) { at_once(id, "to", "draft"); }});
    return out;
}

TEST_F(EmbargoTest, NothingIsPublicBeforeItsEnd) {
    constexpr std::size_t kFirst = 2, kPublishing = 7;  // of the steps, those that may publish
    const auto all = steps();
    const auto beginnings = starts();
    for (std::size_t start = 0; start < beginnings.size(); ++start)
        for (std::size_t first = 0; first < all.size(); ++first) {
            // Over all starts each step is followed by each of those.
            const Step& second = all[kFirst + (start + first) % kPublishing];
            const auto label =
                fmt::format("{}: {}, {}", beginnings[start].name, all[first].name, second.name);
            const int id = beginnings[start].make();
            take(all[first], id, label);
            take(second, id, label);
            if (HasFailure()) return;
        }
}

TEST_F(EmbargoTest, IsToldForEachWayAndNothingIsLost) {
    const int changed = published(kFree, {});
    ASSERT_EQ(save(manager_, changed, content_until(kHeld, embargo_)).status, 200);
    EXPECT_EQ(publish_changes(manager_, changed).code(), "embargoed");
    EXPECT_EQ(move(manager_, changed, "corrected", {{"text", "لأن"}}).code(), "embargoed");
    EXPECT_EQ(get({changed}).headline, kFree);
    EXPECT_EQ(waiting(changed), kHeld);
    after_its_end();
    EXPECT_EQ(move(manager_, changed, "corrected", {{"text", "لأن"}}).status, 200);
    EXPECT_EQ(get({changed}).headline, kHeld);
    before_its_end();
    EXPECT_EQ(move(manager_, changed, "corrected", {{"text", "لأن"}}).code(), "embargoed")
        << "the clock went back";
    EXPECT_EQ(at_once(changed, "section", "local").json["failed"][0]["code"], "embargoed");
    EXPECT_EQ(move(manager_, changed, "withdrawn", {{"text", "لأن"}}).status, 200) << "it hides";
    EXPECT_EQ(move(manager_, changed, "published").code(), "embargoed");
}

TEST_F(EmbargoTest, AScheduledStoryWaitsForIt) {
    const int held = write(manager_, kHeld), other = write(manager_, kFree);
    for (const int id : {held, other}) ASSERT_EQ(schedule(id, begun_ + 10min).status, 200);
    ASSERT_EQ(save(manager_, held, content_until(kHeld, embargo_)).status, 200);
    correct_clock(20min);
    EXPECT_EQ(*publish_due(*store_, now()), 1) << "the other; and this one is no failure";
    EXPECT_EQ(status(held), "scheduled");
    EXPECT_EQ(*read()->next_due(), embargo_);
    after_its_end();
    EXPECT_EQ(*publish_due(*store_, now()), 1);
    EXPECT_EQ(status(held), "published");
    EXPECT_EQ(get({held}).published, embargo_) << "when readers could have it first";
}

// A later import may replace it, as nobody has worked on it.
TEST_F(EmbargoTest, WhatTheSchedulerPublishesIsStillAsItWasImported) {
    auto story = testing::make_story(section_, "من الأرشيف");
    story.status = story::Status::Scheduled;
    story.published = begun_;
    const auto id = add(story);
    StoreTest::write([&](store::Writer& w) { return w.remember_import("x", {id, "f", 1}); });
    EXPECT_EQ(*publish_due(*store_, now()), 1);
    EXPECT_EQ(get(id).status, story::Status::Published);
    EXPECT_EQ((**read()->import_of("x")).version, get(id).version);
}

TEST_F(EmbargoTest, IsLiftedByNullAndByNothingElse) {
    const int id = write(manager_, kHeld);
    ASSERT_EQ(save(manager_, id, content_until(kHeld, embargo_)).status, 200);
    ASSERT_EQ(save(manager_, id, content(kHeld)).status, 200);
    EXPECT_EQ(get({id}).embargo, embargo_) << "a content of before there were embargoes does not speak of it";
    ASSERT_EQ(save(manager_, id, content_until(kHeld, {})).status, 200);
    EXPECT_EQ(get({id}).embargo, Instant{});
    EXPECT_EQ(move(manager_, id, "published").status, 200);
}

}  // namespace
}  // namespace warraq::desk
