// The XML of a WordPress export. What XML has no character for is left out, or a space. Internal to the room;
// pure.
#pragma once

#include <string>
#include <string_view>

namespace warraq::wordpress {

// Also right within HTML whose attributes stand in double quotes.
std::string xml_escaped(std::string_view text);
std::string cdata(std::string_view text);

// "<name>value</name>\n", of a value that is escaped or CDATA.
std::string element(std::string_view name, std::string_view value);

}  // namespace warraq::wordpress
