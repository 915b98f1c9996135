# SPDX-License-Identifier: GPL-3.0-or-later
# ligature_test(name SOURCES file... [LIBRARIES target...] [DEFINITIONS name=value...] [DEPENDS target...]): one test of
# ctest, run without a display.
#
# The class in the first file is registered by LIGATURE_TEST (tests/support/test_program.h), and joins the test program of
# its folder: tests/core/data is core_data_tests, unless LIGATURE_TEST_PROGRAM names another. Qt Test's headers, moc and
# the linker then cost once a folder. ctest still starts a process of its own for each: `core_data_tests test_idx`. A file
# with a main of its own (QTEST_MAIN) is a program of its own.
# @param DEFINITIONS for the whole program
# @param DEPENDS what the test runs
function(ligature_test name)
  ligature_add_test(${name} PLATFORM offscreen ${ARGN})
endfunction()

# The same in a real window, on an X server of its own with a window manager.
function(ligature_window_test name)
  ligature_add_test(${name} PREFIX ${CMAKE_SOURCE_DIR}/tests/support/in_real_window.sh PLATFORM xcb ${ARGN})
endfunction()

# PREFIX: what runs it. PLATFORM: where its windows go.
function(ligature_add_test name)
  cmake_parse_arguments(arg "" "PREFIX;PLATFORM" "SOURCES;LIBRARIES;DEFINITIONS;DEPENDS" ${ARGN})
  list(GET arg_SOURCES 0 main_file)
  file(STRINGS ${main_file} registered REGEX "^LIGATURE_[A-Z_]*TEST\\([A-Za-z0-9_]+\\)" LIMIT_COUNT 1)
  if(registered)
    ligature_folder_program(program)
    cmake_path(GET main_file STEM namespace)
    set_property(TARGET ${program} APPEND PROPERTY LIGATURE_TEST_NAMES ${name})
    set_property(TARGET ${program} APPEND PROPERTY LIGATURE_TEST_NAMESPACES ${namespace})
    set(argument ${name})
    add_custom_target(${name} DEPENDS ${program}) # So that each can still be built by its name.
  else()
    set(program ${name})
    set(argument "")
    add_executable(${program})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${main_file}) # It may be registered one day.
  endif()

  get_target_property(there ${program} SOURCES)
  foreach(source IN LISTS arg_SOURCES)
    cmake_path(ABSOLUTE_PATH source NORMALIZE)
    if(NOT source IN_LIST there)
      target_sources(${program} PRIVATE ${source})
    endif()
  endforeach()
  target_link_libraries(${program} PRIVATE Qt6::Core Qt6::Test ligature_test_program ${arg_LIBRARIES})
  target_compile_definitions(${program} PRIVATE ${arg_DEFINITIONS})
  if(arg_DEPENDS)
    add_dependencies(${program} ${arg_DEPENDS})
  endif()
  add_test(NAME ${name} COMMAND ${arg_PREFIX} $<TARGET_FILE:${program}> ${argument})
  set_tests_properties(${name} PROPERTIES ENVIRONMENT QT_QPA_PLATFORM=${arg_PLATFORM})
endfunction()

# The folder's test program, made where it is not there yet.
function(ligature_folder_program result)
  set(program ${LIGATURE_TEST_PROGRAM})
  if(NOT program)
    file(RELATIVE_PATH program ${CMAKE_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR})
    string(REPLACE "/" "_" program ${program}_tests)
  endif()
  if(NOT TARGET ${program})
    add_executable(${program} ${CMAKE_BINARY_DIR}/tests/${program}_main.cpp)
    set_target_properties(${program} PROPERTIES UNITY_BUILD ${LIGATURE_UNITY} UNITY_BUILD_BATCH_SIZE 8)
    # GCC takes a file of a batch for a header; and GCC 12 takes its own string for one that overlaps itself (GCC bug
    # 105329).
    target_compile_options(${program} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage -Wno-restrict>)
    # What is tested is compiled as it ships; the tests themselves run once for each time that they are compiled.
    target_compile_options(${program} PRIVATE $<$<AND:$<CXX_COMPILER_ID:GNU>,$<NOT:$<CONFIG:Debug>>>:-O0>)
    set_source_files_properties(${CMAKE_BINARY_DIR}/tests/${program}_main.cpp
                                TARGET_DIRECTORY ${program} PROPERTIES SKIP_AUTOMOC ON)
    cmake_language(EVAL CODE "cmake_language(DEFER DIRECTORY [[${CMAKE_SOURCE_DIR}/tests]]
                                             CALL ligature_write_test_main ${program})")
  endif()
  set(${result} ${program} PARENT_SCOPE)
endfunction()

# The main of a program, with the table of its tests.
function(ligature_write_test_main program)
  get_target_property(names ${program} LIGATURE_TEST_NAMES)
  get_target_property(namespaces ${program} LIGATURE_TEST_NAMESPACES)
  set(declarations "")
  set(entries "")
  foreach(name namespace IN ZIP_LISTS names namespaces)
    string(APPEND declarations "namespace ${namespace} {\nint runAsProgram(int count, char** arguments);\n}\n")
    string(APPEND entries "        {\"${name}\", &${namespace}::runAsProgram},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/tests/${program}_main.cpp @ONLY CONTENT [[
// Generated from the calls of ligature_test().
#include "tests/support/registered_test.h"

@declarations@
int main(int count, char** arguments)
{
    static const ligature::testing::RegisteredTest tests[] = {
@entries@    };
    return ligature::testing::runByName(tests, count, arguments);
}
]])
endfunction()
