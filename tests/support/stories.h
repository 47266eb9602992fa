// Stories made for tests, and a store with a section to put them in.
#pragma once

#include <gtest/gtest.h>
#include <string>

#include "store/store.h"
#include "support/database.h"
#include "support/temporary_folder.h"

namespace warraq::testing {

inline story::Story make_story(story::SectionId section, const std::string& headline, int minute = 0) {
    story::Story story;
    story.section = section;
    story.headline = headline;
    story.slug = story::slug_of(headline);
    story.status = story::Status::Published;
    story.published = story.created = story.updated = from_unix(1'700'000'000 + minute * 60);
    const std::string paragraphs[] = {"فقرة أولى عن " + headline + ".", "فقرة ثانية."};
    story.body = story::Body::from_paragraphs(paragraphs);
    return story;
}

// A store in a folder of its own, with one section «محليات» at /local.
class StoreTest : public ::testing::Test {
  protected:
    void SetUp() override {
        auto opened = open_database();
        ASSERT_TRUE(opened) << opened.error().message;
        store_ = wrapped(std::move(*opened));
        auto id = store_->write([](store::Writer& w) {
            return w.save(story::Section{{}, "local", "محليات", 1});
        });
        ASSERT_TRUE(id) << id.error().message;
        section_ = *id;
    }

    // For tests that put something between the store and who uses it.
    virtual std::unique_ptr<store::Store> wrapped(std::unique_ptr<store::Store> store) { return store; }
    Result<std::unique_ptr<store::Store>> open_database() {
        store_options_.email_key = crypto::Key{1, 2, 3};
        return database_.open(store_options_);
    }
    template <class Work>
    auto write(Work work) {
        return store_->write([&](store::Writer& writer) { return work(writer); });
    }
    std::unique_ptr<store::Reader> read() { return std::move(*store_->snapshot()); }

    story::StoryId add(const std::string& headline, int minute = 0,
                       story::Status status = story::Status::Published) {
        auto story = make_story(section_, headline, minute);
        story.status = status;
        return add(story);
    }
    story::StoryId add(const story::Story& story) {
        auto id = store_->write([&](store::Writer& w) { return w.save(story); });
        EXPECT_TRUE(id) << id.error().message;
        return id ? *id : story::StoryId{};
    }
    story::Story get(story::StoryId id) {
        auto snapshot = store_->snapshot();
        auto story = (*snapshot)->story(id);
        EXPECT_TRUE(story && *story);
        return **story;
    }
    std::string headlines(const store::CardQuery& query) {
        auto snapshot = store_->snapshot();
        auto cards = (*snapshot)->cards(query);
        if (!cards) return "error: " + cards.error().message;
        std::string out;
        for (const auto& card : *cards) out += (out.empty() ? "" : " ") + card.headline;
        return out;
    }

    store::StoreOptions store_options_;  // for a derived test's constructor to change
    TemporaryFolder folder_;
    TestDatabase database_{folder_.path()};
    std::unique_ptr<store::Store> store_;
    story::SectionId section_;
};

}  // namespace warraq::testing
