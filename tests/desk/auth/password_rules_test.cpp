#include "desk/auth/password_rules.h"

#include <array>
#include <gtest/gtest.h>

#include "base/utf8.h"
#include "desk/problem.h"

namespace warraq::desk {
namespace {

// The code of what is wrong with it; empty where it is taken.
std::string refusal(const std::string& password, std::vector<std::string> about = {"salma"}) {
    try {
        check_new_password(password, about);
        return {};
    } catch (const Problem& problem) {
        return problem.code();
    }
}

TEST(PasswordRules, LengthCountsLettersAndNothingElseIsAsked) {
    EXPECT_EQ(refusal("نخلة وجسر ن"), "weak_password") << "eleven";
    for (const char* good :
         {"نخلة وجسر نه", "vq83nnzeplwm", "839201746553", "GHTWQZKDLPRN", "?%(_*~;!@,+^", "ﷺ خروف أزرق!"})
        EXPECT_EQ(refusal(good), "") << good;
    std::string letters;
    for (int i = 0; i < 8; ++i) letters += "نخلةوجسر";
    EXPECT_EQ(utf8::length(letters), 64u);
    EXPECT_EQ(refusal("ب" + letters), "");
    std::string longest;
    while (longest.size() < kLongestPassword) longest += letters;  // of 128 bytes
    EXPECT_EQ(longest.size(), 1024u);
    EXPECT_EQ(refusal(longest), "");
    EXPECT_EQ(refusal(longest + "x"), "weak_password");
    EXPECT_EQ(refusal(std::string(1024, 'x')), "guessable_password") << "length alone is nothing";
    EXPECT_EQ(refusal("سسسسسسسسسسسس"), "guessable_password");
    EXPECT_EQ(refusal(std::string("نخلة وجسر\0نهر", 22)), "weak_password");
    EXPECT_EQ(refusal("salma.najjar", {"salma.najjar"}), "weak_password") << "the login";
}

// What guessers try first, at the length that is asked: each common one with each common end.
TEST(PasswordRules, ThousandsOfCommonOnesAreRefused) {
    constexpr std::array kCommon = {
        "password",  "qwertyuiop", "123456789", "1234567890",    "iloveyou",   "sunshine",  "princess",
        "football",  "baseball",   "welcome1",  "superman",      "trustno1",   "starwars",  "whatever",
        "computer",  "michelle",   "jennifer",  "qwerty123",     "1q2w3e4r",   "1qaz2wsx",  "zaq12wsx",
        "asdfghjkl", "12345678",   "87654321",  "11111111",      "00000000",   "88888888",  "abcd1234",
        "1234qwer",  "qwer1234",   "password1", "passw0rd",      "corvette",   "mercedes",  "internet",
        "victoria",  "liverpool",  "barcelona", "realmadrid",    "chocolate",  "butterfly", "elizabeth",
        "alexander", "christian",  "charlotte", "administrator", "letmein123", "monkey123", "dragon123",
        "shadow123", "master123",  "michael1",  "samsung1",      "spiderman",  "metallica", "jonathan",
        "danielle",  "patricia",   "november",  "december",      "september",  "wednesday", "mountain"};
    constexpr std::array kEnds = {"1",    "12",   "123",  "1234",  "12345", "123456", "0",    "00",    "01",
                                  "11",   "111",  "007",  "69",    "77",    "99",     "1990", "1995",  "2000",
                                  "2010", "2020", "2021", "2022",  "2023",  "2024",   "2025", "2026",  "!",
                                  "!!",   "!1",   "1!",   "123!",  "?",     ".",      "@123", "abc",   "qwe",
                                  "a",    "x",    "xxx",  "aaa",   "#1",    "$",      "*",    "_1",    "-1",
                                  "321",  "4321", "987",  "55555", "1111",  "2222",   "0000", "000000"};
    std::size_t tried = 0;
    for (const std::string word : kCommon)
        for (const std::string end : kEnds) {
            std::string password = word + end;
            if (password.size() < kLeastPassword) password = word + "1234" + end;
            if (password.size() < kLeastPassword) continue;
            ++tried;
            EXPECT_EQ(refusal(password), "guessable_password") << password;
        }
    EXPECT_GE(tried, 3'000u);
    // Twice the same, capitals, digits for letters, walks on the keyboard, words of another keyboard.
    for (const char* one :
         {"PasswordPassword", "Pa$$w0rd1234", "qwertyuiopasdf", "qazwsxedcrfv", "1qaz2wsx3edc",
          "123456789012", "abcabcabcabc", "abcdefghijklmnop", "aaaaaaaaaaab", "ghbdtnrfrltkf",
          "GHBDTNRFRLTKF", "thunderbird1970", "justinbieber", "another password"})
        EXPECT_EQ(refusal(one), "guessable_password") << one;
}

TEST(PasswordRules, WhatIsKnownOfPersonAndNewsroomIsNoSecret) {
    const std::vector<std::string> about{"salma@sanabil.example", "سلمى النجار", "سنابل",
                                         "https://sanabil.example"};
    for (const char* one :
         {"sanabil12345", "Sanabil2026!", "Sanabil-2026", "salmasanabil", "سنابل سنابل سنابل", "سلمى النجار1",
          "سلمى النجار 2026", "sanabil.example", "محرر سنابل 2026", "salma-sanabil-1", "كلمة السر 123",
          "كلمة المرور1", "صحيفة سنابل 1"})
        EXPECT_EQ(refusal(one, about), "guessable_password") << one;
    for (const char* one : {"سنابل على ضفة النهر القديم", "sanabil-vq83nnzeplwm"})
        EXPECT_EQ(refusal(one, about), "") << one;
}

}  // namespace
}  // namespace warraq::desk
