#include "wordpress/block_placement.h"

#include <utility>

namespace warraq::wordpress {

using story::Node;
using story::NodeKind;

namespace {

bool takes(NodeKind place, NodeKind block) {
    if (block == NodeKind::Paragraph || place == NodeKind::Doc) return true;
    return place == NodeKind::ListItem && block == NodeKind::List;
}

}  // namespace

void BlockPlacement::put(Node block, BlockPlace& place) {
    if (takes(place.kind, block.kind)) {
        place.blocks.push_back(std::move(block));
        return;
    }
    switch (block.kind) {
        case NodeKind::Image:
        case NodeKind::Embed:
        case NodeKind::Table: waiting_.push_back(std::move(block)); return;
        case NodeKind::Divider: return;
        case NodeKind::Heading:
            block.kind = NodeKind::Paragraph;
            block.attributes.clear();
            put(std::move(block), place);
            return;
        default:
            for (Node& part : block.content) put(std::move(part), place);
    }
}

void BlockPlacement::settle(BlockPlace& place) {
    if (place.kind != NodeKind::Doc) return;
    for (Node& block : std::exchange(waiting_, {})) place.blocks.push_back(std::move(block));
}

}  // namespace warraq::wordpress
