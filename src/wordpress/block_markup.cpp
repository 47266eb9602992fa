#include "wordpress/block_markup.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/percent.h"
#include "story/address.h"
#include "wordpress/wxr_markup.h"

namespace warraq::wordpress {
namespace {

class BodyWriter {
  public:
    explicit BodyWriter(const std::string& site) : site_(site) {}

    std::string write(const story::Body& body) {
        for (const story::Node& block : body.blocks()) top(block);
        return std::move(out_);
    }

  private:
    std::string whole(std::string_view address) const {
        return address.starts_with('/') ? site_ + percent::encode_address(address) : std::string(address);
    }

    void top(const story::Node& node) {
        using enum story::NodeKind;
        switch (node.kind) {
            case Paragraph: block("paragraph", "", [&] { element("p", node); }); break;
            case Heading: {
                const int level = node.number("level");
                block("heading", level == 2 ? "" : fmt::format("{{\"level\":{}}} ", level),
                      [&] { element(fmt::format("h{}", level), node); });
                break;
            }
            case List:
                block("list", node.flag("ordered") ? "{\"ordered\":true} " : "", [&] { list(node); });
                break;
            case Quote:
                block("quote", "", [&] {
                    out_ += "<blockquote class=\"wp-block-quote\">";
                    for (const story::Node& part : node.content) element("p", part);
                    if (const auto speaker = node.attribute("speaker"); !speaker.empty())
                        out_ += "<cite>" + xml_escaped(speaker) + "</cite>";
                    out_ += "</blockquote>";
                });
                break;
            case Image:
                block("image", "", [&] {
                    out_ += fmt::format("<figure class=\"wp-block-image\"><img src=\"{}\" alt=\"{}\"/>",
                                        xml_escaped(whole(story::media_address(node.attribute("media")))),
                                        xml_escaped(node.attribute("alt")));
                    std::string caption(node.attribute("caption"));
                    if (const auto credit = node.attribute("credit"); !credit.empty())
                        caption += (caption.empty() ? "" : " ") + std::string(credit);
                    if (!caption.empty()) out_ += "<figcaption>" + xml_escaped(caption) + "</figcaption>";
                    out_ += "</figure>";
                });
                break;
            case Table:
                block("table", "", [&] {
                    out_ += "<figure class=\"wp-block-table\"><table><tbody>";
                    for (const story::Node& row : node.content) {
                        out_ += "<tr>";
                        for (const story::Node& cell : row.content) {
                            const char* name = cell.flag("header") ? "th" : "td";
                            out_ += fmt::format("<{}>", name);
                            for (std::size_t i = 0; i < cell.content.size(); ++i) {
                                if (i > 0) out_ += "<br>";
                                inside(cell.content[i]);
                            }
                            out_ += fmt::format("</{}>", name);
                        }
                        out_ += "</tr>";
                    }
                    out_ += "</tbody></table></figure>";
                });
                break;
            case Embed: {
                const std::string address = whole(node.attribute("url"));
                JsonWriter attributes;
                attributes.object().text("url", address);
                block("embed", attributes.take() + " ", [&] {
                    out_ += "<figure class=\"wp-block-embed\"><div class=\"wp-block-embed__wrapper\">\n" +
                            xml_escaped(address) + "\n</div></figure>";
                });
                break;
            }
            case Divider:
                block("separator", "", [&] { out_ += "<hr class=\"wp-block-separator\"/>"; });
                break;
            default: break;
        }
    }

    template <class Write>
    void block(std::string_view name, std::string_view attributes, Write write) {
        out_ += fmt::format("<!-- wp:{} {}-->\n", name, attributes);
        write();
        out_ += fmt::format("\n<!-- /wp:{} -->\n\n", name);
    }

    void list(const story::Node& node) {
        const char* name = node.flag("ordered") ? "ol" : "ul";
        out_ += fmt::format("<{}>", name);
        for (const story::Node& item : node.content) {
            out_ += "<li>";
            bool first = true;
            for (const story::Node& part : item.content) {
                if (part.kind == story::NodeKind::List) {
                    list(part);
                    continue;
                }
                if (!first) out_ += "<br>";
                inside(part);
                first = false;
            }
            out_ += "</li>";
        }
        out_ += fmt::format("</{}>", name);
    }

    void element(std::string_view name, const story::Node& node) {
        out_ += fmt::format("<{}>", name);
        inside(node);
        out_ += fmt::format("</{}>", name);
    }

    void inside(const story::Node& node) {
        for (const story::Node& run : node.content) {
            std::string closing;
            for (const story::Mark& mark : run.marks) {
                const char* name = mark.kind == story::MarkKind::Strong     ? "strong"
                                   : mark.kind == story::MarkKind::Emphasis ? "em"
                                   : mark.kind == story::MarkKind::Link     ? "a"
                                                                            : "span";
                out_ += fmt::format("<{}", name);
                if (mark.kind == story::MarkKind::Link)
                    out_ += fmt::format(" href=\"{}\"", xml_escaped(whole(mark.value)));
                if (mark.kind == story::MarkKind::Language)
                    out_ += fmt::format(" lang=\"{}\"", xml_escaped(mark.value));
                out_ += '>';
                closing.insert(0, fmt::format("</{}>", name));
            }
            out_ += xml_escaped(run.text) + closing;
        }
    }

    const std::string& site_;
    std::string out_;
};

}  // namespace

std::string block_markup(const story::Body& body, const std::string& site) {
    return BodyWriter(site).write(body);
}

}  // namespace warraq::wordpress
