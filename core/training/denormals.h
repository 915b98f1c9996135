// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace ligature {

/// While it lives, this thread takes numbers too small for full precision as 0: moments that fade away would otherwise
/// slow a step down to half its speed.
class DenormalsAsZero {
public:
#if defined(__SSE2__)
    DenormalsAsZero() : m_before(_mm_getcsr())
    {
        _mm_setcsr(m_before | flushToZero | denormalsAreZero);
    }
    ~DenormalsAsZero()
    {
        _mm_setcsr(m_before);
    }

private:
    static constexpr unsigned flushToZero = 0x8000;
    static constexpr unsigned denormalsAreZero = 0x0040;
    unsigned m_before;

public:
#else
    DenormalsAsZero() = default;
#endif
    DenormalsAsZero(const DenormalsAsZero&) = delete;
    DenormalsAsZero& operator=(const DenormalsAsZero&) = delete;
};

} // namespace ligature
