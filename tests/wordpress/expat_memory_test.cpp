#include "wordpress/expat_memory.h"

#include <gtest/gtest.h>
#include <memory>

namespace warraq::wordpress {
namespace {

using Parser = std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)>;

Parser parser() {
    return {XML_ParserCreate_MM("UTF-8", ExpatMemory::suite(), nullptr), XML_ParserFree};
}

TEST(ExpatMemory, HasAnEnd) {
    ExpatMemory much(1u << 20), little(100);
    {
        const ExpatMemory::Counting counting(much);
        EXPECT_TRUE(parser());
        {
            const ExpatMemory::Counting inner(little);
            EXPECT_FALSE(parser());
        }
        EXPECT_TRUE(parser()) << "counted as before";
    }
    EXPECT_FALSE(much.exceeded());
    EXPECT_TRUE(little.exceeded());
}

}  // namespace
}  // namespace warraq::wordpress
