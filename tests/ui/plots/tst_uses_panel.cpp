// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include "core/report/uses_file.h"
#include "tests/support/test_program.h"
#include "tests/support/tied_autoencoder.h"
#include "ui/document/document.h"
#include "ui/plots/cosine_map.h"
#include "ui/plots/curve_plot.h"
#include "ui/plots/curve_style.h"
#include "ui/plots/legend_entry.h"
#include "ui/plots/uses_panel.h"
#include "ui/theme/theme.h"

namespace tst_uses_panel {

using namespace ligature;

namespace {

WatchedUses watched(std::uint64_t id, const std::string& name, const std::vector<std::string>& layers)
{
    WatchedUses one{ParameterId{id}, name, {}};
    std::uint64_t layer = 1;
    for (const std::string& text : layers)
        one.uses.push_back({{LayerId{layer++}, "weight"}, text, {}});
    return one;
}

UseGradients figuresOf(const WatchedUses& one, std::int64_t step, const std::vector<double>& products)
{
    UseGradients figures = useGradients(products);
    figures.step = step;
    figures.parameter = one.parameter;
    return figures;
}

/// A panel in a training that watches W (two uses) and U (three).
struct ShownPanel {
    Document document;
    UsesPanel panel{&document};
    WatchedUses w;
    WatchedUses u = watched(1001, "U", {"first", "second", "third"});

    ShownPanel()
    {
        TiedAutoencoder example = tiedAutoencoder();
        example.project.canvas.colours[example.weight] = 3;
        document.replace(example.project);
        w = watched(example.weight.value, "W", {"encoder", "decoder"});
        w.uses[1].view = transposeView();
        panel.resize(900, 300);
        panel.show();
        panel.setWatching(true);
        panel.setWatched(std::make_shared<const std::vector<WatchedUses>>(std::vector{w, u}));
        for (std::int64_t step = 1; step < 100; step += 8) {
            panel.append(
                {figuresOf(w, step, {1, 2.5, 2.5, 100}), figuresOf(u, step, {1, 0, 0, 0, 1, -0.5, 0, -0.5, 1})}, 0.1);
        }
    }
    [[nodiscard]] QString text(const char* name) const
    {
        const auto* const label = panel.findChild<QLabel*>(QLatin1String(name));
        return label->isVisible() ? label->text() : QString();
    }
    [[nodiscard]] QComboBox* box(const char* name) const { return panel.findChild<QComboBox*>(QLatin1String(name)); }
};

} // namespace

class TestUsesPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void whereNothingIsSharedItSaysHowToShare()
    {
        Document document;
        UsesPanel panel(&document);
        panel.show();
        const auto* const message = panel.findChild<QLabel*>(QStringLiteral("usesMessage"));
        QVERIFY(message->isVisible());
        QVERIFY(message->text().contains(QStringLiteral("Nothing is shared")));
        QVERIFY(message->text().contains(QStringLiteral("diamond")));
        QVERIFY(!panel.findChild<QPushButton*>(QStringLiteral("switchUsesOn"))->isVisible());
        // It notices when something is.
        document.replace(tiedAutoencoder().project);
        QVERIFY(panel.findChild<QPushButton*>(QStringLiteral("switchUsesOn"))->isVisible());
    }

    void whileItIsOffItTellsTheCostAndCanBeSwitchedOn()
    {
        Document document;
        document.replace(tiedAutoencoder().project);
        UsesPanel panel(&document);
        panel.show();
        QSignalSpy asked(&panel, &UsesPanel::watchingAsked);
        QVERIFY(panel.findChild<QLabel*>(QStringLiteral("usesMessage"))->text().contains(QStringLiteral("percent")));
        panel.findChild<QPushButton*>(QStringLiteral("switchUsesOn"))->click();
        QCOMPARE(asked.size(), 1);
        QVERIFY(asked[0][0].toBool());
        panel.setWatching(true);
        auto* const watch = panel.findChild<QCheckBox*>(QStringLiteral("watchUses"));
        QVERIFY(watch->isVisible());
        QVERIFY(watch->isChecked());
        watch->click();
        QCOMPARE(asked.size(), 2);
        QVERIFY(!asked[1][0].toBool());
    }

    void theFiguresAreDrawnAndExplained()
    {
        ShownPanel shown;
        QTRY_VERIFY(shown.panel.map()->isVisible());
        const auto& legend = shown.panel.plot()->legend();
        QCOMPARE(legend.size(), std::size_t{2});
        QCOMPARE(legend[0]->text(), QStringLiteral("encoder: W"));
        QCOMPARE(legend[1]->text(), QStringLiteral("decoder: Wᵀ"));
        QTRY_COMPARE(legend[1]->value(), QStringLiteral("90.9 %"));
        QCOMPARE(shown.text("usesSentence"),
                 QStringLiteral("The use in decoder supplies 91 % of the gradient of W. The "
                                "two uses pull partly the same way (cosine 0.25)."));
        QCOMPARE(shown.panel.map()->fieldText(0, 1), QStringLiteral("encoder and decoder: cosine 0.25"));
        shown.box("usesFigure")->setCurrentIndex(1);
        QTRY_COMPARE(shown.panel.plot()->legend()[1]->value(), QStringLiteral("10.00"));
    }

