// A page that is being sent. Its connection counts all of it, so as not to run ahead of a reader who takes
// little; all together count it once, however many are sent it.
#pragma once

#include "serve/cache/encoded_response.h"
#include "serve/limits/memory_budget.h"

namespace warraq::serve {

class AnswerHold {
  public:
    explicit AnswerHold(MemoryBudget& budget) : budget_(budget) {}
    ~AnswerHold() { release(); }
    AnswerHold(const AnswerHold&) = delete;
    AnswerHold& operator=(const AnswerHold&) = delete;

    void hold(const Page& page) {
        release();
        page_ = page;
        bytes_ = page->bytes();
        budget_.add_answer(bytes_, page->holders.count.fetch_add(1) == 0);
    }
    void release() {
        if (!page_) return;
        budget_.give_back_answer(bytes_, page_->holders.count.fetch_sub(1) == 1);
        page_.reset();
    }

    // Bytes that releasing this hold would free: the page's size if it has exactly `holds` holds, all of
    // which are about to be released; otherwise 0.
    std::size_t freed_bytes(std::uint32_t holds = 1) const {
        return page_ && page_->holders.count.load() == holds ? bytes_ : 0;
    }
    const EncodedResponse* page() const { return page_.get(); }  // nullptr: none is held

  private:
    MemoryBudget& budget_;
    Page page_;
    std::size_t bytes_ = 0;
};

}  // namespace warraq::serve
