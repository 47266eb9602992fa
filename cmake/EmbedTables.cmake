# Writes OUT, a C++ file that holds every table (*.tsv) of FOLDER as a string of its name in NAMESPACE.
# Run as a script: cmake -DFOLDER=… -DNAMESPACE=… -DHEADER=… -DOUT=… -P EmbedTables.cmake
file(GLOB files "${FOLDER}/*.tsv")
list(SORT files)
set(text "// Made from ${FOLDER} by the build.\n#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n\n")
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${file}" table)
  string(APPEND text "const std::string_view ${name} = R\"~~(${table})~~\";\n")
endforeach()
string(APPEND text "\n}  // namespace ${NAMESPACE}\n")
file(WRITE "${OUT}" "${text}")
