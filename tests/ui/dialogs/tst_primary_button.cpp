// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QPushButton>
#include <QTest>

#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "tests/support/test_program.h"
#include "ui/dialogs/repeat_dialog.h"
#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/theme/appearance.h"
#include "ui/theme/theme.h"

namespace tst_primary_button {

using namespace ligature;

/// A dialog's button that acts stands out from the others.
class PrimaryButtonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theButtonThatActsHasTheAccentsColour()
    {
        Appearance appearance;
        appearance.start();
        Project project;
        const LayerId input = addLayer(project.network, "input", "input", {{"shape", Shape{8}}});
        const LayerId relu = addLayer(project.network, "relu", "relu");
        const LayerId tanh = addLayer(project.network, "tanh", "tanh");
        QVERIFY(link(project.network, {input, "output"}, {relu, "input"}));
        QVERIFY(link(project.network, {relu, "output"}, {tanh, "input"}));
        Document document;
        document.replace(std::move(project));
        Selection selection;
        RepeatDialog dialog(&document, &selection, {relu}, nullptr);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        auto* const button = dialog.findChild<QPushButton*>("do");
        const QImage seen = button->grab().toImage();
        QCOMPARE(seen.pixelColor(8, seen.height() / 2), themeFor(dialog.palette()).accent);
    }
};

LIGATURE_TEST(PrimaryButtonTest)

} // namespace tst_primary_button

#include "tst_primary_button.moc"
