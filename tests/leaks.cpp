// Fontconfig keeps arrays behind offsets instead of pointers, so that what is still in use looks lost; dav1d
// loses some forty bytes of a broken AVIF picture, Xapian some three hundred of a commit that fails.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig\nleak:libimagequant\nleak:libdav1d\nleak:libxapian\n";
}
