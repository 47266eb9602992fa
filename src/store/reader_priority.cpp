#include "store/reader_priority.h"

namespace warraq::store {
namespace {

thread_local int marks = 0;

}  // namespace

ReaderPriority::ReaderPriority() {
    ++marks;
}
ReaderPriority::~ReaderPriority() {
    --marks;
}

bool ReaderPriority::of_this_thread() {
    return marks > 0;
}

}  // namespace warraq::store
