// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>

#include "core/project/examples.h"
#include "tests/support/test_program.h"
#include "ui/document/text.h"
#include "ui/start/example_details.h"
#include "ui/start/network_thumbnail.h"
#include "ui/start/start_page.h"
#include "ui/theme/appearance.h"
#include "ui/theme/theme.h"

namespace tst_start_page {

using namespace ligature;

namespace {

bool hasColour(const QImage& picture, const QColor& colour)
{
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            if (picture.pixelColor(x, y) == colour)
                return true;
        }
    }
    return false;
}

} // namespace

class StartPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_page = std::make_unique<StartPage>();
        m_page->resize(1200, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }

    void everyExampleHasACardUnderItsSection()
    {
        QStringList shown;
        for (const QLabel* const label : m_page->findChildren<QLabel*>()) {
            if (label->property("look") == "heading" && label->isVisible())
                shown << label->text();
        }
        for (const ExampleSection section : exampleSections)
            QCOMPARE(shown.count(text(titleOf(section))), 1);
        int last_bottom = 0;
        ExampleSection last = ExampleSection::Literature;
        for (const Example& example : examples()) {
            const QAbstractButton* const button = card(example.name);
            QVERIFY(button != nullptr);
            const int top = button->mapTo(m_page.get(), QPoint()).y();
            if (example.section != last)
                QVERIFY(top > last_bottom);
            last = example.section;
            last_bottom = std::max(last_bottom, top + button->height());
        }
    }

    void nothingIsSaidBeforeOneIsChosen() { QVERIFY(!details()->isVisible()); }

    void aClickTellsWhatTheExampleTeaches()
    {
        QSignalSpy opened(m_page.get(), &StartPage::exampleAsked);
        QTest::mouseClick(card("tied-autoencoder-digits"), Qt::LeftButton);
        QVERIFY(details()->isVisible());
        QCOMPARE(details()->findChild<QLabel*>("example_text")->text(),
                 QString::fromStdString(loadExample("tied-autoencoder-digits")->description));
        QVERIFY(!button("open_original")->isVisible());
        QCOMPARE(opened.count(), 0);
        QTest::mouseClick(button("open_example"), Qt::LeftButton);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.at(0).at(0).toString(), QString("tied-autoencoder-digits"));
    }

    void theChosenCardStaysInSight()
    {
        QAbstractButton* const last = card("fashion-classifier");
        last->click();
        const auto* const area = m_page->findChild<QScrollArea*>();
        QTRY_VERIFY(area->viewport()->rect().intersects(QRect(last->mapTo(area->viewport(), QPoint()), last->size())));
    }

    void theOriginalsProblemIsToldAndOpens_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("says");
        QTest::newRow("too short a vector") << "seed-02-tiled-vector"
                                            << "at “hidden scaled”: Its scale needs 20, and \"w\" gives 10.";
        QTest::newRow("an unused parameter") << "seed-unnumbered-1-transposed-pair"
                                             << "Nothing uses \"shared_weights\"";
        QTest::newRow("a kernel without an axis") << "seed-04-shared-kernel"
                                                  << "at “conv”: Its weight needs 3 × 3 × 3 × 3";
        QTest::newRow("one that runs") << "seed-08-two-numbers"
                                       << "runs as it was written";
    }
    void theOriginalsProblemIsToldAndOpens()
    {
        QFETCH(QString, name);
        QFETCH(QString, says);
        QSignalSpy opened(m_page.get(), &StartPage::originalAsked);
        card(name.toStdString())->click();
        const auto* const finding = details()->findChild<QLabel*>("example_finding");
        QVERIFY(finding->isVisible());
        QVERIFY2(finding->text().contains(says), qPrintable(finding->text()));
        QTest::mouseClick(button("open_original"), Qt::LeftButton);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.at(0).at(0).toString(), name);
    }

    void oneIsChosenAtATime()
    {
        card("shared-scale")->click();
        card("seed-10-named-axis")->click();
        QVERIFY(!card("shared-scale")->isChecked());
        QVERIFY(card("seed-10-named-axis")->isChecked());
    }

    void enterAndADoubleClickOpen()
    {
        QSignalSpy opened(m_page.get(), &StartPage::exampleAsked);
        QTest::keyClick(card("shared-dense"), Qt::Key_Return);
        QTest::mouseDClick(card("shared-scale"), Qt::LeftButton);
        QCOMPARE(opened.count(), 2);
        QCOMPARE(opened.at(0).at(0).toString(), QString("shared-dense"));
        QCOMPARE(opened.at(1).at(0).toString(), QString("shared-scale"));
    }

    void aThumbnailShowsLayersAndTiesInBothThemes_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<double>("ratio");
        for (const char* const name : {"tied-autoencoder-digits", "vera-digits", "seed-10-named-axis"}) {
            for (const bool dark : {false, true}) {
                for (const double ratio : {1.0, 2.0})
                    QTest::addRow("%s, %s, %.0fx", name, dark ? "dark" : "light", ratio) << name << dark << ratio;
            }
        }
    }
    void aThumbnailShowsLayersAndTiesInBothThemes()
    {
        QFETCH(QString, name);
        QFETCH(bool, dark);
        QFETCH(double, ratio);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        const Project project = loadExample(name.toStdString()).value();
        NetworkThumbnail thumbnail(project);
        thumbnail.setPalette(paletteFor(theme));
        thumbnail.resize(250, 112);
        QImage picture(thumbnail.size() * ratio, QImage::Format_ARGB32);
        picture.setDevicePixelRatio(ratio);
        thumbnail.render(&picture);
        QVERIFY(hasColour(picture, theme.canvas));
        QVERIFY(hasColour(picture, theme.node));
        for (const auto& [parameter, colour] : project.canvas.colours)
            QVERIFY(hasColour(picture, theme.ties[static_cast<std::size_t>(colour)]));
    }

private:
    [[nodiscard]] QAbstractButton* card(std::string_view name) const
    {
        return m_page->findChild<QAbstractButton*>(QStringLiteral("example_") + text(name));
    }
    [[nodiscard]] ExampleDetails* details() const { return m_page->findChild<ExampleDetails*>(); }
    [[nodiscard]] QPushButton* button(const char* name) const { return m_page->findChild<QPushButton*>(name); }

    std::unique_ptr<StartPage> m_page;
};

LIGATURE_TEST(StartPageTest)

} // namespace tst_start_page

#include "tst_start_page.moc"
