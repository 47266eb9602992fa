// The site behind the simulated server, and what it answers, for peers to compare.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "serve/routing/site.h"
#include "serve/simulation/choices.h"

namespace warraq::serve::simulation {

// `calm`: whom the site lets in, it lets in each time.
Site make_site(Choices& choices, bool calm, std::shared_ptr<EventStream> events);

struct Known {
    std::string_view target;
    int status;
    std::string body;
};
// What a GET is answered with.
const std::vector<Known>& known_pages();

inline constexpr std::string_view kFilePath = "/file";
inline constexpr std::size_t kFileSize = 70'000;
std::string file_bytes(std::size_t first, std::size_t size);
// What somebody uploads: at times more than memory takes.
std::size_t upload_size(Choices& choices);

inline constexpr std::size_t kLargestForm = 4'000, kLargestUpload = 700'000;

}  // namespace warraq::serve::simulation
