#include "digest/names.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>

#include "digest/story_text.h"
#include "support/table.h"

namespace warraq::digest {
namespace {

const NameEntity* entity(const Names& names, std::string_view name) {
    for (const NameEntity& found : names.entities)
        if (found.name == name) return &found;
    return nullptr;
}

// Each name as it stands in the text, with its kind.
std::vector<std::string> found_in(const std::string& text) {
    std::vector<std::string> out;
    for (const NameMention& mention : find_names(text).mentions)
        out.push_back(std::string(to_string(mention.kind)) + ": " +
                      text.substr(mention.begin, mention.end - mention.begin));
    return out;
}

TEST(Names, AreFoundAsTheTableSays) {
    for (const auto& row : testing::read_table("name_cases.tsv"))
        EXPECT_EQ(found_in(row.fields[0]), std::vector<std::string>(row.fields.begin() + 1, row.fields.end()))
            << "line " << row.line;
}

TEST(Names, TieShortFormsRolesAndCountries) {
    const std::string text =
        "قال وزير الخارجية العُماني بدر البوسعيدي في مسقط إن اللقاء مثمر. وأضاف البوسعيدي أنه سيعود.";
    const Names names = find_names(text);
    const NameEntity* person = entity(names, "بدر البوسعيدي");
    ASSERT_NE(person, nullptr);
    EXPECT_EQ(person->role, "وزير الخارجية العُماني");
    EXPECT_EQ(person->country, "عمان");
    EXPECT_EQ(person->short_name, "البوسعيدي");
    EXPECT_EQ(person->mentions, 2u);
    EXPECT_FALSE(person->feminine);
    const Names woman = find_names("المستشارة الألمانية أنغيلا ميركل");
    ASSERT_EQ(woman.entities.size(), 1u);
    EXPECT_TRUE(woman.entities[0].feminine);
    EXPECT_EQ(woman.entities[0].country, "ألمانيا");
}

TEST(Names, AnOrganisationIsOneWithAndWithoutQuotationMarks) {
    const Names names = find_names("أعلنت شركة \"نوفاتيك\" أرباحها. وقالت شركة نوفاتيك إنها ستتوسع.");
    ASSERT_EQ(names.entities.size(), 1u);
    EXPECT_EQ(names.entities[0].name, "شركة نوفاتيك");
    EXPECT_EQ(names.entities[0].mentions, 2u);
}

// Words of other scripts and very long ones have no key: no table may know them by that.
TEST(Names, AWordWithoutAKeyIsNoAdjectiveOfACountry) {
    for (const char* text :
         {"قال رئيس Apple تيم كوك إن الشركة بخير", "قال رئيس المستكشفينوالمستكشفات تيم كوك إن الشركة بخير"}) {
        const Names names = find_names(text);
        const NameEntity* person = entity(names, "تيم كوك");
        ASSERT_NE(person, nullptr) << text;
        EXPECT_EQ(person->country, "") << text;
    }
}

TEST(Names, ClubsAreMeantWhereTheStoryIsAboutSport) {
    const auto kinds = [](const std::string& text) {
        std::map<std::string, NameKind> out;
        const Names names = find_names(text);
        for (const auto& found : names.entities) out[found.name] = found.kind;
        return out;
    };
    EXPECT_EQ(kinds("وصل الوفد إلى ليفربول مساء").at("ليفربول"), NameKind::Place);
    EXPECT_EQ(kinds("سجل اللاعب هدفا في مباراة الدوري ضد ليفربول وقال المدرب إن الفريق بخير").at("ليفربول"),
              NameKind::Organisation);
}

TEST(Names, MentionsAreInOrderApartAndWithinTheText) {
    const std::string text =
        "التقى دونالد ترامب في سنغافورة كيم جونغ أون، وحضر وزير الخارجية مايك بومبيو ممثلا للولايات المتحدة.";
    std::uint32_t last = 0;
    for (const NameMention& mention : find_names(text).mentions) {
        EXPECT_GE(mention.begin, last);
        EXPECT_LT(mention.begin, mention.end);
        last = mention.end;
    }
    EXPECT_LE(last, text.size());
}

TEST(LearntNames, AreBelievedAfterEnoughStories) {
    LearntNames learnt;
    const std::string told = "قال وزير الزراعة سمير القرنفلي إن الموسم جيد";
    const std::string bare = "وفي الختام شكر القرنفلي الحاضرين";
    EXPECT_TRUE(find_names(bare, &learnt).entities.empty());
    for (int i = 0; i < 3; ++i) learnt.learn(find_names(told));
    ASSERT_EQ(find_names(bare, &learnt).entities.size(), 1u);
    EXPECT_EQ(find_names(bare, &learnt).entities[0].kind, NameKind::Person);
}

TEST(TellingTags, AreThoseThatComeBack) {
    const StoryText story("ميناء طرابلس",
                          "قال الوزير سمير النجار إن الميناء جاهز.\nوأضاف النجار أن باريس بعيدة عن طرابلس.");
    using story::TopicKind;
    EXPECT_EQ(telling_tags(story),
              (std::vector<story::Tag>{{"طرابلس", TopicKind::Place}, {"سمير النجار", TopicKind::Person}}));
    EXPECT_EQ(telling_tags(story, 1).size(), 1u);
}

TEST(Names, SurviveAnything) {
    EXPECT_TRUE(find_names("").entities.empty());
    (void)find_names("\xff\xfe وزير وزير وزير وزير");
    (void)find_names(std::string(5'000, '.'));
}

}  // namespace
}  // namespace warraq::digest
