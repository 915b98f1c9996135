// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into a C++ program (LD_PRELOAD), this counts from main() on its calls of operator new for a KiB or more,
// and at one of them there is no memory: std::bad_alloc. Smaller blocks are always found, as they are in life among
// what was freed, and in what a program keeps for that.
//
//   LIGATURE_MEMORY_ENDS_AT   the number of the call, from 1; unset: only counted
//   LIGATURE_MEMORY_LASTS     set: nor is there at any later one
//   LIGATURE_MEMORY_COUNT     a file that gets the number of calls when the program ends
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

// std::__throw_bad_alloc() and operator new, by their names in libstdc++.
extern void _ZSt17__throw_bad_allocv(void) __attribute__((noreturn));
void* _Znwm(size_t bytes);
void* _Znam(size_t bytes);
void* _ZnwmSt11align_val_t(size_t bytes, size_t alignment);

static atomic_long g_news;

static int (*g_main)(int, char**, char**);
static atomic_int g_runs;

static int countedMain(int count, char** arguments, char** environment)
{
    atomic_store(&g_runs, 1);
    const int code = g_main(count, arguments, environment);
    atomic_store(&g_runs, 0);
    return code;
}

// What comes before main() is the libraries' own.
int __libc_start_main(int (*main)(int, char**, char**), int count, char** arguments, void (*start)(void),
                      void (*end)(void), void (*loader)(void), void* stack)
{
    __typeof__(__libc_start_main)* next;
    *(void**)&next = dlsym(RTLD_NEXT, "__libc_start_main");
    g_main = main;
    return next(countedMain, count, arguments, start, end, loader, stack);
}

static void countNew(size_t bytes)
{
    if (bytes < 1024 || !atomic_load(&g_runs))
        return;
    static long first = -1;
    if (first < 0) {
        const char* const at = getenv("LIGATURE_MEMORY_ENDS_AT");
        first = at ? atol(at) : 0;
    }
    const long call = atomic_fetch_add(&g_news, 1) + 1;
    const int is_later = call > first && getenv("LIGATURE_MEMORY_LASTS");
    if (first > 0 && (call == first || is_later))
        _ZSt17__throw_bad_allocv();
}

void* _Znwm(size_t bytes)
{
    countNew(bytes);
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
    countNew(bytes);
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
