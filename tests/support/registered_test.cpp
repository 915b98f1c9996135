// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registered_test.h"

#include <cstdio>
#include <string_view>

namespace ligature::testing {

int runByName(std::span<const RegisteredTest> tests, int count, char** arguments)
{
    const std::string_view name = count > 1 ? arguments[1] : "";
    for (const RegisteredTest& test : tests) {
        if (name == test.name)
            return test.run(count - 1, arguments + 1); // Qt's settings are the program's: each test keeps its own.
    }
    std::fprintf(stderr, "Usage: %s TEST [OPTION...], with Qt Test's options and one of these tests:\n", arguments[0]);
    for (const RegisteredTest& test : tests)
        std::fprintf(stderr, "  %s\n", test.name);
    return 2;
}

} // namespace ligature::testing
