// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

/// Declares a file that resources/CMakeLists.txt embeds: LIGATURE_EMBEDDED(digits) makes embedded_digits(), which gives
/// its bytes. Use it outside any namespace.
#define LIGATURE_EMBEDDED(name)                                                                                        \
    extern "C" const char ligature_embedded_##name[];                                                                  \
    extern "C" const char ligature_embedded_##name##_end[];                                                            \
    static inline std::string_view embedded_##name()                                                                   \
    {                                                                                                                  \
        return {ligature_embedded_##name,                                                                              \
                static_cast<std::size_t>(ligature_embedded_##name##_end - ligature_embedded_##name)};                  \
    }
