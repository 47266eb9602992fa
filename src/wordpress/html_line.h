// The paragraph of a body that is being written: runs of text with their marks, white space as browsers
// collapse it. Internal to the room; belongs to one thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "story/body.h"

namespace warraq::wordpress {

class HtmlLine {
  public:
    // `keep_spaces`: spaces in a row stay, as spaces that do not break (preformatted text).
    void write(std::string_view text, bool keep_spaces);
    // What was written, without spaces at its end; empty where there are no words. The line is empty then.
    std::vector<story::Node> take();

    bool empty() const { return runs_.empty(); }
    bool ends_in_link() const;

    // Marks what is written from now on; false where a mark of the kind is set already.
    bool set_mark(story::Mark mark);
    void end_mark() { marks_.pop_back(); }  // the one that was set last

    // Another line within this one, under the same marks: the runs so far, to be put back by restore().
    std::vector<story::Node> set_aside() { return std::exchange(runs_, {}); }
    void restore(std::vector<story::Node> runs) { runs_ = std::move(runs); }

  private:
    void add_run(std::string run);

    std::vector<story::Node> runs_;
    std::vector<story::Mark> marks_;
};

}  // namespace warraq::wordpress
