// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/export_button.h"

#include <filesystem>

#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>

#include "core/files/atomic_file.h"
#include "ui/plots/curve_plot.h"
#include "ui/theme/icon.h"
#include "ui/theme/menu_heading.h"

namespace ligature {

namespace {

constexpr QSize figureSize(760, 460);

} // namespace

Result<void> saveBytes(const QString& path, std::string_view bytes)
{
    return writeFileAtomically(std::filesystem::path(path.toStdU16String()), bytes);
}

Result<void> saveFigure(const CurvePlot& plot, FigureFormat format, const QString& path)
{
    const QByteArray bytes = figure(*plot.area(), format, figureSize);
    return saveBytes(path, {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

ExportButton::ExportButton(QWidget* parent) : QToolButton(parent)
{
    setObjectName(QStringLiteral("export"));
    setText(tr("Export"));
    setIcon(themedIcon(QStringLiteral("export")));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setFocusPolicy(Qt::StrongFocus);
    setAutoRaise(true);
    setPopupMode(QToolButton::InstantPopup);
    setToolTip(tr("Save a plot as a picture, or all values as a table"));
    setMenu(new QMenu(this));
}

void ExportButton::addPlot(const QString& title, const CurvePlot* plot)
{
    addPicture(title, [plot](FigureFormat format) { return figure(*plot->area(), format, figureSize); });
}

void ExportButton::addPicture(const QString& title, const std::function<QByteArray(FigureFormat)>& picture)
{
    m_pictures.push_back(picture);
    addHeading(*menu(), title);
    for (const FigureFormat format : {FigureFormat::Png, FigureFormat::Svg, FigureFormat::Pdf}) {
        const QString suffix = QString::fromLatin1(fileSuffix(format));
        menu()->addAction(tr("%1 as %2…").arg(title, suffix.toUpper()), this, [this, picture, format, suffix] {
            askAndSave(tr("Save the plot"), suffix, [=](const QString& path) {
                const QByteArray bytes = picture(format);
                return saveBytes(path, {bytes.constData(), static_cast<std::size_t>(bytes.size())});
            });
        });
    }
}

void ExportButton::addTable(const std::function<Result<void>(const QString&)>& save)
{
    m_table = save;
    addHeading(*menu(), tr("All values"));
    menu()->addAction(tr("CSV table…"), this,
                      [this, save] { askAndSave(tr("Save the values"), QStringLiteral("csv"), save); });
}

void ExportButton::askAndSave(const QString& title, const QString& suffix,
                              const std::function<Result<void>(const QString&)>& save)
{
    auto* dialog = new QFileDialog(this, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilter(tr("%1 files (*.%2)").arg(suffix.toUpper(), suffix));
    connect(dialog, &QFileDialog::fileSelected, this, [this, save](const QString& path) {
        const Result<void> saved = save(path);
        if (saved)
            return;
        auto* message = new QMessageBox(QMessageBox::Warning, tr("Not saved"),
                                        QString::fromStdString(saved.error().oneLine()), QMessageBox::Ok, this);
        message->setAttribute(Qt::WA_DeleteOnClose);
        message->open();
    });
    dialog->open();
}

} // namespace ligature
