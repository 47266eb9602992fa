#include "press/share_picture.h"

#include <fmt/format.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "base/utf8.h"

namespace warraq::press {
namespace {

struct Unref {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
    void operator()(FcConfig* config) const { FcConfigDestroy(config); }
    void operator()(PangoFontMap* fonts) const { g_object_unref(fonts); }
    void operator()(PangoContext* context) const { g_object_unref(context); }
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

// The reader's style in daylight (web/reader/reader.css).
struct Colour {
    double red, green, blue;
};
constexpr Colour colour(unsigned rgb) {
    return {((rgb >> 16) & 255) / 255.0, ((rgb >> 8) & 255) / 255.0, (rgb & 255) / 255.0};
}
constexpr Colour kPaper = colour(0xfdfbf7), kInk = colour(0x1f1b16), kQuiet = colour(0x635b50),
                 kLine = colour(0xe3dccf), kAccent = colour(0x8c3220);

constexpr int kMargin = 80, kBar = 24;
constexpr int kTextWidth = SharePainter::kWidth - 2 * kMargin - kBar;
constexpr int kHeadlineTop = 150, kHeadlineHeight = 330;
constexpr int kLargest = 76, kSmallest = 44, kStep = 4;  // headline, in pixels
constexpr int kMostLines = 5;
constexpr std::size_t kLongestText = 1000;  // bytes; no headline is longer, and Pango's time grows with it

cairo_status_t append_png(void* to, const unsigned char* bytes, unsigned int size) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), size);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

struct SharePainter::Fonts {
    Owned<FcConfig> config;
    Owned<PangoFontMap> map;
    std::string family;
};

namespace {

class Canvas {
  public:
    Canvas(PangoFontMap* fonts, const std::string& family)
        : surface_(
              cairo_image_surface_create(CAIRO_FORMAT_RGB24, SharePainter::kWidth, SharePainter::kHeight)),
          cairo_(cairo_create(surface_.get())),
          context_(pango_font_map_create_context(fonts)),
          layout_(pango_layout_new(context_.get())),
          font_(pango_font_description_new()) {
        pango_font_description_set_family(font_.get(), family.c_str());
        pango_font_description_set_weight(font_.get(), PANGO_WEIGHT_BOLD);
        pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_ellipsize(layout_.get(), PANGO_ELLIPSIZE_END);
        pango_layout_set_auto_dir(layout_.get(), TRUE);
    }

    void fill(Colour colour, double x, double y, double width, double height) {
        use(colour);
        cairo_rectangle(cairo_.get(), x, y, width, height);
        cairo_fill(cairo_.get());
    }

    // Sets the text; `lines` bounds it with an ellipsis. Returns whether it needs none, and its height.
    struct Measure {
        bool whole;
        int height;
    };
    Measure set(std::string_view text, int size, int lines) {
        pango_font_description_set_absolute_size(font_.get(), size * PANGO_SCALE);
        pango_layout_set_font_description(layout_.get(), font_.get());
        pango_layout_set_width(layout_.get(), kTextWidth * PANGO_SCALE);
        pango_layout_set_height(layout_.get(), -lines);
        pango_layout_set_text(layout_.get(), text.data(), static_cast<int>(text.size()));
        int height = 0;
        pango_layout_get_pixel_size(layout_.get(), nullptr, &height);
        return {!pango_layout_is_ellipsized(layout_.get()), height};
    }

    // What was set, from `top`, each paragraph at its own script's starting edge.
    void show(Colour colour, double top) {
        use(colour);
        cairo_move_to(cairo_.get(), kMargin, top);
        pango_cairo_show_layout(cairo_.get(), layout_.get());
    }

    Result<std::string> png() {
        std::string out;
        const auto status = cairo_surface_write_to_png_stream(surface_.get(), append_png, &out);
        if (status != CAIRO_STATUS_SUCCESS)
            return unavailable(fmt::format("a share picture: {}", cairo_status_to_string(status)));
        return out;
    }

  private:
    void use(Colour colour) { cairo_set_source_rgb(cairo_.get(), colour.red, colour.green, colour.blue); }

    Owned<cairo_surface_t> surface_;
    Owned<cairo_t> cairo_;
    Owned<PangoContext> context_;
    Owned<PangoLayout> layout_;
    Owned<PangoFontDescription> font_;
};

}  // namespace

SharePainter::SharePainter() : fonts_(std::make_unique<Fonts>()) {}
SharePainter::~SharePainter() = default;

Result<std::unique_ptr<SharePainter>> SharePainter::make(const std::vector<std::filesystem::path>& fonts) {
    auto painter = std::unique_ptr<SharePainter>(new SharePainter);
    Fonts& out = *painter->fonts_;
    out.config.reset(FcConfigCreate());
    for (const auto& file : fonts)
        if (!FcConfigAppFontAddFile(out.config.get(), reinterpret_cast<const FcChar8*>(file.c_str())))
            return invalid(file.string() + ": is not a font");
    const FcFontSet* set = FcConfigGetFonts(out.config.get(), FcSetApplication);
    FcChar8* family = nullptr;
    if (!set || set->nfont == 0 || FcPatternGetString(set->fonts[0], FC_FAMILY, 0, &family) != FcResultMatch)
        return invalid("there is no font for headlines in share pictures");
    out.family = reinterpret_cast<const char*>(family);
    out.map.reset(pango_cairo_font_map_new());
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(out.map.get()), out.config.get());
    return painter;
}

Result<std::string> SharePainter::paint(const SharePicture& picture) const {
    std::lock_guard lock(mutex_);
    Canvas canvas(fonts_->map.get(), fonts_->family);
    canvas.fill(kPaper, 0, 0, kWidth, kHeight);
    canvas.fill(kAccent, kWidth - kBar, 0, kBar, kHeight);
    if (!picture.section.empty()) {
        canvas.set(picture.section, 36, 1);
        canvas.show(kAccent, 64);
    }
    const auto headline = utf8::prefix(picture.headline, kLongestText);
    // The largest size in which it is whole.
    for (int size = kLargest;; size -= kStep) {
        const auto measure = canvas.set(headline, size, kMostLines);
        const bool fits = measure.whole && measure.height <= kHeadlineHeight;
        if (!fits && size > kSmallest) continue;
        canvas.show(kInk, kHeadlineTop + std::max(0, kHeadlineHeight - measure.height) / 3.0);
        break;
    }
    canvas.fill(kLine, kMargin, kHeight - 128, kTextWidth, 2);
    canvas.set(picture.site, 40, 1);
    canvas.show(kInk, kHeight - 108);
    if (!picture.address.empty()) {
        canvas.set(picture.address, 28, 1);
        canvas.show(kQuiet, kHeight - 98);
    }
    return canvas.png();
}

}  // namespace warraq::press
