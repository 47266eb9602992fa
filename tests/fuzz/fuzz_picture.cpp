// What somebody uploads as a picture: it is one of ours afterwards, within the limits, or refused in words.
#include <cstdint>
#include <cstdlib>

#include "desk/pictures/picture_maker.h"
#include "support/temporary_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace warraq;
    static const testing::TemporaryFolder media;
    const auto picture = desk::make_picture({reinterpret_cast<const char*>(data), size}, media.path());
    if (picture && (picture->width < 1 || picture->height < 1 ||
                    std::int64_t(picture->width) * picture->height > desk::kMostPixels ||
                    !std::filesystem::exists(media / picture->media)))
        std::abort();
    if (!picture && picture.error().message.empty()) std::abort();
    for (const auto& file : std::filesystem::directory_iterator(media.path())) std::filesystem::remove(file);
    return 0;
}
