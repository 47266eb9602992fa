// The readers' site over a store of its own, served on a free port: what a reader's request really meets.
#pragma once

#include <fstream>

#include "base/percent.h"
#include "search/index_follower.h"
#include "serve/server.h"
#include "settings/security_headers.h"
#include "site/background/cache_invalidator.h"
#include "site/live_site.h"
#include "site/pages/front.h"
#include "support/eventually.h"
#include "support/http_client.h"
#include "support/places.h"
#include "support/stories.h"

namespace warraq::testing {

// The value of a page's hidden field; empty when absent.
inline std::string hidden(const std::string& page, const std::string& name) {
    const std::string start = "name=\"" + name + "\" value=\"";
    const auto at = page.find(start);
    return at == page.npos
               ? ""
               : page.substr(at + start.size(), page.find('"', at + start.size()) - at - start.size());
}

class SiteTest : public StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        settings_.publication.name = "صحيفة الاختبار";
        settings_.comments = {.seconds_to_write = 0, .burst = 100, .minutes_between = 0};
        std::filesystem::create_directories(folder_ / "media");
    }

    void serve() {
        auto theme = press::Theme::load(share_folder());
        ASSERT_TRUE(theme) << theme.error().message;
        auto assets =
            serve::Assets::load(share_folder() / "static", "/static/",
                                settings::security_headers(theme->content_security_policy(), settings_));
        index_ = std::make_unique<search::Index>(folder_ / "search");
        most_read_ = std::make_unique<site::MostRead>(*store_);
        const site::SiteParts parts{.store = *store_,
                                    .index = *index_,
                                    .most_read = *most_read_,
                                    .theme = std::make_shared<const press::Theme>(std::move(*theme)),
                                    .media = folder_ / "media",
                                    .form_key = crypto::random_key()};
        auto site = site::LiveSite::make(parts, *store_, settings_);
        ASSERT_TRUE(site) << site.error().message;
        site_ = std::move(*site);
        server_ = std::make_unique<serve::Server>(site_->routes(std::move(*assets)),
                                                  serve::ServerOptions{.edge = edge_});
        *parts.server = server_.get();
        invalidator_ = std::make_unique<site::CacheInvalidator>(
            *store_, server_->cache(),
            [this](store::Reader& reader, std::int64_t) {
                ++told_;
                return site::publish_breaking(*site_->current(), reader.public_view());
            },
            [this](store::Reader& reader) { return site_->reload(reader); });
        told_ = 0;  // of the start
        index_follower_ =
            std::make_unique<search::IndexFollower>(*index_, *store_, site::drop_related(server_->cache()));
        most_read_writer_ =
            std::make_unique<site::MostReadWriter>(*most_read_, site::drop_most_read(server_->cache()));
        auto started = server_->start();
        ASSERT_TRUE(started) << started.error().message;
    }
    void TearDown() override {
        most_read_writer_.reset();
        index_follower_.reset();
        invalidator_.reset();
        server_.reset();
    }

    Answer get(const std::string& path, const std::string& fields = {}) {
        return HttpClient(server_->port()).get(percent::encode_address(path), fields);
    }
    Answer post(const std::string& path, const std::string& form) {
        return HttpClient(server_->port()).post(percent::encode_address(path), form);
    }
    std::string address(story::StoryId id) {
        return "/local/" + std::to_string(id.value) + "/" + get_story(id).slug;
    }
    story::Story get_story(story::StoryId id) { return StoreTest::get(id); }

    // A file of the newsroom's, and a public story that leads to it: so anyone may have it.
    story::StoryId add_file(const std::string& name, std::string_view content) {
        std::ofstream(folder_ / "media" / name) << content;
        auto story = make_story(section_, "خبر له ملف");
        story.sources = {{"ملف", "https://example.org/media/" + percent::encode_value(name)}};
        return add(story);
    }

    // The page once it satisfies `fits`, or the last one seen: a change reaches the cache a moment after its
    // commit.
    template <class Fits>
    Answer eventually(const std::string& path, Fits fits) {
        Answer answer;
        testing::eventually([&] {
            answer = get(path);
            return fits(answer);
        });
        return answer;
    }

    std::atomic<int> told_{0};  // changes of stories that readers may notice
    settings::Settings settings_;
    serve::ProxyPolicy edge_;
    std::unique_ptr<search::Index> index_;
    std::unique_ptr<search::IndexFollower> index_follower_;
    std::unique_ptr<site::MostRead> most_read_;
    std::unique_ptr<site::LiveSite> site_;
    std::unique_ptr<serve::Server> server_;
    std::unique_ptr<site::MostReadWriter> most_read_writer_;
    std::unique_ptr<site::CacheInvalidator> invalidator_;
};

inline bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace warraq::testing
