// A comment form's body: parsed, cleaned, judged, and cleaned again to the same.
#include <cstdint>
#include <cstdlib>

#include "serve/http/message.h"
#include "story/comment.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto fields = warraq::serve::parse_form({reinterpret_cast<const char*>(data), size});
    warraq::story::CommentDraft draft;
    if (fields.size() > 0) draft.name = fields[0].value;
    if (fields.size() > 1) draft.email = fields[1].value;
    if (fields.size() > 2) draft.text = fields[2].value;
    const auto once = warraq::story::clean(draft);
    const auto twice = warraq::story::clean(once);
    if (once.name != twice.name || once.text != twice.text) std::abort();
    (void)warraq::story::errors_of(once);
    return 0;
}
