#include <gtest/gtest.h>

#include "support/default_press.h"

namespace warraq::press {
namespace {

using testing::default_press;
using testing::holds;

TEST(MessagePage, TellsWhyInWords) {
    for (const auto& [status, words] :
         std::initializer_list<std::pair<int, const char*>>{{400, "طلب غير مفهوم"},
                                                            {404, "لم نجد هذه الصفحة"},
                                                            {405, "لا يمكن هذا هنا"},
                                                            {429, "بحثت كثيرًا في وقت قصير"},
                                                            {503, "الموقع مشغول الآن"},
                                                            {500, "حدث خطأ عندنا"}}) {
        const std::string page = default_press().error_page(status, {});
        EXPECT_TRUE(holds(page, words)) << status;
        EXPECT_TRUE(holds(page, "noindex")) << status;
        EXPECT_FALSE(holds(page, "rel=\"canonical\"")) << status;
    }
}

TEST(MessagePage, GivesACommentBack) {
    for (const std::string& page :
         {default_press().unsaved_comment_page("<رأيي>"), default_press().stray_comment_page("<رأيي>"),
          default_press().withdrawn_page("خطأ", {}, {{}, "<رأيي>"})})
        EXPECT_TRUE(holds(page, "&lt;رأيي&gt;"));
}

TEST(MessagePage, BeginsAsEachPageDoes) {
    const std::string start = default_press().shared_start();
    EXPECT_TRUE(start.ends_with("</style>"));
    EXPECT_TRUE(default_press().error_page(404, {}).starts_with(start));
}

}  // namespace
}  // namespace warraq::press
