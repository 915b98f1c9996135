// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QFontInfo>
#include <QScreen>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/theme/appearance.h"
#include "ui/theme/theme.h"
#include "ui/window/file_actions.h"
#include "ui/window/main_window.h"

namespace tst_real_window {

using namespace ligature;

/// The program's window on a real screen (an X server of its own), looked at as a person would: by its pixels.
class RealWindowTest : public QObject {
    Q_OBJECT

    /// How many of the picture's pixels are nearly of the colour.
    static int count(const QImage& picture, const QColor& colour)
    {
        int found = 0;
        for (int y = 0; y < picture.height(); y += 2) {
            for (int x = 0; x < picture.width(); x += 2) {
                const QColor pixel = picture.pixelColor(x, y);
                found += std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green()) +
                                     std::abs(pixel.blue() - colour.blue()) <
                                 12
                             ? 1
                             : 0;
            }
        }
        return found;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("Ligature"));
        QCoreApplication::setApplicationName(QStringLiteral("Ligature screen tests"));
        QSettings().clear();
        QCOMPARE(QGuiApplication::platformName(), QStringLiteral("xcb"));
        // Without a font every letter is a box, and all else would still pass.
        QVERIFY(!QFontInfo(QApplication::font()).family().isEmpty());
    }

    void theWindowShowsTheNetworkInBothThemes_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("dark") << true;
        QTest::newRow("light") << false;
    }
    void theWindowShowsTheNetworkInBothThemes()
    {
        QFETCH(bool, dark);
        QSettings().setValue(QStringLiteral("appearance/theme"), dark ? "dark" : "light");
        Appearance appearance;
        appearance.start();
        MainWindow window(&appearance);
        window.files().openExample(QStringLiteral("tied-autoencoder-digits"));
        window.resize(1560, 960);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QTest::qWait(300);
        const QImage picture =
            window.screen()
                ->grabWindow(0, window.geometry().x(), window.geometry().y(), window.width(), window.height())
                .toImage();
        const Theme& theme = dark ? darkTheme() : lightTheme();
        QVERIFY2(count(picture, theme.canvas) > 20'000, "the canvas fills the middle");
        QVERIFY2(count(picture, theme.node) > 1'000, "nodes are drawn");
        QVERIFY2(count(picture, theme.ties[0]) > 60, "the shared parameter's ties have its colour");
        QVERIFY2(count(picture, theme.accent) > 300, "the Start button has the accent");
        QVERIFY2(count(picture, theme.text) > 300, "there is text");
    }
};

LIGATURE_TEST(RealWindowTest)

} // namespace tst_real_window

#include "tst_real_window.moc"
