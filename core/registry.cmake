# SPDX-License-Identifier: GPL-3.0-or-later
# ligature_room([COMPUTES] [USES room...] [LIBRARIES target...]): this folder of core/ is a library of its own, Ligature::ROOM, which
# knows the rooms that it names and what those know, and no other: its only include folder is made of links to them, so
# that an include of any other room does not compile. A room that stands later in the list of core/CMakeLists.txt cannot
# be named. Sub-folders belong to their room.
# @param COMPUTES its loops over numbers take most of a training's time: it is optimised in every build
# @param LIBRARIES what it is built with beside rooms; `resources` for what is embedded into the program
function(ligature_room)
  cmake_parse_arguments(arg "COMPUTES" "" "USES;LIBRARIES" ${ARGN})
  get_filename_component(room ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  set(target ligature_${room})
  add_library(${target} STATIC)
  add_library(Ligature::${room} ALIAS ${target})
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${LIGATURE_UNITY} UNITY_BUILD_MODE GROUP)
  target_link_libraries(${target} PUBLIC ligature_flags tl::expected)
  if(LIGATURE_QUICK_COMPILE AND NOT arg_COMPUTES)
    target_compile_options(${target} PRIVATE -O0)
  endif()

  set(known ${room})
  foreach(used IN LISTS arg_USES)
    if(NOT TARGET ligature_${used})
      message(FATAL_ERROR "core/${room} cannot use core/${used}: it does not stand before it in core/CMakeLists.txt")
    endif()
    get_target_property(beneath ligature_${used} LIGATURE_KNOWN_ROOMS)
    list(APPEND known ${beneath})
    target_link_libraries(${target} PUBLIC ligature_${used})
  endforeach()
  list(REMOVE_DUPLICATES known)
  set_target_properties(${target} PROPERTIES LIGATURE_KNOWN_ROOMS "${known}")

  set(includes ${CMAKE_BINARY_DIR}/rooms/${room})
  file(REMOVE_RECURSE ${includes})
  file(MAKE_DIRECTORY ${includes}/core)
  foreach(folder IN LISTS known)
    file(CREATE_LINK ${PROJECT_SOURCE_DIR}/core/${folder} ${includes}/core/${folder} SYMBOLIC)
  endforeach()
  if(ligature_resources IN_LIST arg_LIBRARIES)
    file(CREATE_LINK ${PROJECT_SOURCE_DIR}/resources ${includes}/resources SYMBOLIC)
  endif()
  target_include_directories(${target} PRIVATE ${includes})
  target_link_libraries(${target} PRIVATE ${arg_LIBRARIES})
  set(LIGATURE_ROOM ${target} PARENT_SCOPE)
  set_property(GLOBAL APPEND PROPERTY LIGATURE_ROOMS ${target})
endfunction()

# ligature_sources(NAME file...): compiles the files of this folder into its room, with LIGATURE_UNITY in batches of eight:
# they include the same headers, and eight compile in little more time than one. A name in an anonymous namespace stands
# once in a list, then.
function(ligature_sources name)
  set(count 0)
  foreach(file IN LISTS ARGN)
    target_sources(${LIGATURE_ROOM} PRIVATE ${file})
    math(EXPR batch "${count} / 8")
    set_source_files_properties(${file} TARGET_DIRECTORY ${LIGATURE_ROOM}
                                PROPERTIES UNITY_GROUP ${name}_${batch})
    math(EXPR count "${count} + 1")
  endforeach()
endfunction()

# ligature_registry(HEADER header TYPE Type ALL function FIND function SUFFIX Suffix ITEMS item...)
#
# For each item of the list, compiles item.cpp of this folder into its room and expects it to define
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
    target_sources(${LIGATURE_ROOM} PRIVATE ${sources})
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
  target_sources(${LIGATURE_ROOM} PRIVATE ${generated})
  set_source_files_properties(${generated} TARGET_DIRECTORY ${LIGATURE_ROOM} PROPERTIES UNITY_GROUP ${arg_ALL}_0)
endfunction()
