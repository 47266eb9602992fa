// Which files someone sees who does not read all stories, and what is said of them.
#include <algorithm>

#include "support/stories.h"

namespace warraq::store {
namespace {

using ShownAs = PicturesWriter::ShownAs;
using story::Status;
using testing::StoreTest;

class PictureRightsTest : public StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        salma_ = *write([](Writer& w) { return w.save(story::User{{}, "salma", "سلمى"}); });
        omar_ = *write([](Writer& w) { return w.save(story::User{{}, "omar", "عمر"}); });
    }
    story::StoryId show(const char* media, const char* caption, Status status, story::UserId owner = {}) {
        auto story = testing::make_story(section_, "خبر");
        story.status = status;
        story.created = from_unix(1'400'000'000);  // long before anything is brought to the library
        story.lead_image = story::Image{media, "", caption, "", 900, 600};
        const auto id = add(story);
        if (owner) {
            EXPECT_TRUE(write([&](Writer& w) { return w.set_owner(id, owner); }));
        }
        return id;
    }
    void save(story::StoryId id, const std::function<void(story::Story&)>& change) {
        auto story = get(id);
        change(story);
        ASSERT_TRUE(write([&](Writer& w) { return w.save(story); }));
    }
    void library(const char* media, int minute = 0) {
        const auto added = from_unix(1'500'000'000 + minute * 60);
        ASSERT_TRUE(write([&](Writer& w) { return w.add_picture({media, "", "", "", 900, 600}, added); }));
    }
    std::string seen(story::UserId who, std::string_view after = {}, int limit = 10) {
        std::string out;
        const auto pictures = *read()->pictures_for(who, after, limit);
        for (const LibraryPicture& one : pictures)
            out += (out.empty() ? "" : " ") + one.image.media + ":" + one.image.caption;
        return out;
    }
    bool may_see(story::UserId who, const char* file) { return *read()->may_see_file(who, file); }

    story::UserId salma_, omar_;
};

TEST_F(PictureRightsTest, AreOfPublicStoriesOnesOwnAndWhatNobodyHas) {
    show("public.sets.webp", "علنية", Status::Published);
    show("salmas.sets.webp", "لسلمى", Status::Draft, salma_);
    show("taken-down.sets.webp", "مسحوبة", Status::Withdrawn);
    library("imported.sets.webp");
    library("brought.sets.webp");
    ASSERT_TRUE(
        write([&](Writer& w) { return w.show_file_to(omar_, "brought.sets.webp", ShownAs::Uploader); }));
    for (const auto& [file, salma, omar] : {std::tuple("public.sets.webp", true, true),
                                            {"salmas.sets.webp", true, false},
                                            {"salmas.sets-400.webp", true, false},
                                            {"taken-down.sets.webp", false, false},
                                            {"imported.sets.webp", true, true},
                                            {"brought.sets.webp", false, true},
                                            {"unheard-of.pdf", true, true}}) {
        EXPECT_EQ(may_see(salma_, file), salma) << file;
        EXPECT_EQ(may_see(omar_, file), omar) << file;
    }
    EXPECT_EQ(seen(salma_), "salmas.sets.webp:لسلمى imported.sets.webp: public.sets.webp:علنية");
    EXPECT_EQ(seen(omar_), "brought.sets.webp: imported.sets.webp: public.sets.webp:علنية");
    EXPECT_EQ(seen(omar_, "brought.sets.webp"), "imported.sets.webp: public.sets.webp:علنية");
    EXPECT_EQ(seen(salma_, "brought.sets.webp"), "") << "as after one that is not there";
    EXPECT_EQ(seen(salma_, "none.sets.webp"), "");
    EXPECT_EQ(seen(salma_, "", 1), "salmas.sets.webp:لسلمى");
}

TEST_F(PictureRightsTest, TellNobodySinceWhenAnotherHasAFile) {
    show("salmas.sets.webp", "لسلمى", Status::Draft, salma_);
    library("salmas.sets.webp");  // long before
    library("old.sets.webp");
    const Instant before = now();
    for (const char* file : {"salmas.sets.webp", "nobodys.sets.webp"}) {
        library(file);
        ASSERT_TRUE(write([&](Writer& w) { return w.show_file_to(omar_, file, ShownAs::Uploader); }));
    }
    const auto pictures = *read()->pictures_for(omar_, "", 10);
    ASSERT_EQ(pictures.size(), 3u);
    EXPECT_EQ(pictures[0].image.media, "salmas.sets.webp");
    EXPECT_EQ(pictures[1].image.media, "nobodys.sets.webp");
    EXPECT_GE(pictures[0].added, before);
    EXPECT_EQ(pictures[0].added, pictures[1].added) << "as one that nobody else has";
    EXPECT_EQ(pictures[2].added, from_unix(1'500'000'000));
    EXPECT_EQ(seen(omar_, "salmas.sets.webp"), "nobodys.sets.webp: old.sets.webp:");
    EXPECT_EQ(seen(omar_, "old.sets.webp"), "");
}

TEST_F(PictureRightsTest, WhoWasShownAFileSeesItOn) {
    const auto id = show("salmas.sets.webp", "لسلمى", Status::Draft, salma_);
    save(id, [](story::Story& story) { story.lead_image.reset(); });
    EXPECT_TRUE(may_see(salma_, "salmas.sets.webp"));
    EXPECT_TRUE(may_see(omar_, "salmas.sets.webp")) << "no one uploaded it, and nothing shows it any more";
    const auto show_to = [&](story::UserId who, ShownAs as) {
        ASSERT_TRUE(write([&](Writer& w) { return w.show_file_to(who, "salmas.sets-400.webp", as); }));
    };
    show_to(salma_, ShownAs::Uploader);
    show_to(salma_, ShownAs::Owner);
    EXPECT_FALSE(may_see(omar_, "salmas.sets.webp")) << "an uploader stays one";
    show_to(omar_, ShownAs::Owner);
    EXPECT_TRUE(may_see(omar_, "salmas.sets.webp"));
}

TEST_F(PictureRightsTest, AreDescribedByStoriesThatAreRead) {
    const auto shown = show("port.sets.webp", "الميناء", Status::Published);
    const auto hidden = show("port.sets.webp", "سرّ", Status::Draft, omar_);
    EXPECT_EQ(read()->picture("port.sets.webp")->value().image.caption, "سرّ");
    EXPECT_EQ(seen(salma_), "port.sets.webp:الميناء");
    EXPECT_EQ(seen(omar_), "port.sets.webp:سرّ");
    const auto showing = [&](story::UserId who) {
        std::vector<story::StoryId> out;
        const auto cards = *read()->stories_showing_for(who, "port.sets.webp", 5);
        for (const auto& card : cards) out.push_back(card.id);
        std::ranges::sort(out);
        return out;
    };
    EXPECT_EQ(showing(salma_), std::vector{shown});
    EXPECT_EQ(showing(omar_), (std::vector{shown, hidden}));
    ASSERT_TRUE(
        write([&](Writer& w) { return w.show_file_to(salma_, "port.sets.webp", ShownAs::Uploader); }));
    save(shown, [](story::Story& story) { story.status = Status::Withdrawn; });
    EXPECT_EQ(seen(salma_), "port.sets.webp:") << "no story that she reads says anything of it";
}

// What a draft said before it was published without these words is not what it says.
TEST_F(PictureRightsTest, WhatAStoryDoesNotSayAnyMoreIsNotKept) {
    const auto id = show("port.sets.webp", "سرّ", Status::Draft);
    save(id, [](story::Story& story) {
        story.lead_image->caption.clear();
        story.status = Status::Published;
    });
    EXPECT_EQ(seen(salma_), "port.sets.webp:");
    show("port.sets.webp", "", Status::Published);
    save(id, [](story::Story& story) { story.lead_image->caption = "الميناء"; });
    show("port.sets.webp", "", Status::Published);
    EXPECT_EQ(seen(salma_), "port.sets.webp:الميناء") << "another that says nothing leaves what is said";
}

}  // namespace
}  // namespace warraq::store
