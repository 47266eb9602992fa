// A theme: templates on disk (CTemplate, with contextual escaping by itself), the style sheet and the script.
//
//     auto theme = Theme::load("share");          // share/themes/default, share/static
//     Sheet sheet("story");
//     sheet.text("NAME", name);                    // escaped where the template prints it
//     sheet.html("BODY_HTML", body_html(body));    // printed as it is: {{BODY_HTML:none}}
//     std::string page = theme->expand("story.html", sheet);
//
// A template may use :none only on names that end in _HTML, and a Sheet puts only SafeHtml under those:
// load() refuses a theme that does otherwise.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "press/html.h"
#include "press/share_picture.h"

namespace ctemplate {
class TemplateCache;
class TemplateDictionary;
}  // namespace ctemplate

namespace warraq::press {

// The values of one template; sections and includes are sheets of their own, owned by the first.
class Sheet {
  public:
    explicit Sheet(const std::string& name);
    ~Sheet();
    Sheet(const Sheet&) = delete;
    Sheet& operator=(const Sheet&) = delete;

    void text(const char* name, std::string_view value);
    void html(const char* name, const SafeHtml& value);  // `name` ends in _HTML
    void show(const char* section);  // {{#SECTION}}…{{/SECTION}} once, with these values
    Sheet add(const char* section);  // once more, with its own
    Sheet include(const char* place, const char* file);  // {{>PLACE}}

  private:
    friend class Theme;
    explicit Sheet(ctemplate::TemplateDictionary* borrowed);

    std::unique_ptr<ctemplate::TemplateDictionary> owned_;
    ctemplate::TemplateDictionary* dictionary_;
};

class Theme {
  public:
    // `share` holds themes/NAME and static/. Error: NotFound or Invalid, naming the file and what is wrong
    // with it.
    static Result<Theme> load(const std::filesystem::path& share, const std::string& name = "default");

    Theme(Theme&&) noexcept;
    Theme& operator=(Theme&&) noexcept;
    ~Theme();

    // Thread-safe. `file` is one of the theme's: all were read by load().
    std::string expand(const char* file, const Sheet& sheet) const;

    const std::string& style() const { return style_; }            // inlined into every page
    const std::string& script_address() const { return script_; }  // "/static/reader.3f2a.js"
    const std::string& work_address() const { return work_; }      // of the script for CommentForm::Challenge
    const std::string& icon_address() const { return icon_; }
    const std::vector<std::string>& preloads() const { return preloads_; }  // fonts of the first view

    const SharePainter& painter() const { return *painter_; }

    // For the header: this style and script and nothing else, from nowhere else; in no frame, or in the
    // site's own and holding such.
    enum class Frames { None, OwnSite };
    std::string content_security_policy(Frames frames = Frames::None) const;

  private:
    Theme();
    std::unique_ptr<ctemplate::TemplateCache> templates_;
    std::unique_ptr<SharePainter> painter_;
    std::string style_, script_, work_, icon_;
    std::vector<std::string> preloads_;
};

}  // namespace warraq::press
