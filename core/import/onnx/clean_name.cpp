// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/clean_name.h"

#include <algorithm>

#include "core/network/unique_name.h"
#include "core/text/utf8.h"

namespace ligature {

std::string cleanName(std::string_view wish, const std::string& otherwise)
{
    std::string name;
    while (!wish.empty() && name.size() + 4 < longestName - 10) { // With room for a number.
        const std::size_t length = utf8Length(wish);
        const bool is_plain = length > 1 || (length == 1 && wish.front() >= ' ' && wish.front() != 0x7f);
        if (is_plain && wish.front() != '.' && wish.front() != '/' && wish.front() != ':')
            name += wish.substr(0, length);
        else if (!name.empty() && name.back() != '_')
            name += '_';
        wish.remove_prefix(std::max<std::size_t>(length, 1));
    }
    while (!name.empty() && name.back() == '_')
        name.pop_back();
    return checkName(name) ? name : otherwise;
}

std::string quotedName(std::string_view wish, const std::string& otherwise)
{
    std::string quoted(1, '"');
    quoted.append(cleanName(wish, otherwise)).push_back('"');
    return quoted;
}

} // namespace ligature
