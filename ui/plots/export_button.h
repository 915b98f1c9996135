// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include <QToolButton>

#include "core/error/result.h"
#include "ui/plots/plot_figure.h"

namespace ligature {

class CurvePlot;

/// Writes a plot as a picture for paper; atomic.
[[nodiscard]] Result<void> saveFigure(const CurvePlot& plot, FigureFormat format, const QString& path);
/// Atomic.
[[nodiscard]] Result<void> saveBytes(const QString& path, std::string_view bytes);

/// The menu that saves plots as pictures and their values as a table. Asks for the file, and says what went wrong.
class ExportButton : public QToolButton {
    Q_OBJECT

public:
    explicit ExportButton(QWidget* parent = nullptr);

    /// @param plot must outlive the button
    void addPlot(const QString& title, const CurvePlot* plot);
    /// @param picture what to save, in that format
    void addPicture(const QString& title, const std::function<QByteArray(FigureFormat)>& picture);
    void addTable(const std::function<Result<void>(const QString&)>& save);

    /// What the menu saves, without asking for the file: of the first picture, and the table.
    [[nodiscard]] QByteArray picture(FigureFormat format) const { return m_pictures.front()(format); }
    [[nodiscard]] Result<void> saveTable(const QString& path) const { return m_table(path); }

private:
    void askAndSave(const QString& title, const QString& suffix,
                    const std::function<Result<void>(const QString&)>& save);

    std::vector<std::function<QByteArray(FigureFormat)>> m_pictures;
    std::function<Result<void>(const QString&)> m_table;
};

} // namespace ligature
