// Handlers of readers' requests cannot name what knows more than strangers may: the headers that they are
// made of have no more than its name.
#include <filesystem>
#include <gtest/gtest.h>
#include <set>

#include "base/file.h"
#include "site/api/wordpress/collections.h"
#include "site/context.h"
#include "site/pages/found_stories.h"
#include "site/routes.h"
#include "support/places.h"

namespace warraq::store {
class Reader;
class Writer;
class Store;
}  // namespace warraq::store

namespace warraq::site {
namespace {

template <class T, class = void>
constexpr bool kKnown = false;
template <class T>
constexpr bool kKnown<T, std::void_t<decltype(sizeof(T))>> = true;

static_assert(kKnown<store::PublicReader> && kKnown<store::PublicStore>);
static_assert(!kKnown<store::Reader> && !kKnown<store::Writer> && !kKnown<store::Store>);
static_assert(std::is_same_v<decltype(SiteParts::store), store::PublicStore&>);
static_assert(std::is_same_v<decltype(SiteState::store), store::PublicStore&>);
static_assert(std::is_same_v<decltype(ReadContext::reader), store::PublicReader&>);

TEST(PublicOnly, HandlersDoNotIncludeTheWholeStore) {
    // They follow the change feed, write what was counted, or take up the desk's settings.
    const std::set<std::string> knowing = {"background/cache_invalidator.h", "background/most_read.cpp",
                                           "background/shared_limits_exchange.h", "live_site.cpp"};
    const std::filesystem::path room = testing::data_folder() / "../../src/site";
    std::set<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(room)) {
        if (!entry.is_regular_file()) continue;
        const auto text = read_file(entry.path(), 1u << 20);
        ASSERT_TRUE(text) << text.error().message;
        if (text->find("\"store/store.h\"") != text->npos)
            found.insert(entry.path().lexically_relative(room).string());
    }
    EXPECT_EQ(found, knowing);
}

}  // namespace
}  // namespace warraq::site
