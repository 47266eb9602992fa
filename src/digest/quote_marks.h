// Quotation marks and brackets, and whether each that opens closes. Internal to the room; pure.
#pragma once

#include <string_view>

namespace warraq::digest {

// How many more opened than closed.
struct Marks {
    int guillemets = 0, curly = 0, brackets = 0, straight = 0;
    void count(std::string_view text);
    bool balanced() const { return guillemets == 0 && curly == 0 && brackets == 0 && straight % 2 == 0; }
    Marks operator-(const Marks& other) const {
        return {guillemets - other.guillemets, curly - other.curly, brackets - other.brackets,
                straight - other.straight};
    }
};

// Every quotation mark and bracket that opens closes.
bool balanced(std::string_view text);
// The one quotation mark that a text still lacks; nullptr where it lacks none or more.
const char* closing_for(std::string_view text);

// `slice` is of `text`: with the quotation marks or brackets that close right after it.
std::string_view with_closing(std::string_view text, std::string_view slice);

}  // namespace warraq::digest
