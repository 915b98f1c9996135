// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_folder.h"

namespace ligature::testing {

std::string testFolder()
{
    return LIGATURE_TEST_FOLDER;
}

} // namespace ligature::testing
