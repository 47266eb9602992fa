#include "desk/pictures/picture_maker.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>
#include <mutex>
#include <semaphore>
#include <vips/vips8>

#include "base/crypto.h"
#include "base/machine.h"
#include "story/address.h"

namespace warraq::desk {
namespace {

using vips::VImage;

// About as good as each other to the eye.
constexpr int kWebpQuality = 80, kAvifQuality = 60, kJpegQuality = 82;
constexpr int kAvifEffort = 2;    // of 9: a tenth of a second for a large one; 4 takes seven times as long
constexpr int kTallest = 10'000;  // of what is written

// libvips names the loader that recognises the bytes; these are the ones that may.
constexpr std::array<std::string_view, 5> kLoaders = {
    "VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer",
    "VipsForeignLoadNsgifBuffer", "VipsForeignLoadHeifBuffer"};

std::counting_semaphore<Machine::kPicturesAtATime> hands(Machine::kPicturesAtATime);
class Turn {
  public:
    explicit Turn(std::chrono::seconds wait) : taken_(hands.try_acquire_for(wait)) {}
    ~Turn() {
        if (taken_) hands.release();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    bool taken() const { return taken_; }

  private:
    const bool taken_;
};

void start_vips() {
    static std::once_flag once;
    std::call_once(once, [] {
        if (VIPS_INIT("warraq") != 0) vips_error_exit(nullptr);
        vips_block_untrusted_set(TRUE);
        // What it warns of is in the uploads, and no one's to mend.
        g_log_set_handler(
            "VIPS", G_LOG_LEVEL_WARNING, [](const char*, GLogLevelFlags, const char*, void*) {}, nullptr);
        vips_concurrency_set(1);  // pictures run beside each other instead (Machine::heavy_workers)
        vips_cache_set_max(0);    // no upload is seen twice
    });
}

Result<void> check_kind(std::string_view upload) {
    if (upload.empty()) return invalid("the file is empty");
    if (upload.size() > kLargestUpload)
        return invalid(fmt::format("the file is larger than {} MB", kLargestUpload >> 20));
    const char* loader = vips_foreign_find_load_buffer(upload.data(), upload.size());
    vips_error_clear();
    if (!loader || std::find(kLoaders.begin(), kLoaders.end(), loader) == kLoaders.end())
        return invalid("the file is not a JPEG, PNG, WebP, GIF or AVIF picture");
    return {};
}

// Upright, in sRGB, no wider than `width`; decoded by then, to its last byte.
VImage at_most(const VImage& image, int width) {
    VImage out = image
                     .thumbnail_image(width, VImage::option()
                                                 ->set("height", kTallest)
                                                 ->set("size", VIPS_SIZE_DOWN)
                                                 ->set("export_profile", "srgb"))
                     .copy_memory()
                     .copy();
    // What the upload tells beside its look goes: where, when and with what it was taken. (libvips 8.14 does
    // not do it by itself for WebP: its «strip» still writes EXIF, of which only the resolution is left by
    // this.)
    const std::unique_ptr<char*, void (*)(char**)> fields(vips_image_get_fields(out.get_image()),
                                                          [](char** names) { g_strfreev(names); });
    for (char** name = fields.get(); *name; ++name) {
        const std::string_view field = *name;
        if (field.ends_with("-data") || field.starts_with("exif-") || field == "orientation")
            out.remove(*name);
    }
    return out;
}

std::string content_of(VipsBlob* blob) {
    const std::unique_ptr<VipsBlob, void (*)(VipsBlob*)> owned(
        blob, [](VipsBlob* held) { vips_area_unref(VIPS_AREA(held)); });
    std::size_t size = 0;
    const void* bytes = vips_blob_get(blob, &size);
    return {static_cast<const char*>(bytes), size};
}

std::string as_webp(const VImage& image) {
    return content_of(image.webpsave_buffer(VImage::option()->set("Q", kWebpQuality)->set("strip", true)));
}

std::string as_avif(const VImage& image) {
    return content_of(image.heifsave_buffer(VImage::option()
                                                ->set("Q", kAvifQuality)
                                                ->set("compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1)
                                                ->set("effort", kAvifEffort)
                                                ->set("strip", true)));
}

// What is clear becomes white: JPEG knows nothing clear.
std::string as_jpeg(const VImage& image) {
    return content_of(image.jpegsave_buffer(VImage::option()
                                                ->set("Q", kJpegQuality)
                                                ->set("strip", true)
                                                ->set("background", std::vector<double>{255, 255, 255})));
}

Result<void> check_size(int width, int height) {
    if (static_cast<std::int64_t>(width) * height > kMostPixels)
        return invalid(fmt::format("the picture has {}×{} pixels: more than {} million", width, height,
                                   kMostPixels / 1'000'000));
    if (width < 16 || height < 16) return invalid("the picture is smaller than 16×16 pixels");
    return {};
}

}  // namespace

Result<Picture> make_picture(std::string_view upload, const store::Media& media, std::chrono::seconds wait) {
    start_vips();
    if (auto fit = check_kind(upload); !fit) return fail(fit.error());
    const Turn turn(wait);
    if (!turn.taken()) return unavailable("other pictures are being made; try again in a moment");
    try {
        // Only the head is read here; the rest when the first size is made.
        const VImage whole = VImage::new_from_buffer(
            upload.data(), upload.size(), "",
            VImage::option()->set("access", VIPS_ACCESS_SEQUENTIAL)->set("fail_on", VIPS_FAIL_ON_ERROR));
        if (auto fit = check_size(whole.width(), whole.height()); !fit) return fail(fit.error());
        Picture picture;
        VImage made = whole;
        for (const int width : story::kPictureWidths) {
            const bool first = picture.media.empty();
            if (!first && width >= picture.width) continue;
            made = at_most(made, width);
            const std::string webp = as_webp(made);
            if (first)
                picture = {story::sized_picture(crypto::content_hash(webp)), made.width(), made.height()};
            const int named = first ? 0 : width;
            const auto avif = story::picture_size(picture.media, named, story::PictureKind::Avif);
            if (auto done = media.put(story::picture_size(picture.media, named), webp); !done)
                return fail(done.error());
            if (auto done = media.put(avif, as_avif(made)); !done) return fail(done.error());
            if (!first) continue;
            const auto plain = story::plain_picture({.media = picture.media});
            if (auto done = media.put(plain.media, as_jpeg(at_most(made, story::kPlainWidth))); !done)
                return fail(done.error());
        }
        return picture;
    } catch (const vips::VError&) {
        vips_error_clear();
        return invalid("the picture is damaged and cannot be read to its end");
    }
}

}  // namespace warraq::desk
