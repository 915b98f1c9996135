// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error/result.h"

#include <algorithm>

namespace ligature {

std::string Error::oneLine() const
{
    std::string line = where.empty() ? what : where + ": " + what;
    if (!mend.empty())
        line += (what.ends_with('.') ? " " : "; ") + mend;
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

} // namespace ligature
