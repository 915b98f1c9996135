# SPDX-License-Identifier: GPL-3.0-or-later
# ligature_example(): embeds an example and notes it for the list that core/project/CMakeLists.txt generates. Its title
# is read from its project here, so that it is written once.
function(ligature_example name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "ORIGINAL" "SECTION;SUMMARY;FINDING" "")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_SECTION OR NOT arg_SUMMARY)
    message(FATAL_ERROR "resources/examples/list.cmake: ${name}: see the head of the list for what a line has")
  endif()
  string(REPLACE "-" "_" identifier ${name})
  set(file ${CMAKE_CURRENT_SOURCE_DIR}/examples/${name}.ligature)
  ligature_embed(example_${identifier} examples/${name}.ligature)
  file(READ ${file} project)
  string(JSON title GET "${project}" name)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  set(declarations "LIGATURE_EMBEDDED(example_${identifier})\n")
  set(original "{}")
  if(arg_ORIGINAL)
    ligature_embed(original_${identifier} examples/originals/${name}.ligature)
    string(APPEND declarations "LIGATURE_EMBEDDED(original_${identifier})\n")
    set(original "embedded_original_${identifier}()")
  endif()
  set_property(GLOBAL APPEND_STRING PROPERTY LIGATURE_EXAMPLE_DECLARATIONS "${declarations}")
  set_property(GLOBAL APPEND_STRING PROPERTY LIGATURE_EXAMPLE_ENTRIES
    "        Example{.name = \"${name}\",
                .title = R\"text(${title})text\",
                .summary = R\"text(${arg_SUMMARY})text\",
                .section = ExampleSection::${arg_SECTION},
                .json = embedded_example_${identifier}(),
                .original = ${original},
                .original_finding = \"${arg_FINDING}\"},\n")
endfunction()
