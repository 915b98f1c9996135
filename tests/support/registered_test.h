// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace ligature::testing {

/// A test of a program that holds several, as CMake lists it.
struct RegisteredTest {
    const char* name; ///< ctest's
    int (*run)(int count, char** arguments);
};

/// The main of a test program: runs the test that the first argument names, with the arguments that follow it, as a
/// program of that name; 2, and the names, where it names none.
[[nodiscard]] int runByName(std::span<const RegisteredTest> tests, int count, char** arguments);

} // namespace ligature::testing
