#include "serve/net/tls_framing.h"

#include <gtest/gtest.h>
#include <string>

namespace warraq::serve {
namespace {

std::string record(int type, const std::string& content) {
    return std::string{static_cast<char>(type), 3, 3, static_cast<char>(content.size() >> 8),
                       static_cast<char>(content.size())} +
           content;
}

std::string message(std::size_t announced, const std::string& content) {
    return std::string{1, static_cast<char>(announced >> 16), static_cast<char>(announced >> 8),
                       static_cast<char>(announced)} +
           content;
}

// However the bytes are cut.
template <class Then>
void each_way(const std::string& bytes, bool tls13, Then then) {
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        TlsFraming framing;
        for (std::size_t at = 0; at < bytes.size(); at += piece)
            framing.saw(std::string_view(bytes).substr(at, piece), true, tls13);
        then(framing);
    }
}

TEST(TlsFraming, KnowsTheLengthThatAMessageAnnounces) {
    const auto longest = [](const std::string& bytes, std::size_t wanted, bool tls13 = true) {
        each_way(bytes, tls13,
                 [&](const TlsFraming& framing) { EXPECT_EQ(framing.longest_message(), wanted); });
    };
    longest(record(22, message(131'000, "a")), 131'000);
    longest(record(22, message(3, "abc") + message(70'000, "")), 70'000);
    longest(record(22, message(5, "ab")) + record(22, "cde" + message(20'000, "")), 20'000);
    longest(record(22, "\x01") + record(22, std::string("\x01\x00\x00", 3)), 65'536);
    longest(record(23, message(70'000, "")), 0);
    longest(record(22, message(1, "a")) + record(20, "\x01") + record(22, message(70'000, "")), 70'000);
    longest(record(22, message(1, "a")) + record(20, "\x01") + record(22, message(70'000, "")), 1, false);
}

TEST(TlsFraming, KnowsWhetherARecordIsWhole) {
    TlsFraming framing;
    EXPECT_FALSE(framing.in_record());
    for (const char byte : record(23, "abc")) {
        framing.saw({&byte, 1}, false, true);
        EXPECT_EQ(framing.in_record(), byte != 'c');
    }
    framing.saw(record(23, "") + record(21, "ab"), false, true);
    EXPECT_FALSE(framing.in_record());
}

}  // namespace
}  // namespace warraq::serve
