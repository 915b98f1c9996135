// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QLocale>
#include <QTest>

#include "core/network/edits.h"
#include "tests/support/test_program.h"
#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/editor/items/parameter_item.h"
#include "ui/inspector/inspector_widget.h"
#include "ui/plots/axis_ticks.h"
#include "ui/plots/counts_panel.h"
#include "ui/plots/number_text.h"
#include "ui/window/network_status.h"

namespace tst_number_locale {

using namespace ligature;

namespace {

/// 64 inputs, 64 outputs, one matrix of 64 x 64 without biases, read twice: 4,096 values, and 4,096 saved.
Project tiedTwice()
{
    Project project;
    Network& network = project.network;
    const LayerId input = addLayer(network, "input", "input", {{"shape", Shape{64}}});
    const Attributes same = {{"out_features", std::int64_t{64}}, {"bias", false}};
    const LayerId first = addLayer(network, "dense", "first", same);
    const LayerId second = addLayer(network, "dense", "second", same);
    if (!link(network, {input, "output"}, {first, "input"}) || !link(network, {first, "output"}, {second, "input"}) ||
        !tie(network, shareSlot(network, {first, "weight"}, "W"), {second, "weight"}, {}))
        qFatal("the network does not come together");
    return project;
}

QString textsOf(const QWidget& widget)
{
    QString all;
    for (const QLabel* label : widget.findChildren<QLabel*>())
        all += label->text() + QLatin1Char('\n') + label->toolTip() + QLatin1Char('\n') + label->accessibleName() +
               QLatin1Char('\n');
    return all;
}

} // namespace

/// One figure is written in one way wherever the window shows it.
class NumberLocaleTest : public QObject {
    Q_OBJECT

    QLocale m_before;

private Q_SLOTS:
    void cleanup() { QLocale::setDefault(m_before); }

    void aFigureReadsTheSameEverywhere_data()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::addColumn<QString>("figure");
        QTest::addColumn<QString>("kilobytes");
        QTest::addColumn<QString>("loss");
        QTest::addRow("English") << QLocale(QLocale::English, QLocale::UnitedStates) << "4,096"
                                 << "16.4 kB"
                                 << "0.1235";
        QTest::addRow("German") << QLocale(QLocale::German, QLocale::Germany) << "4.096"
                                << "16,4 kB"
                                << "0,1235";
        QTest::addRow("no language") << QLocale::c() << "4,096"
                                     << "16.4 kB"
                                     << "0.1235";
    }
    void aFigureReadsTheSameEverywhere()
    {
        QFETCH(QLocale, locale);
        QFETCH(QString, figure);
        QFETCH(QString, kilobytes);
        QFETCH(QString, loss);
        QLocale::setDefault(locale);
        Document document;
        document.replace(tiedTwice());
        const ParameterId parameter = document.network().parameters.begin()->first;
        const Account& account = document.account();
        QCOMPARE(account.tied.parameters, std::int64_t{4096});

        const ParameterContent canvas =
            parameterContent(document.project(), document.analysis(), &account.parameters.front(), {}, parameter);
        QCOMPARE(canvas.saving, QStringLiteral("saves %1 values · %2").arg(figure, kilobytes));

        Selection selection;
        const NetworkStatus status(&document, &selection);
        QVERIFY2(textsOf(status).contains(figure + " parameters tied"), qPrintable(textsOf(status)));
        QVERIFY2(textsOf(status).contains(kilobytes), qPrintable(textsOf(status)));

        InspectorWidget inspector(&document, &selection);
        QVERIFY2(textsOf(inspector).contains(figure), qPrintable(textsOf(inspector)));
        selection.set({.parameters = {parameter}});
        QVERIFY(QTest::qWaitFor([&] { return textsOf(inspector).contains(figure + " less, " + kilobytes); }));

        const CountsPanel counts(&document);
        QVERIFY2(textsOf(counts).contains(figure), qPrintable(textsOf(counts)));

        QCOMPARE(tickText(4096, 1024, ValueFormat::Plain), figure);
        QCOMPARE(valueText(4096, ValueFormat::Plain), figure);
        QCOMPARE(valueText(0.12345, ValueFormat::Plain), loss);
    }
};

LIGATURE_TEST(NumberLocaleTest)

} // namespace tst_number_locale

#include "tst_number_locale.moc"
