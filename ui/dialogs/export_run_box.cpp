// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/export_run_box.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QSignalBlocker>
#include <QStandardItemModel>

#include "core/report/training_folder.h"
#include "core/report/untrained.h"
#include "ui/document/document.h"
#include "ui/training/run_controller.h"

namespace ligature {

namespace {

constexpr int pathRole = Qt::UserRole + 1;

std::filesystem::path fileSystemPath(const QString& path)
{
    return path.toStdU16String();
}

} // namespace

struct ExportValueCache {
    std::map<ArmId, Result<ExportRequest>> first; ///< drawn when they are first looked at
    std::map<std::pair<QString, ArmId>, Result<ExportRequest>> read;
};

ExportRunBox::ExportRunBox(const Document* document, const RunController* run, QWidget* parent)
    : QComboBox(parent), m_document(document), m_run(run), m_cache(std::make_shared<ExportValueCache>())
{
    addItem(tr("The present training"), QVariant::fromValue(Source::Present));
    addItem(tr("Not trained: what a training starts from"), QVariant::fromValue(Source::First));
    addItem(tr("A run in a folder…"), QVariant::fromValue(Source::Browse));
    setItemData(2, tr("What ligature-cli train --out or import wrote"), Qt::ToolTipRole);
    m_chosen = indexOf(Source::First);
    setCurrentIndex(m_chosen);
    offerSavedRuns();
    connect(this, &QComboBox::currentIndexChanged, this, &ExportRunBox::choose);
    takeSnapshot();
}

int ExportRunBox::indexOf(Source source) const
{
    return findData(QVariant::fromValue(source));
}

void ExportRunBox::offerSavedRuns()
{
    if (m_document->filePath().isEmpty())
        return;
    const QDir runs(QString::fromStdU16String(runsFolder(fileSystemPath(m_document->filePath())).u16string()));
    for (const QFileInfo& folder : runs.entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        if (!trainedVariants(fileSystemPath(folder.absoluteFilePath())).empty())
            offerFolder(folder.absoluteFilePath());
    }
}

void ExportRunBox::offerFolder(const QString& path)
{
    const QSignalBlocker quiet(this);
    const int place = indexOf(Source::Browse);
    insertItem(place, tr("Run “%1”").arg(QFileInfo(path).fileName()), QVariant::fromValue(Source::Folder));
    setItemData(place, path, pathRole);
    setItemData(place, QDir::toNativeSeparators(path), Qt::ToolTipRole);
}

void ExportRunBox::chooseFolder(const QString& path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    if (findData(absolute, pathRole) < 0)
        offerFolder(absolute);
    setCurrentIndex(findData(absolute, pathRole));
}

void ExportRunBox::choose(int index)
{
    if (source(index) == Source::Browse) {
        // What is not chosen yet gives no values: the box goes back until there is a folder.
        const QSignalBlocker quiet(this);
        setCurrentIndex(m_chosen);
        browse();
        return;
    }
    m_chosen = index;
    emit chosen();
}

void ExportRunBox::browse()
{
    const QString start =
        m_document->filePath().isEmpty() ? QDir::currentPath() : QFileInfo(m_document->filePath()).absolutePath();
    auto* const chooser = new QFileDialog(window(), tr("The folder of a run"), start);
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::Directory);
    connect(chooser, &QFileDialog::fileSelected, this, &ExportRunBox::chooseFolder);
    chooser->open();
}

void ExportRunBox::setVariant(ArmId variant)
{
    m_variant = variant;
    offerPresent();
}

bool ExportRunBox::isTrained() const
{
    return m_trained != nullptr && std::ranges::find(m_trained->arms(), m_variant) != m_trained->arms().end();
}

void ExportRunBox::offerPresent()
{
    auto* const items = qobject_cast<QStandardItemModel*>(model());
    const int present = indexOf(Source::Present);
    const bool is_trained = isTrained();
    items->item(present)->setEnabled(is_trained);
    items->item(present)->setToolTip(is_trained ? QString() : tr("This variant has not been trained: F5 trains"));
    if (!is_trained && currentIndex() == present)
        setCurrentIndex(indexOf(Source::First));
}

void ExportRunBox::takeSnapshot()
{
    const bool had_any = m_trained != nullptr && !m_trained->arms().empty();
    if (const auto newest = m_run->snapshot())
        m_trained = newest;
    const bool has_any = m_trained != nullptr && !m_trained->arms().empty();
    if (has_any == had_any)
        return;
    offerPresent();
    // A training that begins while the dialog is open is what it was opened for.
    if (isTrained() && source(currentIndex()) == Source::First)
        setCurrentIndex(indexOf(Source::Present));
}

std::function<Result<ExportRequest>()> ExportRunBox::values() const
{
    const auto keep = [](auto& kept, const auto& key, const auto& make) {
        const auto found = kept.find(key);
        return found != kept.end() ? found->second : kept.emplace(key, make()).first->second;
    };
    if (source(m_chosen) == Source::Folder) {
        return [keep, cache = m_cache, project = m_document->project(), variant = m_variant,
                path = itemData(m_chosen, pathRole).toString()] {
            return keep(cache->read, std::pair(path, variant),
                        [&] { return readTrained(fileSystemPath(path), project, variant); });
        };
    }
    if (source(m_chosen) == Source::Present && isTrained()) {
        return [all = m_trained, project = m_document->project(), variant = m_variant]() -> Result<ExportRequest> {
            const auto trained = std::ranges::find(all->variants(), variant, &TrainedVariant::variant);
            if (trained == all->variants().end())
                return fail(project.name, "this variant has not been trained", "train it, or choose another one");
            return ExportRequest{project.name,     variant,          trained->network,
                                 trained->weights, project.training, project.data};
        };
    }
    return [keep, cache = m_cache, project = m_document->project(), variant = m_variant] {
        return keep(cache->first, variant, [&] { return untrained(project, variant); });
    };
}

} // namespace ligature
