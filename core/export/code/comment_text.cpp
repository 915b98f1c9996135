// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/code/comment_text.h"

namespace ligature {

namespace {

/// U+2028 and U+2029 end lines, U+202A to U+202E and U+2066 to U+2069 turn the direction: in UTF-8.
bool isUnsafe(std::string_view character)
{
    if (character.size() < 3 || character[0] != '\xe2')
        return false;
    const auto last = static_cast<unsigned char>(character[2]);
    return (character[1] == '\x80' && last >= 0xa8 && last <= 0xae) ||
           (character[1] == '\x81' && last >= 0xa6 && last <= 0xa9);
}

} // namespace

std::string commentText(std::string_view text)
{
    std::string safe;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (isUnsafe(text.substr(i, 3))) {
            safe += ' ';
            i += 2;
        } else if (byte < 0x20 || byte == 0x7f) {
            safe += ' ';
        } else {
            if (!safe.empty() && ((safe.back() == '*' && text[i] == '/') || (safe.back() == '/' && text[i] == '*')))
                safe += ' ';
            safe += text[i];
        }
    }
    return safe;
}

std::string usesText(const CodePlan& plan, std::size_t parameter)
{
    std::string text;
    for (const CodeRead& read : plan.reads) {
        if (read.parameter != parameter)
            continue;
        std::string users;
        for (const std::string& slot : read.slots)
            users += (users.empty() ? "" : ", ") + commentText(slot);
        text += text.empty() ? "read " : "; ";
        if (!read.view.empty())
            text += "as " + commentText(read.notation) + " ";
        text += "by " + users;
    }
    return text;
}

} // namespace ligature
