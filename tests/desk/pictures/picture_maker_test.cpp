#include "desk/pictures/picture_maker.h"

#include <atomic>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <thread>
#include <vips/vips8>

#include "base/file.h"
#include "story/address.h"
#include "support/desk.h"
#include "support/eventually.h"
#include "support/holders.h"
#include "support/temporary_folder.h"

namespace warraq::desk {
namespace {

using vips::VImage;

// A picture of that kind (".jpg", ".png" …), upright, of one colour and a diagonal.
std::string encoded(const std::string& kind, int width = 640, int height = 360, const char* options = "") {
    VImage image =
        VImage::black(width, height, VImage::option()->set("bands", 3)) + std::vector<double>{180, 120, 60};
    image =
        image.cast(VIPS_FORMAT_UCHAR).copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
    void* bytes = nullptr;
    std::size_t size = 0;
    image.write_to_buffer((kind + options).c_str(), &bytes, &size);
    std::string out(static_cast<const char*>(bytes), size);
    g_free(bytes);
    return out;
}

class PictureMakerTest : public ::testing::Test {
  protected:
    static void SetUpTestSuite() { ASSERT_EQ(VIPS_INIT("test"), 0); }
    std::string refusal(std::string_view upload) {
        auto picture = make_picture(upload, folder_.path());
        return picture ? "taken as " + picture->media : picture.error().message;
    }
    std::size_t files() {
        return static_cast<std::size_t>(
            std::distance(std::filesystem::directory_iterator(folder_.path()), {}));
    }
    testing::TemporaryFolder folder_;
};

TEST_F(PictureMakerTest, MakesSizesThatBrowsersChooseFrom) {
    const auto picture = make_picture(encoded(".jpg", 3000, 1500), folder_.path());
    ASSERT_TRUE(picture) << picture.error().message;
    EXPECT_EQ(picture->width, 1600);
    EXPECT_EQ(picture->height, 800);
    EXPECT_EQ(files(), 7u) << "three sizes, each twice, and the JPEG";
    for (const auto& [kind, ending, loader] : {std::tuple(story::PictureKind::Webp, ".webp", "webpload"),
                                               std::tuple(story::PictureKind::Avif, ".avif", "heifload")}) {
        const auto sizes = story::picture_sizes(picture->media, picture->width, kind);
        EXPECT_NE(sizes.find(fmt::format("-800{} 800w, ", ending)), sizes.npos) << sizes;
        EXPECT_NE(sizes.find(fmt::format("{} 1600w", ending)), sizes.npos) << sizes;
        for (const int width : {0, 800, 400}) {
            const auto file = folder_ / story::picture_size(picture->media, width, kind);
            const VImage read = VImage::new_from_file(file.c_str());
            EXPECT_EQ(read.width(), width ? width : 1600) << file;
            EXPECT_EQ(read.get_string("vips-loader"), std::string(loader));
        }
    }
    const auto plain = story::plain_picture({.media = picture->media, .width = 1600, .height = 800});
    const VImage jpeg = VImage::new_from_file((folder_ / plain.media).c_str());
    EXPECT_EQ(jpeg.get_string("vips-loader"), std::string("jpegload"));
    EXPECT_EQ(jpeg.width(), plain.width);
    EXPECT_EQ(jpeg.height(), plain.height);
    EXPECT_EQ(make_picture(encoded(".jpg", 3000, 1500), folder_.path())->media, picture->media)
        << "named by what it shows";
    const auto small = make_picture(encoded(".png", 300, 200), folder_.path());
    EXPECT_EQ(small->width, 300) << "never made larger";
    EXPECT_EQ(story::picture_sizes(small->media, 300), "/media/" + small->media + " 300w");
    EXPECT_EQ(story::picture_sizes("old.webp", 300), "");
    // As they were made before there was AVIF.
    EXPECT_EQ(story::picture_sizes("a.set.webp", 500), "/media/a.set-400.webp 400w, /media/a.set.webp 500w");
    EXPECT_EQ(story::picture_sizes("a.set.webp", 500, story::PictureKind::Avif), "");
    EXPECT_EQ(story::plain_picture({.media = "a.set.webp", .width = 1600}).media, "a.set.webp");
}

TEST_F(PictureMakerTest, ReadsWhatNewsroomsHave) {
    for (const char* kind : {".jpg", ".png", ".webp", ".gif", ".avif"})
        EXPECT_TRUE(make_picture(encoded(kind), folder_.path())) << kind << ": " << refusal(encoded(kind));
}

TEST_F(PictureMakerTest, NothingGoesOnButItsLook) {
    const std::string plain = encoded(".jpg");
    VImage image = VImage::new_from_buffer(plain, "").copy();
    image.set("exif-ifd3-GPSLatitude", "24/1 28/1 0/1 (24, 28,  0, Rational, 3 components, 24 bytes)");
    image.set("exif-ifd0-Make", "Spy camera (Spy camera, ASCII, 11 components, 11 bytes)");
    image.set("orientation", 6);
    void* bytes = nullptr;
    std::size_t size = 0;
    image.write_to_buffer(".jpg", &bytes, &size);
    const std::string upload =
        std::string(static_cast<const char*>(bytes), size) + "<script>alert(1)</script>PK\x03\x04";
    g_free(bytes);
    ASSERT_NE(upload.find("Spy camera"), upload.npos);
    const auto picture = make_picture(upload, folder_.path());
    ASSERT_TRUE(picture) << picture.error().message;
    EXPECT_EQ(picture->width, 360) << "turned upright";
    for (const auto& file : std::filesystem::directory_iterator(folder_.path())) {
        const auto made = *read_file(file.path());
        for (const char* trace : {"Spy camera", "24/1", "GPS", "<script>", "PK\x03\x04"})
            EXPECT_EQ(made.find(trace), made.npos) << trace << " in " << file.path();
    }
    EXPECT_GE(files(), 3u);
}

// Each is refused with a line that says why, and leaves no file.
TEST_F(PictureMakerTest, HostileUploadsAreRefused) {
    const std::string jpeg = encoded(".jpg"), png = encoded(".png"), webp = encoded(".webp"),
                      gif = encoded(".gif");
    std::vector<std::pair<std::string, std::string>> table = {
        {"empty", ""},
        {"one byte", "x"},
        {"text", "hello"},
        {"HTML", "<!doctype html><script>alert(1)</script>"},
        {"HTML that says it is GIF", "GIF89a<script>alert(1)</script>"},
        {"PHP", "<?php system($_GET['c']); ?>"},
        {"PHP behind a JPEG mark", "\xFF\xD8\xFF\xE0<?php system('id'); ?>"},
        {"SVG",
         R"(<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><rect width="100" height="100"/></svg>)"},
        {"SVG with script", R"(<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>)"},
        {"SVG with a file",
         R"(<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>)"},
        {"PDF", "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>"},
        {"PostScript", "%!PS-Adobe-3.0 EPSF-3.0\n(x) run"},
        {"ImageMagick's own",
         "push graphic-context\nviewbox 0 0 640 480\nfill 'url(https://example.org/x|ls)'\npop "
         "graphic-context"},
        {"MVG by name", "mvg:push graphic-context"},
        {"BMP",
         std::string("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0\1\0\x18\0\0\0\0\0\x10\0\0\0",
                     38) +
             std::string(32, '\0')},
        {"ICO",
         std::string("\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0\x68\4\0\0\x16\0\0\0", 22) + std::string(64, '\0')},
        {"TIFF", std::string("II*\0\x08\0\0\0", 8) + std::string(64, '\0')},
        {"big TIFF", std::string("MM\0*\0\0\0\x08", 8) + std::string(64, '\0')},
        {"JPEG 2000", std::string("\0\0\0\x0CjP  \r\n\x87\n", 12) + std::string(64, '\0')},
        {"JPEG XL", "\xFF\x0A" + std::string(64, '\0')},
        {"Photoshop", "8BPS\0\1" + std::string(64, '\0')},
        {"OpenEXR", "\x76\x2F\x31\x01" + std::string(64, '\0')},
        {"Radiance", "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n"},
        {"PPM", "P6 1 1 255\nabc"},
        {"PGM", "P2 1 1 255\n5"},
        {"CSV as picture", "1,2,3\n4,5,6\n"},
        {"Analyze", std::string("\x5C\1\0\0", 4) + std::string(344, '\0')},
        {"FITS", "SIMPLE  =                    T" + std::string(2850, ' ')},
        {"vips's own", std::string("\xB6\xA6\xF2\x08", 4) + std::string(64, '\0')},
        {"ZIP", "PK\x03\x04" + std::string(64, '\0')},
        {"gzip", "\x1F\x8B\x08" + std::string(64, '\0')},
        {"ELF",
         "\x7F"
         "ELF" +
             std::string(64, '\0')},
        {"Windows program", "MZ" + std::string(64, '\0')},
        {"MP4", std::string("\0\0\0\x18"
                            "ftypmp42\0\0\0\0mp42isom",
                            24) +
                    std::string(64, '\0')},
        {"WebM", "\x1A\x45\xDF\xA3" + std::string(64, '\0')},
        {"WAV that says RIFF", "RIFF\x24\0\0\0WAVEfmt " + std::string(64, '\0')},
        {"MP3", "ID3\x04" + std::string(64, '\0')},
        {"JPEG, its mark alone", "\xFF\xD8\xFF"},
        {"JPEG, head alone", jpeg.substr(0, 200)},
        {"JPEG, cut in half", jpeg.substr(0, jpeg.size() / 2)},
        {"JPEG, an end after its beginning", "\xFF\xD8\xFF\xD9"},
        {"PNG, its mark alone", "\x89PNG\r\n\x1A\n"},
        {"PNG, head alone", png.substr(0, 33)},
        {"PNG, cut in half", png.substr(0, png.size() / 2)},
        {"WebP, its mark alone", std::string("RIFF\x1A\0\0\0WEBPVP8 ", 16)},
        {"WebP, cut in half", webp.substr(0, webp.size() / 2)},
        {"GIF, its mark alone", "GIF89a"},
        {"GIF, head alone", gif.substr(0, 13)},
        {"AVIF, its mark alone", std::string("\0\0\0\x20"
                                             "ftypavif\0\0\0\0avifmif1miafMA1B",
                                             32)},
        {"HEIF of nothing", std::string("\0\0\0\x18"
                                        "ftypheic\0\0\0\0mif1heic",
                                        24) +
                                std::string(64, '\0')},
        {"too small to see", encoded(".png", 1, 1)},
        {"a line", encoded(".png", 4000, 1)},
        {"more pixels than a camera has", encoded(".png", 12'000, 12'000, "[compression=9]")},
        {"a bomb of one colour", encoded(".gif", 10'000, 10'000)},
        {"larger than it may be", std::string(kLargestUpload + 1, 'x')},
    };
    // The size in a PNG's head made absurd.
    std::string absurd = png;
    absurd.replace(16, 8, std::string("\x7F\xFF\xFF\xFF\x7F\xFF\xFF\xFF", 8));
    table.emplace_back("PNG of 2³¹ × 2³¹", absurd);
    std::string zero = png;
    zero.replace(16, 8, std::string(8, '\0'));
    table.emplace_back("PNG of 0 × 0", zero);
    std::string flipped = png;
    flipped[flipped.size() / 2] = static_cast<char>(~flipped[flipped.size() / 2]);
    table.emplace_back("PNG with a wrong sum", flipped);
    const std::string avif = encoded(".avif");
    table.emplace_back("AVIF, cut in half", avif.substr(0, avif.size() / 2));
    std::string wide = jpeg;
    if (const auto frame = wide.find("\xFF\xC0"); frame != wide.npos)
        wide.replace(frame + 5, 4, "\xFF\xFF\xFF\xFF");
    table.emplace_back("JPEG of 65,535 × 65,535", wide);
    EXPECT_GE(table.size(), 60u);
    for (const auto& [what, upload] : table) {
        const auto says = refusal(upload);
        EXPECT_TRUE(says.starts_with("the file ") || says.starts_with("the picture "))
            << what << ": " << says;
        EXPECT_EQ(says.find('\n'), says.npos) << what;
    }
    EXPECT_EQ(files(), 0u) << "nothing is left behind";
}

class UploadTest : public testing::DeskTest {};

TEST_F(UploadTest, IsForWritersAlone) {
    const auto reporter = come_in(story::Role::Reporter), moderator = come_in(story::Role::Moderator);
    const std::string jpeg = encoded(".jpg", 900, 600);
    const auto upload = [&](const testing::Browser& who, const std::string& bytes) {
        return raw_call(
            "POST", "/desk/api/pictures", bytes,
            fmt::format("Content-Type: image/jpeg\r\nCookie: warraq_desk={}\r\nX-CSRF-Token: {}\r\n",
                        who.cookie, who.csrf_token));
    };
    const auto made = upload(reporter, jpeg);
    ASSERT_EQ(made.status, 201) << made.json;
    EXPECT_EQ(made.json["width"], 900);
    EXPECT_TRUE(std::filesystem::exists(folder_ / "media" / made.json["media"].get<std::string>()));
    EXPECT_EQ(upload(moderator, jpeg).code(), "not_allowed");
    EXPECT_EQ(upload({reporter.cookie, "0"}, jpeg).code(), "csrf_token");
    EXPECT_EQ(upload(reporter, "text").code(), "invalid");
    EXPECT_EQ(upload({}, std::string(1 << 20, 'x')).status, 401)
        << "a stranger's large body is not even read";
    EXPECT_EQ(upload(reporter, std::string((32 << 20) + 1, 'x')).status, 413);
}

class PictureTurnsTest : public testing::StoreTest {
  protected:
    static void SetUpTestSuite() { ASSERT_EQ(VIPS_INIT("test"), 0); }
};

TEST_F(PictureTurnsTest, WhoWaitsTooLongIsToldToTryAgain) {
    std::filesystem::create_directories(folder_ / "kept");
    std::filesystem::create_directories(folder_ / "here");
    const std::string upload = encoded(".png", 100, 100);
    std::vector<std::thread> makers;
    std::atomic<int> made{0};
    {
        const testing::WriteHolder holder(*store_);
        for (int i = 0; i < 2; ++i)
            makers.emplace_back([&] {  // they hold their turns until the database takes their pictures
                if (make_picture(upload, store::Media(folder_ / "kept", store_.get()))) ++made;
            });
        Result<Picture> third = Picture{};
        EXPECT_TRUE(testing::eventually([&] {
            third = make_picture(upload, folder_ / "here", std::chrono::seconds(0));
            return !third;
        }));
        EXPECT_EQ(third.error().kind, Error::Kind::Unavailable);
        EXPECT_EQ(third.error().message, "other pictures are being made; try again in a moment");
    }
    for (std::thread& maker : makers) maker.join();
    EXPECT_EQ(made, 2);
    EXPECT_TRUE(make_picture(upload, folder_ / "here"));
}

}  // namespace
}  // namespace warraq::desk
