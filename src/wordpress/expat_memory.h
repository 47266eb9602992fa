// The memory that an Expat parser holds, as the allocator measures it, with a limit. Internal to the room.
//
//     ExpatMemory memory(32u << 20);                     // outlives the parser
//     const ExpatMemory::Counting counting(memory);      // around every call of the parser's
//
// Expat hands its allocator nothing to know a parser by: Counting names, for this thread, the one whose calls
// run. Belongs to one thread at a time.
#pragma once

#include <cstddef>
#include <expat.h>

namespace warraq::wordpress {

class ExpatMemory {
  public:
    explicit ExpatMemory(std::size_t most) : most_(most) {}

    bool exceeded() const { return exceeded_; }

    class Counting {
      public:
        explicit Counting(ExpatMemory& memory);
        ~Counting();
        Counting(const Counting&) = delete;
        Counting& operator=(const Counting&) = delete;

      private:
        ExpatMemory* const before_;
    };

    static const XML_Memory_Handling_Suite* suite();  // for XML_ParserCreate_MM

  private:
    void* grow(void* block, std::size_t size);
    void free(void* block);

    static thread_local ExpatMemory* current;

    const std::size_t most_;
    std::size_t held_ = 0;
    bool exceeded_ = false;
};

}  // namespace warraq::wordpress
