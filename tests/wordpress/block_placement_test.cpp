#include "wordpress/block_placement.h"

#include <gtest/gtest.h>

namespace warraq::wordpress {
namespace {

using story::Node;
using story::NodeKind;

Node of_kind(NodeKind kind, std::vector<Node> content = {}) {
    Node node;
    node.kind = kind;
    node.content = std::move(content);
    return node;
}

std::vector<NodeKind> kinds(const BlockPlace& place) {
    std::vector<NodeKind> out;
    for (const Node& block : place.blocks) out.push_back(block.kind);
    return out;
}

TEST(BlockPlacement, PutsAfterABlockWhatItCannotHold) {
    BlockPlacement placement;
    BlockPlace document{NodeKind::Doc, {}}, quote{NodeKind::Quote, {}};
    placement.put(of_kind(NodeKind::Image), quote);
    placement.put(of_kind(NodeKind::Heading), quote);
    placement.put(of_kind(NodeKind::Divider), quote);
    placement.settle(quote);
    EXPECT_EQ(kinds(quote), (std::vector{NodeKind::Paragraph})) << "the heading, as words";
    placement.put(of_kind(NodeKind::Quote), document);
    placement.settle(document);
    placement.settle(document);
    EXPECT_EQ(kinds(document), (std::vector{NodeKind::Quote, NodeKind::Image}));
}

TEST(BlockPlacement, OpensListsWhereNoneMayStand) {
    BlockPlacement placement;
    BlockPlace item{NodeKind::ListItem, {}}, cell{NodeKind::TableCell, {}};
    const Node list = of_kind(NodeKind::List, {of_kind(NodeKind::ListItem, {story::paragraph("أ")})});
    placement.put(list, item);
    placement.put(list, cell);
    EXPECT_EQ(kinds(item), (std::vector{NodeKind::List}));
    EXPECT_EQ(kinds(cell), (std::vector{NodeKind::Paragraph}));
}

}  // namespace
}  // namespace warraq::wordpress
