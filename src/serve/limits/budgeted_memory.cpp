#include "serve/limits/budgeted_memory.h"

namespace warraq::serve {

void* BudgetedMemory::do_allocate(std::size_t bytes, std::size_t alignment) {
    void* const memory = std::pmr::new_delete_resource()->allocate(bytes, alignment);
    budget_.add(use_, bytes);
    return memory;
}

void BudgetedMemory::do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) {
    budget_.give_back(use_, bytes);
    std::pmr::new_delete_resource()->deallocate(memory, bytes, alignment);
}

}  // namespace warraq::serve
