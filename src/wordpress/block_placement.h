// Where the blocks of a body may stand: what a place does not take is simplified, or stands after the block
// that cannot hold it. Internal to the room; belongs to one thread.
#pragma once

#include <vector>

#include "story/body.h"

namespace warraq::wordpress {

// What blocks are put into: the document, or a node that takes fewer kinds.
struct BlockPlace {
    story::NodeKind kind;
    std::vector<story::Node> blocks;
};

class BlockPlacement {
  public:
    // Pictures, embeds and tables wait for settle() where `place` takes none; headings become paragraphs,
    // lists and quotes are opened.
    void put(story::Node block, BlockPlace& place);
    // What waits comes after the document's last block; nothing happens in other places.
    void settle(BlockPlace& place);

  private:
    std::vector<story::Node> waiting_;
};

}  // namespace warraq::wordpress
