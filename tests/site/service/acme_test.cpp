#include <fstream>

#include "support/site.h"

namespace warraq::site {
namespace {

class AcmeTest : public testing::SiteTest {};

TEST_F(AcmeTest, AuthoritiesFindWhatACertificatesClientLaidDown) {
    const auto folder = folder_ / "acme/.well-known/acme-challenge";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "tok_en-1") << "tok_en-1.key";
    std::ofstream(folder_ / "secret") << "s";
    std::ofstream(folder / "a.b") << "left there by another";
    serve();
    EXPECT_EQ(get("/.well-known/acme-challenge/tok_en-1").body, "tok_en-1.key");
    for (const char* token : {"none", "..%2f..%2f..%2fsecret", "%2e%2e", "a.b"})
        EXPECT_EQ(get(std::string("/.well-known/acme-challenge/") + token).status, 404) << token;
}

}  // namespace
}  // namespace warraq::site
