#include "press/theme.h"

#include <cstdlib>
#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "base/file.h"

namespace warraq::press {
namespace {

using ctemplate::TemplateDictionary;
using ctemplate::TemplateString;

constexpr auto kStrip = ctemplate::STRIP_WHITESPACE;
constexpr const char* kFiles[] = {"layout.html",    "front.html", "river.html", "search.html",
                                  "most_read.html", "story.html", "card.html",  "message.html"};

TemplateString view(std::string_view text) {
    return {text.data(), text.size()};
}

// What must hold of a template before it may be printed to readers.
Result<void> check_template(const std::string& file, const std::string& source) {
    if (source.find("{{%AUTOESCAPE context=\"HTML\"}}") != 0)
        return invalid(fmt::format("{}: does not begin with {{{{%AUTOESCAPE context=\"HTML\"}}}}", file));
    for (auto at = source.find("{{"); at != source.npos; at = source.find("{{", at + 2)) {
        const auto tag = source.substr(at + 2, source.find("}}", at) - at - 2);
        if (tag.empty() || std::string_view("#/>!%").find(tag.front()) != std::string_view::npos) continue;
        const auto colon = std::min(tag.find(':'), tag.size());
        const bool html = std::string_view(tag).substr(0, colon).ends_with("_HTML");
        if (html != (tag.substr(colon) == ":none"))
            return invalid(fmt::format(
                "{}: {{{{{}}}}}: names that end in _HTML are printed with :none, and no others", file, tag));
    }
    return {};
}

}  // namespace

Sheet::Sheet(const std::string& name)
    : owned_(std::make_unique<TemplateDictionary>(view(name))), dictionary_(owned_.get()) {}
Sheet::Sheet(TemplateDictionary* borrowed) : dictionary_(borrowed) {}
Sheet::~Sheet() = default;

void Sheet::text(const char* name, std::string_view value) {
    dictionary_->SetValue(name, view(value));
}
void Sheet::html(const char* name, const SafeHtml& value) {
    dictionary_->SetValue(name, view(value.text()));
}
void Sheet::show(const char* section) {
    dictionary_->ShowSection(section);
}
Sheet Sheet::add(const char* section) {
    return Sheet(dictionary_->AddSectionDictionary(section));
}

Sheet Sheet::include(const char* place, const char* file) {
    auto* included = dictionary_->AddIncludeDictionary(place);
    included->SetFilename(file);
    return Sheet(included);
}

Theme::Theme() : templates_(std::make_unique<ctemplate::TemplateCache>()) {}
Theme::Theme(Theme&&) noexcept = default;
Theme& Theme::operator=(Theme&&) noexcept = default;
Theme::~Theme() = default;

Result<Theme> Theme::load(const std::filesystem::path& share, const std::string& name) {
    const auto folder = share / "themes" / name;
    Theme theme;
    theme.templates_->SetTemplateRootDirectory(folder.string());
    for (const char* file : kFiles) {
        auto source = read_file(folder / file);
        if (!source) return fail(source.error());
        if (auto checked = check_template((folder / file).string(), *source); !checked)
            return fail(checked.error());
        if (!theme.templates_->LoadTemplate(file, kStrip))
            return invalid(
                fmt::format("{}: is not a template (a section left open, or a value where none can be "
                            "escaped)",
                            (folder / file).string()));
    }
    auto manifest = read_file(share / "static.json");
    if (!manifest) return fail(manifest.error());
    const auto json = nlohmann::json::parse(*manifest, nullptr, false);
    if (!json.is_object()) return invalid("static.json: is not an object");
    const auto address = [&](const char* key) { return "/static/" + json.value(key, std::string()); };
    theme.script_ = address("script");
    theme.work_ = address("work");
    theme.icon_ = address("icon");
    for (const auto& font : json.value("preload", std::vector<std::string>()))
        theme.preloads_.push_back("/static/" + font);
    std::vector<std::filesystem::path> headline_fonts;
    for (const auto& font : json.value("headlines", std::vector<std::string>()))
        headline_fonts.push_back(share / "fonts" / font);
    auto painter = SharePainter::make(headline_fonts);
    if (!painter) return fail(painter.error());
    theme.painter_ = std::move(*painter);
    auto style = read_file(share / "static" / json.value("style", std::string()));
    if (!style) return fail(style.error());
    if (style->find("</") != style->npos) return invalid("the style sheet holds «</»");
    theme.style_ = std::move(*style);
    theme.templates_->Freeze();
    return theme;
}

std::string Theme::expand(const char* file, const Sheet& sheet) const {
    std::string out;
    out.reserve(32 * 1024);
    ctemplate::StringEmitter emitter(&out);
    // All were loaded: a name that is not there is a mistake in this program.
    if (!templates_->ExpandNoLoad(file, kStrip, sheet.dictionary_, nullptr, &emitter)) std::abort();
    return out;
}

std::string Theme::content_security_policy(Frames frames) const {
    return fmt::format(
        "default-src 'none'; style-src 'self' 'sha256-{}'; script-src 'self'; font-src 'self'; img-src "
        "'self'; "
        "connect-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'; {}",
        crypto::sha256_base64(style_),
        frames == Frames::None ? "frame-ancestors 'none'" : "frame-src 'self'; frame-ancestors 'self'");
}

}  // namespace warraq::press
