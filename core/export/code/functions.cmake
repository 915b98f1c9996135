# SPDX-License-Identifier: GPL-3.0-or-later
# ligature_code_functions(language extension [LIKE other]): embeds layers/*.EXT, views/*.EXT, schedules/*.EXT and
# support/*.EXT of this folder (and folder/*.EXT, files that an export which is a folder holds as they are), so that
#   std::span<const CodeFile> languageFiles();
# gives them. A layer, view or schedule that exported code can have is one file more there, and nothing else. LIKE: those
# that the folder of the other language has and this one lacks are this one's too.
function(ligature_code_functions language extension)
  cmake_parse_arguments(arg "" "LIKE" "" ${ARGN})
  file(GLOB files CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}
       layers/*.${extension} views/*.${extension} schedules/*.${extension} support/*.${extension} folder/*.${extension})
  set(assembly "    .section .rodata\n")
  set(declarations "")
  set(entries "")
  set(dependencies "")
  set(count 0)
  if(arg_LIKE)
    set(other ${CMAKE_CURRENT_SOURCE_DIR}/../${arg_LIKE})
    file(GLOB shared CONFIGURE_DEPENDS RELATIVE ${other} ${other}/layers/*.${extension} ${other}/views/*.${extension}
         ${other}/support/*.${extension})
    list(APPEND files ${shared})
    list(REMOVE_DUPLICATES files)
  endif()
  foreach(file IN LISTS files)
    set(symbol ligature_code_${language}_${count})
    set(path ${CMAKE_CURRENT_SOURCE_DIR}/${file})
    if(NOT EXISTS ${path})
      set(path ${other}/${file})
    endif()
    string(REGEX REPLACE "\\.${extension}$" "" stem ${file})
    string(APPEND assembly "    .global ${symbol}\n    .global ${symbol}_end\n${symbol}:\n    .incbin \"${path}\"\n"
                           "${symbol}_end:\n    .byte 0\n")
    string(APPEND declarations "extern \"C\" const char ${symbol}[];\nextern \"C\" const char ${symbol}_end[];\n")
    string(APPEND entries
           "        {\"${stem}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}},\n")
    list(APPEND dependencies ${path})
    math(EXPR count "${count} + 1")
  endforeach()
  string(APPEND assembly "    .section .note.GNU-stack,\"\",%progbits\n")
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${language}_functions.S)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${language}_files.cpp)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT "${assembly}")
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT [[
// Generated from the files of the folder.
#include <span>

#include "core/export/code/function_library.h"

@declarations@
namespace ligature {

std::span<const CodeFile> @language@Files()
{
    static const CodeFile files[] = {
@entries@    };
    return files;
}

} // namespace ligature
]])
  set_source_files_properties(${source} TARGET_DIRECTORY ${LIGATURE_ROOM}
                              PROPERTIES OBJECT_DEPENDS "${dependencies}")
  target_sources(${LIGATURE_ROOM} PRIVATE ${source} ${generated})
  set_source_files_properties(${generated} TARGET_DIRECTORY ${LIGATURE_ROOM} PROPERTIES UNITY_GROUP codeFiles)
endfunction()
