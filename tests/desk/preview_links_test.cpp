#include "desk/preview_links.h"

#include <gtest/gtest.h>

namespace warraq::desk {
namespace {

const PreviewMaker kMaker{{{7}, "salma", "سلمى", story::Role::Editor}, "factors"};

std::string token_of(const PreviewLinks& links, std::string_view what) {
    return links.address(kMaker, what, from_unix(1'795'512'345)).substr(kPreviewPath.size());
}

TEST(PreviewLinks, SaysWhoMadeItWhatItShowsAndWhenItEnds) {
    const PreviewLinks links(crypto::Key{1, 2, 3});
    const auto text = token_of(links, "story-12");
    EXPECT_TRUE(text.starts_with("7-story-12.1795512345.")) << text;
    const auto token = PreviewToken::from(text);
    ASSERT_TRUE(token);
    EXPECT_EQ(token->maker, story::UserId{7});
    EXPECT_EQ(token->what, "story-12");
    EXPECT_EQ(to_unix(token->ends), 1'795'512'345);
    EXPECT_TRUE(links.is_signed_by(*token, kMaker));
}

TEST(PreviewLinks, IsOfItsMakersFactorsAndThisKeyAlone) {
    const PreviewLinks links(crypto::Key{1, 2, 3});
    const auto text = token_of(links, "front-1-12-0_");
    EXPECT_FALSE(links.is_signed_by(*PreviewToken::from(text), {kMaker.user, "others"}));
    EXPECT_FALSE(PreviewLinks(crypto::Key{4}).is_signed_by(*PreviewToken::from(text), kMaker));
    for (const auto* changed :
         {"8-front-1-12-0_.1795512345.", "7-front-1-13-0_.1795512345.", "7-front-1-12-0_.1795512346."}) {
        const auto forged = changed + text.substr(text.rfind('.') + 1);
        EXPECT_FALSE(links.is_signed_by(*PreviewToken::from(forged), kMaker)) << forged;
    }
}

TEST(PreviewLinks, WhatIsNoTokenIsNone) {
    for (const char* text : {"", ".", "..", "7-story-12", "7-story-12.1795512345", "7.1795512345.abc",
                             "7-story-12.soon.abc", "7-story-12..abc"})
        EXPECT_FALSE(PreviewToken::from(text)) << text;
}

}  // namespace
}  // namespace warraq::desk
