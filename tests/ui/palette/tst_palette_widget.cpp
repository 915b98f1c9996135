// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDrag>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

#include "tests/support/test_program.h"
#include "ui/palette/node_catalogue.h"
#include "ui/palette/node_filter_model.h"
#include "ui/palette/palette_widget.h"

namespace tst_palette_widget {

using namespace ligature;

class PaletteWidgetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_palette = new PaletteWidget(m_window.get());
        auto* const layout = new QVBoxLayout(m_window.get());
        layout->addWidget(m_palette);
        m_window->resize(260, 400);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_search = m_palette->findChild<QLineEdit*>("search");
        m_list = m_palette->findChild<QListView*>("nodes");
        m_spy = std::make_unique<QSignalSpy>(m_palette, &PaletteWidget::addRequested);
        m_palette->focusSearch();
    }

    void enterAddsTheBestAnswer()
    {
        QTest::keyClicks(m_search, "rel");
        QTest::keyClick(m_search, Qt::Key_Return);
        QCOMPARE(m_spy->count(), 1);
        QCOMPARE(m_spy->at(0).at(0).toString(), QString("relu"));
    }

    void enterWithoutASearchAddsNothing()
    {
        QTest::keyClick(m_search, Qt::Key_Return);
        QCOMPARE(m_spy->count(), 0);
    }

    void theArrowsGoIntoTheListAndBack()
    {
        QTest::keyClick(m_search, Qt::Key_Down);
        QVERIFY(m_list->hasFocus());
        QCOMPARE(typeOf(m_list->currentIndex()), QString(sharedParameterType));
        QTest::keyClick(m_list, Qt::Key_Down); // over the heading
        QCOMPARE(typeOf(m_list->currentIndex()), QString("input"));
        QTest::keyClick(m_list, Qt::Key_Return);
        QCOMPARE(m_spy->at(0).at(0).toString(), QString("input"));
        QTest::keyClick(m_list, Qt::Key_Up);
        QTest::keyClick(m_list, Qt::Key_Up);
        QVERIFY(m_search->hasFocus());
    }

    void typingInTheListSearches()
    {
        QTest::keyClick(m_search, Qt::Key_Down);
        QTest::keyClick(m_list, Qt::Key_G);
        QVERIFY(m_search->hasFocus());
        QTest::keyClicks(m_search, "elu");
        QCOMPARE(m_search->text(), QString("gelu"));
        QCOMPARE(typeOf(m_list->currentIndex()), QString("gelu"));
    }

    void escapeEmptiesTheSearch()
    {
        QTest::keyClicks(m_search, "gelu");
        QTest::keyClick(m_search, Qt::Key_Escape);
        QVERIFY(m_search->text().isEmpty());
        QVERIFY(m_list->model()->rowCount() > int(layerTypes().size()));
    }

    void nothingFoundIsSaid()
    {
        QTest::keyClicks(m_search, "zzz");
        const auto* const label = m_palette->findChild<QLabel*>();
        QVERIFY(label->isVisible());
        QVERIFY(label->text().contains("zzz"));
        QTest::keyClick(m_search, Qt::Key_Return);
        QCOMPARE(m_spy->count(), 0);
        QTest::keyClick(m_search, Qt::Key_Escape);
        QVERIFY(!label->isVisible());
    }

    void aDoubleClickAdds()
    {
        const QRect row = m_list->visualRect(indexOf("dense"));
        QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, row.center());
        QTest::mouseDClick(m_list->viewport(), Qt::LeftButton, {}, row.center());
        QCOMPARE(m_spy->count(), 1);
        QCOMPARE(m_spy->at(0).at(0).toString(), QString("dense"));
    }

    void aDragCarriesTheType()
    {
        // Offscreen, QDrag::exec() comes back at once, and the drag is there to be looked at until the next event loop.
        const QPoint start = m_list->visualRect(indexOf("dense")).center();
        QTest::mousePress(m_list->viewport(), Qt::LeftButton, {}, start);
        QTest::mouseMove(m_list->viewport(), start + QPoint(30, 0));
        QTest::mouseMove(m_list->viewport(), start + QPoint(60, 0));
        const auto* const drag = m_list->findChild<QDrag*>();
        QVERIFY(drag != nullptr);
        QCOMPARE(drag->mimeData()->data(QLatin1String(nodeMimeType)), QByteArray("dense"));
        QVERIFY(!drag->pixmap().isNull());
        QTest::mouseRelease(m_list->viewport(), Qt::LeftButton, {}, start + QPoint(60, 0));
    }

    void everythingHasANameForScreenReaders()
    {
        QVERIFY(!m_search->accessibleName().isEmpty());
        QVERIFY(!m_list->accessibleName().isEmpty());
        QVERIFY(!indexOf("dense").data(Qt::AccessibleDescriptionRole).toString().isEmpty());
        QVERIFY(indexOf("dense").data(Qt::ToolTipRole).toString().contains("in_features"));
    }

private:
    QString typeOf(const QModelIndex& index) const { return index.data(NodeFilterModel::TypeRole).toString(); }
    QModelIndex indexOf(const QString& type) const
    {
        const auto found =
            m_list->model()->match(m_list->model()->index(0, 0), NodeFilterModel::TypeRole, type, 1, Qt::MatchExactly);
        return found.isEmpty() ? QModelIndex() : found.front();
    }

    std::unique_ptr<QWidget> m_window;
    PaletteWidget* m_palette = nullptr;
    QLineEdit* m_search = nullptr;
    QListView* m_list = nullptr;
    std::unique_ptr<QSignalSpy> m_spy;
};

LIGATURE_TEST(PaletteWidgetTest)

} // namespace tst_palette_widget

#include "tst_palette_widget.moc"
