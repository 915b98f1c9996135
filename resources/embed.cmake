# SPDX-License-Identifier: GPL-3.0-or-later
# ligature_embed(name file): the bytes of a file of this folder in the program, as resources/embedded.h reads them.
# The core has no Qt, so it cannot use Qt's resources; .incbin costs no compile time.
function(ligature_embed name file)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}.S)
  set(path ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[
    .section .rodata
    .balign 64
    .global ligature_embedded_@name@
    .global ligature_embedded_@name@_end
ligature_embedded_@name@:
    .incbin "@path@"
ligature_embedded_@name@_end:
    .byte 0
    .section .note.GNU-stack,"",%progbits
]])
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${path})
  target_sources(ligature_resources PRIVATE ${source})
endfunction()
