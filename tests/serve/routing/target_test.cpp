#include "serve/routing/target.h"

#include <gtest/gtest.h>

namespace warraq::serve {
namespace {

class TargetTest : public ::testing::Test {
  protected:
    TargetTest() {
        const auto answer = [](const Request&) { return Reply(); };
        site_.router.add({Method::Get, "/stories/{id}", answer, {.parameters = {"page"}}});
        site_.router.add({Method::Post, "/stories/{id}", answer});
    }
    RequestHead head(std::string_view target, Method method = Method::Get) const {
        RequestHead head;
        head.method = method;
        head.target = target;
        return head;
    }
    Target resolved(const RequestHead& head) const {
        Target target;
        read_target(head, target);
        resolve(site_, head, target);
        return target;
    }
    Plan plan(const RequestHead& head) const { return plan_for(limits_, head, resolved(head)); }

    Site site_;
    Limits limits_;
};

TEST_F(TargetTest, AllSpellingsOfAnAddressHaveOneKey) {
    const std::string key = resolved(head("/stories/%D8%AE?page=2")).key;
    EXPECT_EQ(resolved(head("/stories/%d8%ae?page=2&utm_source=x")).key, key);
    EXPECT_EQ(resolved(head("/stories/%D8%AE?x=1&page=2")).key, key);
    EXPECT_NE(resolved(head("/stories/%D8%AE?page=3")).key, key);
    Target read;
    const auto as_browsers_send_it = head("/stories/%D8%AE?page=2");
    read_target(as_browsers_send_it, read);
    EXPECT_EQ(read.key, key) << "the common case needs no resolving";
}

TEST_F(TargetTest, PlansWhatIsNoRoutes) {
    EXPECT_EQ(plan(head("/none")).status, 404);
    EXPECT_EQ(plan(head("/%")).status, 400);
    EXPECT_EQ(plan(head("*", Method::Options)).status, 204);
    const Plan wrong = plan(head("/stories/1", Method::Delete));
    EXPECT_EQ(wrong.status, 405);
    EXPECT_NE(wrong.allow.find("POST"), std::string::npos);
    EXPECT_EQ(plan(head("/stories/1", Method::Options)).status, 204);
}

TEST_F(TargetTest, TakesABodyWhereOneIsMeant) {
    const Plan post = plan(head("/stories/1", Method::Post));
    ASSERT_TRUE(post.route);
    EXPECT_EQ(post.max_body, limits_.body_bytes);
    EXPECT_LT(plan(head("/stories/1")).max_body, limits_.body_bytes);
}

}  // namespace
}  // namespace warraq::serve
