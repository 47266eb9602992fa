#include "archive/demo_edition.h"

#include <fstream>
#include <gtest/gtest.h>

#include "support/places.h"
#include "support/stories.h"

namespace warraq::archive {
namespace {

class DemoTest : public ::testing::Test {
  protected:
    void SetUp() override {
        store_ = std::move(*store::open_sqlite(folder_ / "warraq.db"));
        std::filesystem::create_directories(folder_ / "media");
    }
    testing::TemporaryFolder folder_;
    std::unique_ptr<store::Store> store_;
    const std::filesystem::path edition_ = testing::share_folder() / "demo";
};

TEST_F(DemoTest, FillsAnEmptySiteOnce) {
    auto report = fill_with_demo(*store_, edition_, folder_ / "media", now());
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_TRUE(report->filled);
    auto counts = (*store_->snapshot())->counts();
    EXPECT_GE(counts->public_stories, 24);
    EXPECT_EQ(counts->sections, 6);
    EXPECT_GE(counts->pending_comments, 1);
    EXPECT_TRUE(store_->check(folder_ / "media")->sound());
    bool corrected = false, withdrawn = false;
    for (int id = 1; id <= counts->stories; ++id) {
        auto story = (*store_->snapshot())->story({id});
        corrected = corrected || !(**story).corrections.empty();
        withdrawn = withdrawn || (**story).status == story::Status::Withdrawn;
        EXPECT_TRUE(!story::is_public((**story).status) || (**story).key_points.size() == 3)
            << (**story).headline;
    }
    EXPECT_TRUE(corrected);
    EXPECT_TRUE(withdrawn);
    EXPECT_FALSE(fill_with_demo(*store_, edition_, folder_ / "media", now())->filled);
    EXPECT_EQ((*store_->snapshot())->counts()->stories, counts->stories);
}

TEST_F(DemoTest, LeavesNothingBehindWhenItIsBroken) {
    std::filesystem::create_directories(folder_ / "bad/pictures");
    std::ofstream(folder_ / "bad/edition.json")
        << R"({"pictures":{},"picture_width":1,"picture_height":1,"sections":[{"slug":"a","name":"أ"}],"people":[],)"
        << R"("stories":[{"section":"a","headline":"س","hours_ago":1,"body":["ن"]},{"section":"none","headline":"ع","hours_ago":1,"body":[]}]})";
    EXPECT_FALSE(fill_with_demo(*store_, folder_ / "bad", folder_ / "media", now()));
    EXPECT_EQ((*store_->snapshot())->counts()->stories, 0);
    EXPECT_EQ((*store_->snapshot())->counts()->sections, 0);
}

}  // namespace
}  // namespace warraq::archive
