// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QApplication>
#include <QElapsedTimer>
#include <QSettings>
#include <QStandardPaths>

#include "ui/theme/appearance.h"

/// What benchmarks with a window have in common.
namespace ligature::bench {

/// Keeps the event loop going meanwhile.
inline void wait(int milliseconds)
{
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < milliseconds)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
}

/// The application as the program starts it, with settings of its own that are empty.
class WindowBench {
public:
    WindowBench(int& count, char** arguments) : m_application(testMode(count), arguments)
    {
        QApplication::setOrganizationName(QStringLiteral("Ligature"));
        QApplication::setApplicationName(QStringLiteral("Ligature benchmarks"));
        QSettings().clear();
        m_appearance.emplace();
        m_appearance->start();
    }

    [[nodiscard]] Appearance& appearance() { return *m_appearance; }

private:
    static int& testMode(int& count)
    {
        QStandardPaths::setTestModeEnabled(true);
        return count;
    }

    QApplication m_application;
    std::optional<Appearance> m_appearance; ///< reads the settings, so it comes after them
};

} // namespace ligature::bench
