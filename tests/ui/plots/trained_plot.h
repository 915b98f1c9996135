// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include "core/project/project.h"
#include "tests/core/evaluation/by_hand.h"
#include "tests/support/example_networks.h"
#include "ui/document/document.h"
#include "ui/plots/drawn_figure.h"
#include "ui/plots/export_button.h"
#include "ui/plots/plot_page.h"
#include "ui/plots/plot_type.h"
#include "ui/training/run_controller.h"

namespace ligature::testing {

/// A plot of the list beside a document that can be trained.
class TrainedPlot {
public:
    TrainedPlot(const char* type, Project project)
    {
        document.replace(std::move(project));
        m_widget.reset(findPlotType(type)->make({&document, &run}, nullptr));
        page = qobject_cast<PlotPage*>(m_widget.get());
        page->resize(900, 400);
        page->show();
    }
    ~TrainedPlot() { run.shutDown(); }

    /// To the end.
    [[nodiscard]] bool train()
    {
        run.start();
        return QTest::qWaitFor([this] { return run.state() == SessionState::Finished; }, 30'000);
    }
    [[nodiscard]] const TrainedVariant& arm(const ArmId& id) const
    {
        const auto& arms = run.snapshot()->variants();
        return *std::ranges::find(arms, id, &TrainedVariant::variant);
    }
    /// What the menu saves as a table, line by line without the heading, cells apart.
    [[nodiscard]] QList<QStringList> table() const
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("table.csv"));
        QList<QStringList> rows;
        QFile file(path);
        if (!page->exportButton()->saveTable(path) || !file.open(QIODevice::ReadOnly))
            return rows;
        for (const QByteArray& line : file.readAll().trimmed().split('\n').mid(1))
            rows << QString::fromUtf8(line).split(u',');
        return rows;
    }
    /// The picture of the menu holds a colour of the light theme.
    [[nodiscard]] bool pictureHas(const QColor& colour) const
    {
        const QImage image = QImage::fromData(page->exportButton()->picture(FigureFormat::Png));
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y) == colour)
                    return true;
            }
        }
        return false;
    }
    template <typename Widget>
    [[nodiscard]] Widget* find(const char* name) const
    {
        return page->findChild<Widget*>(QLatin1String(name));
    }

    Document document;
    RunController run{&document};
    PlotPage* page = nullptr;

private:
    std::unique_ptr<QWidget> m_widget;
};

/// On the digits that come with Ligature, 64 features from 0 to 1 and ten classes.
inline Project onDigits(Project project, std::int64_t epochs)
{
    project.data = {"digits", {}, "unit_range"};
    project.training.epochs = epochs;
    project.training.batch_size = 64;
    return project;
}

} // namespace ligature::testing
