// Memory that a budget knows of, for containers. Belongs to the budget's thread; throws std::bad_alloc.
//
//     BudgetedMemory memory(budget, MemoryUse::Heads);
//     std::pmr::vector<std::string_view> fields(&memory);
#pragma once

#include <cstddef>
#include <memory_resource>

#include "serve/limits/memory_budget.h"

namespace warraq::serve {

class BudgetedMemory final : public std::pmr::memory_resource {
  public:
    BudgetedMemory(MemoryBudget& budget, MemoryUse use) : budget_(budget), use_(use) {}

  private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override;
    void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override;
    bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

    MemoryBudget& budget_;
    const MemoryUse use_;
};

}  // namespace warraq::serve
