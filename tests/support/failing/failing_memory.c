// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into a C++ program (LD_PRELOAD), this counts its calls of operator new, and from one of them on there is no
// memory: std::bad_alloc.
//
//   LIGATURE_MEMORY_ENDS_AT   the number of the call, from 1; unset: only counted
//   LIGATURE_MEMORY_FOR       so many calls fail; unset: one
//   LIGATURE_MEMORY_COUNT     a file that gets the number of calls when the program ends
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// std::__throw_bad_alloc() and operator new, by their names in libstdc++.
extern void _ZSt17__throw_bad_allocv(void) __attribute__((noreturn));
void* _Znwm(size_t bytes);
void* _Znam(size_t bytes);
void* _ZnwmSt11align_val_t(size_t bytes, size_t alignment);

static atomic_long g_news;

static void countNew(void)
{
    static long first = -1;
    static long length = 1;
    if (first < 0) {
        const char* const at = getenv("LIGATURE_MEMORY_ENDS_AT");
        const char* const calls = getenv("LIGATURE_MEMORY_FOR");
        length = calls ? atol(calls) : 1;
        first = at ? atol(at) : 0;
    }
    const long call = atomic_fetch_add(&g_news, 1) + 1;
    if (first > 0 && call >= first && call < first + length)
        _ZSt17__throw_bad_allocv();
}

void* _Znwm(size_t bytes)
{
    countNew();
    void* const block = malloc(bytes ? bytes : 1);
    if (!block)
        _ZSt17__throw_bad_allocv();
    return block;
}

void* _Znam(size_t bytes)
{
    return _Znwm(bytes);
}

void* _ZnwmSt11align_val_t(size_t bytes, size_t alignment)
{
    countNew();
    void* block = NULL;
    if (posix_memalign(&block, alignment < sizeof(void*) ? sizeof(void*) : alignment, bytes ? bytes : 1) != 0)
        _ZSt17__throw_bad_allocv();
    return block;
}

__attribute__((destructor)) static void tellNews(void)
{
    const char* const path = getenv("LIGATURE_MEMORY_COUNT");
    FILE* const file = path ? fopen(path, "w") : NULL;
    if (!file)
        return;
    fprintf(file, "%ld\n", atomic_load(&g_news));
    fclose(file);
}
