# SPDX-License-Identifier: GPL-3.0-or-later
# ligature_sources(NAME file...): compiles the files of this folder into the core, with LIGATURE_UNITY in batches of eight:
# they include the same headers, and eight compile in little more time than one. A name in an anonymous namespace stands
# once in a list, then.
function(ligature_sources name)
  set(count 0)
  foreach(file IN LISTS ARGN)
    target_sources(ligature_core PRIVATE ${file})
    math(EXPR batch "${count} / 8")
    set_source_files_properties(${file} DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/core
                                PROPERTIES UNITY_GROUP ${name}_${batch})
    math(EXPR count "${count} + 1")
  endforeach()
endfunction()

# ligature_registry(HEADER header TYPE Type ALL function FIND function SUFFIX Suffix ITEMS item...)
#
# For each item of the list, compiles item.cpp of this folder into the core and expects it to define
#   const Type& itemSuffix();
# and generates the two functions that the header declares: the span of all of them in the list's order, and the look-up
# by name(). So a new layer type, optimizer, format or exporter is one file and one line in a list, and there is no
# static initialiser to depend on. SINGLE: files that are not alike are not compiled in batches.
function(ligature_registry)
  cmake_parse_arguments(arg "SINGLE" "HEADER;TYPE;ALL;FIND;SUFFIX" "ITEMS" ${ARGN})
  set(declarations "")
  set(entries "")
  set(sources "")
  foreach(item IN LISTS arg_ITEMS)
    get_filename_component(stem ${item} NAME)
    string(REPLACE "_" ";" words ${stem})
    set(function "")
    foreach(word IN LISTS words)
      string(SUBSTRING ${word} 0 1 first)
      string(SUBSTRING ${word} 1 -1 rest)
      if(function)
        string(TOUPPER ${first} first)
      endif()
      string(APPEND function ${first}${rest})
    endforeach()
    string(APPEND function ${arg_SUFFIX})
    string(APPEND declarations "const ${arg_TYPE}& ${function}();\n")
    string(APPEND entries "        &${function}(),\n")
    list(APPEND sources ${item}.cpp)
  endforeach()
  if(arg_SINGLE)
    target_sources(ligature_core PRIVATE ${sources})
  else()
    ligature_sources(${arg_ALL} ${sources})
  endif()
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${arg_ALL}_registry.cpp)
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT [[
// Generated from the list in CMakeLists.txt.
#include "@arg_HEADER@"

namespace ligature {

@declarations@
std::span<const @arg_TYPE@* const> @arg_ALL@()
{
    static const @arg_TYPE@* const all[] = {
@entries@    };
    return all;
}

const @arg_TYPE@* @arg_FIND@(std::string_view name)
{
    for (const @arg_TYPE@* const type : @arg_ALL@()) {
        if (type->name() == name)
            return type;
    }
    return nullptr;
}

} // namespace ligature
]])
  target_sources(ligature_core PRIVATE ${generated})
endfunction()
