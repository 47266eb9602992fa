// What a page showed does not hold any more when its form is sent: the reader is told so in the site's words,
// and has the text back, or it is stored. Each case twice: the change came before the form was sent, or in
// the moment between the site's look at the story and its write.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/percent.h"
#include "support/failing_store.h"
#include "support/site.h"

namespace warraq::site {
namespace {

using story::CommentPolicy;
using story::CommentStatus;
using story::Status;
using testing::holds;

constexpr const char* kText = "سطر أول & <b>\nسطر ثانٍ";
constexpr const char* kShown = "سطر أول &amp; &lt;b&gt;\nسطر ثانٍ</textarea>";

class CommentRacesTest : public testing::OverFailingStore<testing::SiteTest> {
  protected:
    void SetUp() override {
        SiteTest::SetUp();
        story_ = add("خبر");
        other_section_ = *write([](store::Writer& w) {
            return w.save(story::Section{{}, "sport", "رياضة", 2});
        });
        parent_ = *write([&](store::Writer& w) {
            return w.add_comment({story_, {"هدى", "h@example.org", "رأي"}, {}, CommentStatus::Approved});
        });
    }
    // As the page had it.
    testing::Answer send(const std::string& path, const std::string& token, bool answers) {
        std::string form = "name=" + percent::encode_value("سالم") +
                           "&email=" + percent::encode_value("salem@example.org") +
                           "&text=" + percent::encode_value(kText) + "&token=" + token;
        if (answers) form += "&parent=" + std::to_string(parent_.value);
        return post(path, form);
    }
    // Comments of who sends.
    std::size_t stored() {
        std::size_t count = 0;
        for (const auto status : {CommentStatus::Pending, CommentStatus::Approved, CommentStatus::Spam}) {
            const auto comments = *read()->comments_to_moderate(status, 1'000);
            for (const auto& one : comments) count += one.comment.name == "سالم" ? 1 : 0;
        }
        return count;
    }

    void changed(store::Writer& writer, const std::function<void(story::Story&)>& change) {
        auto story = **writer.story(story_);
        change(story);
        const auto saved = writer.save(story);
        EXPECT_TRUE(saved) << saved.error().message;
    }

    story::StoryId story_;
    story::SectionId other_section_;
    story::CommentId parent_;
};

struct Case {
    const char* name;
    std::function<void(store::Writer&, story::Story&)> change;  // of the story; the writer for all else
    int status;
    const char* says;
    bool answers = false;
};

TEST_F(CommentRacesTest, NothingThatWasWrittenIsLost) {
    const auto to = [](Status status) {
        return [status](store::Writer&, story::Story& story) {
            story.status = status;
            story.withdrawal = status == Status::Withdrawn ? "تبيّن خطؤه" : "";
        };
    };
    const auto closed = "أُغلق باب التعليق على هذه المادة. ما كتبته محفوظ هنا";
    const auto removed = "حُذف التعليق الذي تردّ عليه. ما كتبته محفوظ هنا";
    const auto decide = [this](CommentStatus status) {
        return [this, status](store::Writer& w, story::Story&) { EXPECT_TRUE(w.moderate(parent_, status)); };
    };
    const Case cases[] = {
        {"nothing", [](store::Writer&, story::Story&) {}, 303, ""},
        {"withdrawn", to(Status::Withdrawn), 410, "سُحبت هذه المادة، فلم يُحفظ تعليقك عليها"},
        {"withdrawn, as an answer", to(Status::Withdrawn), 410, "سُحبت هذه المادة، فلم يُحفظ تعليقك عليها",
         true},
        {"a draft again", to(Status::Draft), 404, "المادة التي علّقت عليها ليست هنا"},
        {"scheduled again", to(Status::Scheduled), 404, "المادة التي علّقت عليها ليست هنا"},
        {"closed for the story",
         [this](store::Writer& w, story::Story&) {
             EXPECT_TRUE(w.set_comment_policy(story_, CommentPolicy::Closed));
         },
         409, closed},
        {"closed for the section",
         [this](store::Writer& w, story::Story&) {
             EXPECT_TRUE(w.set_comment_policy(section_, CommentPolicy::Closed));
         },
         409, closed},
        {"closed by age",
         [](store::Writer&, story::Story& story) { story.published = now() - std::chrono::days(400); }, 409,
         closed},
        {"a page of the site",
         [](store::Writer&, story::Story& story) {
             story.page_path = fmt::format("/about-{}", story.id.value);
         },
         409, closed},
        {"the answered comment rejected", decide(CommentStatus::Rejected), 409, removed, true},
        {"the answered comment taken for spam", decide(CommentStatus::Spam), 409, removed, true},
        {"the answered comment emptied on request",
         [](store::Writer& w, story::Story&) { EXPECT_TRUE(w.forget_commenter("h@example.org")); }, 409,
         removed, true},
        {"another comment rejected", decide(CommentStatus::Rejected), 303, ""},
        {"another headline and address",
         [](store::Writer&, story::Story& story) {
             story.headline = "خبر آخر";
             story.slug = "خبر-آخر";
         },
         303, ""},
        {"another section", [this](store::Writer&, story::Story& story) { story.section = other_section_; },
         303, ""},
        {"another text altogether",
         [](store::Writer&, story::Story& story) {
             story.body = story::Body::from_paragraphs({{"نص جديد."}});
         },
         303, ""},
        {"corrected",
         [](store::Writer&, story::Story& story) {
             story.status = Status::Corrected;
             story.corrections.push_back({now(), "صُحّح"});
         },
         303, ""},
    };
    settings_.comments.days_open = 365;
    serve();
    for (const bool at_once : {false, true})
        for (const Case& one : cases) {
            const std::string label = std::string(one.name) + (at_once ? ", at the same moment" : "");
            // A story of its own for each.
            auto fresh = testing::make_story(section_, "خبر");
            fresh.published = fresh.updated = now() - std::chrono::hours(1);
            story_ = add(fresh);
            parent_ = *write([&](store::Writer& w) {
                (void)w.set_comment_policy(section_, CommentPolicy::Inherit);
                return w.add_comment({story_, {"هدى", "h@example.org", "رأي"}, {}, CommentStatus::Approved});
            });
            const auto path = address(story_);
            const auto token = testing::hidden(get(path).body, "token");
            const auto before = stored();
            const auto change = [&](store::Store& store) {
                const auto done = store.write([&](store::Writer& w) -> Result<void> {
                    changed(w, [&](story::Story& story) { one.change(w, story); });
                    return {};
                });
                EXPECT_TRUE(done);
            };
            if (at_once)
                failing_->before_write(change);
            else
                change(*failing_);
            const auto answer = send(path, token, one.answers);
            EXPECT_EQ(answer.status, one.status) << label;
            EXPECT_TRUE(holds(answer.body, one.says)) << label;
            EXPECT_EQ(stored() - before, one.status == 303 ? 1u : 0u) << label;
            if (one.status == 303) {
                EXPECT_TRUE(holds(answer.field("Location"), "?comment=received#comment-form")) << label;
                continue;
            }
            EXPECT_TRUE(holds(answer.body, kShown)) << label;
            EXPECT_EQ(answer.field("Cache-Control"), "no-store") << label;
            EXPECT_FALSE(holds(answer.body, "salem@example.org") && one.status == 404) << label;
        }
}

// A story that readers may not know of answers as one that was never there.
TEST_F(CommentRacesTest, AHiddenStoryAnswersAsNone) {
    const auto hidden = add("سرّ", 1, Status::Draft);
    serve();
    const auto of_hidden = send("/local/" + std::to_string(hidden.value) + "/x", "1.2", false);
    const auto of_none = send("/local/999999/x", "1.2", false);
    EXPECT_EQ(of_hidden.status, 404);
    EXPECT_EQ(of_none.status, 404);
    EXPECT_EQ(of_hidden.body, of_none.body);
}

// Forms of older pages: what can be sent again is in a form that may be sent again.
TEST_F(CommentRacesTest, AFormThatIsNotKnownAnyMoreIsSentAgain) {
    serve();
    const auto path = address(story_);
    const auto refused = send(path, "1700000000.00000000000000000000000000000000", false);
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(holds(refused.body, "لم نتعرّف على النموذج"));
    EXPECT_TRUE(holds(refused.body, kShown));
    EXPECT_EQ(send(path, testing::hidden(refused.body, "token"), false).status, 303);
    EXPECT_EQ(stored(), 1u);
    EXPECT_EQ(send(path, testing::hidden(refused.body, "token"), false).status, 303) << "and once more";
    EXPECT_EQ(stored(), 1u) << "the same comment";
}

// A moderator's page may show what its writer has had removed since.
TEST_F(CommentRacesTest, WhatWasEmptiedOnRequestIsNotShownAfterAll) {
    ASSERT_TRUE(write([](store::Writer& w) { return w.forget_commenter("h@example.org"); }));
    for (const auto status : {CommentStatus::Approved, CommentStatus::Rejected, CommentStatus::Spam})
        EXPECT_EQ(write([&](store::Writer& w) { return w.moderate(parent_, status); }).has_value(),
                  status != CommentStatus::Approved);
    EXPECT_FALSE(write([&](store::Writer& w) { return w.edit_comment(parent_, "كلام آخر"); }));
    EXPECT_EQ(read()->threads(story_, store::ThreadOrder::OldestFirst, 0, 10)->total, 0);
}

// The database goes away at each step: the text comes back all the same.
TEST_F(CommentRacesTest, WithoutADatabaseTheTextComesBack) {
    serve();
    const auto path = address(story_);
    const auto token = testing::hidden(get(path).body, "token");
    for (int left = 0; left < 4; ++left) {
        failing_->snapshots_left = left;
        failing_->writes_left = 0;
        const auto answer = send(path, token, false);
        failing_->mend();
        EXPECT_EQ(answer.status, 503) << left;
        EXPECT_TRUE(holds(answer.body, kShown)) << left;
        EXPECT_FALSE(answer.field("Retry-After").empty()) << left;
    }
    EXPECT_EQ(stored(), 0u);
}

}  // namespace
}  // namespace warraq::site
