// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

/// What stands at a test file's end, where Qt would have its QTEST_MAIN: it makes the class a test of its folder's
/// program, which ligature_test() of tests/test_programs.cmake puts together; each still runs in a process of its own.
/// All of test_idx.cpp below its includes stands in `namespace test_idx`, so that its names are its own where several
/// files are compiled as one:
///
///     namespace test_idx {
///     class TestIdx : public QObject { ... };
///     LIGATURE_APPLESS_TEST(TestIdx)
///     }
///     #include "test_idx.moc"
namespace ligature::testing {

template <typename Test>
int runHere(int count, char** arguments)
{
    Test test;
    return QTest::qExec(&test, count, arguments);
}

template <typename Test, typename Application>
int runIn(int count, char** arguments)
{
    Application application(count, arguments);
    application.setAttribute(Qt::AA_Use96Dpi);
    return runHere<Test>(count, arguments);
}

} // namespace ligature::testing

#if defined(QT_WIDGETS_LIB)
#define LIGATURE_TEST_APPLICATION QApplication
#elif defined(QT_GUI_LIB)
#define LIGATURE_TEST_APPLICATION QGuiApplication
#else
#define LIGATURE_TEST_APPLICATION QCoreApplication
#endif

#define LIGATURE_RUN_TEST(...)                                                                                         \
    int runAsProgram(int count, char** arguments)                                                                      \
    {                                                                                                                  \
        return ligature::testing::__VA_ARGS__(count, arguments);                                                       \
    }

/// For a test of windows or pictures.
#define LIGATURE_TEST(Class) LIGATURE_RUN_TEST(runIn<Class, LIGATURE_TEST_APPLICATION>)
/// For a test of what needs an event loop, and no screen.
#define LIGATURE_GUILESS_TEST(Class) LIGATURE_RUN_TEST(runIn<Class, QCoreApplication>)
/// For a test that needs no application at all.
#define LIGATURE_APPLESS_TEST(Class) LIGATURE_RUN_TEST(runHere<Class>)
