#include "wordpress/xml_mender.h"

#include <gtest/gtest.h>

namespace warraq::wordpress {
namespace {

TEST(XmlMender, MendsWhatXmlDoesNotAllow) {
    XmlMender mender;
    EXPECT_EQ(mender.mend("a\x08z\r\n\xFF\xEF\xBF\xBF ع", true), "a z\r\n\xEF\xBF\xBD\xEF\xBF\xBD ع");
}

TEST(XmlMender, WaitsForTheRestOfASequence) {
    const std::string_view text = "أ\xF0\x9F\x93\xB0ب";
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        XmlMender mender;
        std::string out(mender.mend(text.substr(0, cut), false));
        out += mender.mend(text.substr(cut), true);
        EXPECT_EQ(out, text) << "cut at " << cut;
    }
    XmlMender mender;
    EXPECT_EQ(mender.mend("a\xD8", false), "a");
    EXPECT_EQ(mender.mend("", true), "\xEF\xBF\xBD") << "it never came";
}

}  // namespace
}  // namespace warraq::wordpress