    void anotherParameterIsChosen()
    {
        ShownPanel shown;
        QCOMPARE(shown.box("usesParameter")->count(), 2);
        shown.box("usesParameter")->setCurrentIndex(1);
        QCOMPARE(shown.panel.plot()->legend().size(), std::size_t{3});
        QTRY_COMPARE(shown.panel.map()->fieldText(2, 1), QStringLiteral("third and second: cosine −0.50"));
        QVERIFY(shown.text("usesSentence").contains(QStringLiteral("second and third")));
    }

    void theFirstUseHasTheTiesColour()
    {
        ShownPanel shown;
        const std::vector<Curve>& curves = shown.panel.plot()->area()->curves();
        for (const Theme* theme : {&darkTheme(), &lightTheme()}) {
            QCOMPARE(curveColour(curves[0], *theme), theme->ties[3]);
            QCOMPARE(curveColour(curves[1], *theme), theme->ties[4]);
        }
        QVERIFY(curvePen(curves[0], darkTheme()).style() != curvePen(curves[1], darkTheme()).style());
    }

    void ofManyUsesThoseThatAddTheMostAreDrawn()
    {
        ShownPanel shown;
        std::vector<std::string> layers;
        std::vector<double> products(100);
        for (int use = 0; use < 10; ++use) {
            layers.push_back("layer" + std::to_string(use));
            products[static_cast<std::size_t>(use * 11)] = use + 1.0;
        }
        const WatchedUses many = watched(7, "M", layers);
        shown.panel.reset();
        shown.panel.setWatched(std::make_shared<const std::vector<WatchedUses>>(std::vector{many}));
        shown.panel.append({figuresOf(many, 1, products)}, 0);
        QTRY_COMPARE(shown.panel.plot()->legend()[0]->text(), QStringLiteral("layer4: M"));
        QCOMPARE(shown.panel.plot()->legend().size(), std::size_t{6});
        QVERIFY(shown.panel.map()->fieldText(0, 9).contains(QStringLiteral("layer9")));
    }

    void whatWasSeenStaysWhenItIsSwitchedOff()
    {
        ShownPanel shown;
        shown.panel.setWatching(false);
        QVERIFY(shown.text("usesSentence").contains(QStringLiteral("Not watched any more")));
        shown.panel.reset();
        QVERIFY(shown.panel.findChild<QPushButton*>(QStringLiteral("switchUsesOn"))->isVisible());
    }

    void whyItIsNotWatchedIsSaid()
    {
        ShownPanel shown;
        shown.panel.setError(Error{"watching", "there is not enough memory", "make the layers smaller"});
        QVERIFY(shown.text("usesSentence").contains(QStringLiteral("not enough memory")));
    }

    void aTrainingOfTheTwinAloneHasNothingToWatch()
    {
        ShownPanel shown;
        shown.panel.reset();
        shown.panel.setWatched(std::make_shared<const std::vector<WatchedUses>>());
        QVERIFY(shown.text("usesMessage").contains(QStringLiteral("Train the tied variant")));
    }

    void theValuesAreSavedAsTheProgramWritesThem()
    {
        ShownPanel shown;
        const std::string csv = shown.panel.history().csv();
        const auto read = readUses(csv, {shown.w, shown.u}, "uses.csv");
        QVERIFY(read.has_value());
        QCOMPARE(read->size(), std::size_t{26});
        QCOMPARE(read->at(1).step, std::int64_t{1});
        QVERIFY(read->at(1).parameter == shown.u.parameter);
    }

    void theMapIsWalkedWithTheKeys()
    {
        CosineMap map;
        map.setCosines({QStringLiteral("a"), QStringLiteral("b")}, {1, -0.25, -0.25, std::nan("")});
        map.resize(map.sizeHint());
        map.show();
        map.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&map));
        map.setFocus();
        QTest::keyClick(&map, Qt::Key_Right);
        QTRY_COMPARE(QToolTip::text(), QStringLiteral("a and b: cosine −0.25"));
        QTest::keyClick(&map, Qt::Key_Right); // stays
        QTest::keyClick(&map, Qt::Key_Down);
        QTRY_COMPARE(QToolTip::text(), QStringLiteral("b adds nothing"));
        QVERIFY(map.accessibleDescription().contains(QStringLiteral("b and a")));
        QVERIFY(map.rect().contains(map.fieldRect(1, 1)));
        map.resize(map.minimumSizeHint());
        QVERIFY(map.rect().contains(map.fieldRect(1, 1)));
    }

    void theMapShowsTheSignInBothThemes_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("dark") << true;
        QTest::newRow("light") << false;
    }
    void theMapShowsTheSignInBothThemes()
    {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        CosineMap map;
        map.setPalette(paletteFor(theme));
        map.setCosines({QStringLiteral("a"), QStringLiteral("b")}, {1, -0.9, 0.9, 1});
        map.resize(map.sizeHint());
        const QImage image = map.grab().toImage();
        const qreal scale = image.devicePixelRatio();
        const auto at = [&](int row, int column) {
            const QPoint corner = map.fieldRect(row, column).topLeft() + QPoint(5, 5);
            return image.pixelColor((QPointF(corner) * scale).toPoint());
        };
        QVERIFY(at(0, 1).red() > at(1, 0).red());
        QVERIFY(at(1, 0).blue() > at(0, 1).blue());
    }
};

LIGATURE_TEST(TestUsesPanel)

} // namespace tst_uses_panel

#include "tst_uses_panel.moc"
