// Whatever a text holds, it is a text: to the database too.
#include "support/stories.h"

namespace warraq::store {
namespace {

class TextsTest : public testing::StoreTest {};

TEST_F(TextsTest, ThatLookLikeSqlAreKeptAndFoundAsTheyAre) {
    const std::string texts[] = {"'); DROP TABLE stories; --",
                                 "\"; DELETE FROM users; --",
                                 "' OR '1'='1",
                                 "' UNION SELECT login, password FROM users --",
                                 "\\'; SELECT pg_sleep(10); --",
                                 "$1 ?1 :name @name $$ %s %n {} ${x}",
                                 "/* */ 100% _like_ [a-z]* \\",
                                 "«نص» ; 'اقتباس' -- تعليق"};
    const auto must = [](auto result) {
        EXPECT_TRUE(result) << (result ? "" : result.error().message);
        return result;
    };
    int number = 0;
    for (const std::string& text : texts) {
        ++number;
        auto story = testing::make_story(section_, text, number);
        story.standfirst = story.kicker = text;
        story.tags = {{text}};
        story.bylines = {*must(write([&](Writer& w) { return w.person_for(text); }))};
        story.sources = {{text, ""}};
        const auto id = add(story);
        const auto kept = get(id);
        EXPECT_EQ(kept.headline, text);
        EXPECT_EQ(kept.standfirst, text);
        EXPECT_EQ(kept.sources.at(0).name, text);
        EXPECT_EQ(kept.bylines.at(0).name, text);
        EXPECT_EQ(kept.tags.at(0).name, text);
        EXPECT_EQ((*must(read()->person_named(text)))->name, text);
        must(read()->topics(text, 10));
        const auto user = *must(write([&](Writer& w) {
            return w.save(story::User{{}, text, text, story::Role::Editor});
        }));
        EXPECT_EQ((*must(read()->user(std::string_view(text))))->id, user);
        EXPECT_FALSE(*must(read()->session(text)));
        EXPECT_FALSE(*must(read()->link(text)));
        EXPECT_FALSE(*must(read()->passkey(text)));
        EXPECT_FALSE(*must(read()->section(text)));
        EXPECT_FALSE(*must(read()->person(std::string_view(text))));
        EXPECT_FALSE(*must(read()->topic(std::string_view(text))));
        EXPECT_FALSE(*must(read()->page(text)));
        EXPECT_FALSE(*must(read()->redirect(text)));
        must(write([&](Writer& w) -> Result<bool> {
            if (auto set = w.set_redirect("/" + text, text); !set) return fail(set.error());
            if (auto set = w.set("publication.about", text); !set) return fail(set.error());
            if (auto put = w.ban(BanKind::Word, text); !put) return fail(put.error());
            if (auto put = w.record(user, text, text, text); !put) return fail(put.error());
            if (auto put = w.add_note(id, {0, user, now(), text}); !put) return fail(put.error());
            return true;
        }));
        EXPECT_EQ(**must(read()->redirect("/" + text)), text);
        EXPECT_EQ(read()->settings()->at("publication.about"), text);
        EXPECT_EQ(read()->audit(0, 1)->front().detail, text);
        EXPECT_EQ(read()->notes(id)->front().text, text);
        const auto comment = must(write([&](Writer& w) {
            return w.add_comment(id, {text, "r@example.org", text});
        }));
        EXPECT_EQ((*must(read()->comment(*comment)))->text, text);
        EXPECT_EQ(*must(write([&](Writer& w) { return w.forget_commenter(text); })), 0);
        EXPECT_EQ(read()->counts()->stories, number);
        EXPECT_EQ(read()->users()->size(), static_cast<std::size_t>(number));
        EXPECT_EQ(read()->bans()->size(), static_cast<std::size_t>(number));
    }
}

}  // namespace
}  // namespace warraq::store
