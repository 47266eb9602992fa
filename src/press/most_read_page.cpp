// The page of what was read most.
#include "press/frame.h"

namespace warraq::press {

using story::Card;
using story::Section;

std::string Press::most_read_page(std::span<const Section> sections, const MostRead& most) const {
    struct Part {
        const char *title, *id;
        const std::vector<Card>& cards;
    };
    Sheet sheet("most_read");
    bool empty = true;
    for (const Part& part :
         {Part{"في الساعة الأخيرة", "hour", most.hour}, Part{"في اليوم الأخير", "day", most.day},
          Part{"في الأسبوع الأخير", "week", most.week}}) {
        if (part.cards.empty()) continue;
        empty = false;
        auto shown = sheet.add("PERIOD");
        shown.text("TITLE", part.title);
        shown.text("ID", part.id);
        fill_ranks(shown, part.cards, sections, true);
    }
    if (empty) sheet.show("EMPTY");
    const Frame frame{.title = "الأكثر قراءة",
                      .description = "ما قرأه القراء أكثر من غيره في الساعة واليوم والأسبوع.",
                      .address = "/most-read",
                      .kind = "mostread",
                      .sections = sections};
    return framed(frame, "most_read.html", sheet);
}

}  // namespace warraq::press
