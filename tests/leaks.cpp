// Fontconfig keeps arrays behind offsets instead of pointers, so that what is still in use looks lost.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig\nleak:libimagequant\n";
}
