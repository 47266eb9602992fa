// The walk through a stranger's HTML that makes blocks of its elements. Internal to html_body.h's
// implementation; belongs to one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wordpress/block_placement.h"
#include "wordpress/html_body.h"
#include "wordpress/html_line.h"
#include "wordpress/html_tree.h"

namespace warraq::wordpress {

class HtmlConverter {
  public:
    explicit HtmlConverter(const HtmlImport& how) : how_(how) {}
    std::vector<story::Node> convert(const GumboOutput& parsed);

  private:
    void changed(std::string_view kind) const {
        if (how_.changed) how_.changed(kind);
    }
    void write(std::string_view text) { line_.write(text, pre_ && !one_line_); }

    void children(const GumboNode& node, BlockPlace& place);
    void element(const GumboNode& node, BlockPlace& place);
    void text(std::string_view text, BlockPlace& place);
    void with_mark(story::Mark mark, const GumboNode& node, BlockPlace& place);
    void link(const GumboNode& node, BlockPlace& place);

    // Ends the paragraph that is being written.
    void flush(BlockPlace& place);
    // What is inside as one line of text, whatever blocks it holds.
    std::vector<story::Node> line_of(const GumboNode& node);
    std::string words_of(const GumboNode& node);
    // A block in the middle of a text: what was written before it is a paragraph.
    void put_in_between(std::optional<story::Node> block, BlockPlace& place);

    void picture(const GumboElement& it, BlockPlace& place);
    void gallery(const GumboElement& it, BlockPlace& place);
    void player(const GumboNode& node, std::string_view name, BlockPlace& place);
    // In place of a picture that is not at hand.
    void put_missing(std::string_view address, std::string_view words, BlockPlace& place);
    std::optional<story::Node> card_of(const GumboElement& it, const std::string& title);
    // A card whose address is one that a body takes.
    std::optional<story::Node> card_to(std::string_view address, std::string title) const;
    // Where a link leads now; nothing: nowhere that a body may link to.
    std::optional<std::string> link_to(std::string_view address) const;

    // In html_blocks.cpp.
    void heading(const GumboNode& node, int level, BlockPlace& place);
    void list(const GumboNode& node, bool ordered, BlockPlace& place);
    void quote(const GumboNode& node, BlockPlace& place);
    // The quote's blocks; the last <cite> or <footer> among them is its speaker.
    void quoted(const GumboNode& node, BlockPlace& inside, std::string& speaker);
    void table(const GumboNode& node, BlockPlace& place);
    void rows(const GumboNode& node, story::Node& block, BlockPlace& place);
    // A picture and what is written under it, or whatever else somebody put in a frame.
    void figure(const GumboNode& node, BlockPlace& place);

    const HtmlImport& how_;
    HtmlLine line_;
    BlockPlacement placement_;
    bool one_line_ = false, pre_ = false;
    int list_depth_ = 0;
};

}  // namespace warraq::wordpress
