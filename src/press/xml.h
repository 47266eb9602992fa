// XML written by hand, escaped by construction: characters that XML 1.0 cannot hold are left out.
//
//     Xml xml;
//     xml.open("item").element("title", story.headline).close();
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace warraq::press {

class Xml {
  public:
    using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

    Xml() : out_("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n") {}
    Xml& open(std::string_view name, Attributes attributes = {});
    Xml& close();  // the element opened last
    Xml& element(std::string_view name, std::string_view text, Attributes attributes = {});
    Xml& empty(std::string_view name, Attributes attributes);
    std::string finish();  // closes what is open

  private:
    void start(std::string_view name, Attributes attributes);
    void text(std::string_view text);

    std::string out_;
    std::vector<std::string> open_;
};

}  // namespace warraq::press
