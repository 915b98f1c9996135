// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QComboBox>

#include "core/error/result.h"
#include "core/export/exporter.h"
#include "core/retying/trained_snapshot.h"

namespace ligature {

class Document;
class RunController;

/// Whose values an export takes: those of the present training, which goes on meanwhile; of a run that a folder holds,
/// as `ligature-cli train --out` and `import` leave one; or those that a training would start from.
class ExportRunBox : public QComboBox {
    Q_OBJECT

public:
    ExportRunBox(const Document* document, const RunController* run, QWidget* parent = nullptr);

    /// Offers what there is of that variant.
    void setVariant(ArmId variant);
    /// What gives the variant with the values that are chosen, drawn or read when it is called; it may be called when
    /// this box is gone, in any thread, but with its siblings one after the other: they keep what they read. It gives
    /// an error where the network cannot be trained, or where the folder does not hold values of this network.
    [[nodiscard]] std::function<Result<ExportRequest>()> values() const;
    /// Takes the newest values of the present training.
    void takeSnapshot();
    /// Offers a run's folder, and chooses it.
    void chooseFolder(const QString& path);

signals:
    /// Another one is chosen, or the values of the chosen one are newly there.
    void chosen();

private:
    enum class Source { Present, Folder, Browse, First };

    [[nodiscard]] Source source(int index) const { return itemData(index).value<Source>(); }
    [[nodiscard]] int indexOf(Source source) const;
    void offerFolder(const QString& path);
    void offerSavedRuns();
    void choose(int index);
    void browse();
    void offerPresent();
    [[nodiscard]] bool isTrained() const;

    const Document* m_document;
    const RunController* m_run;
    ArmId m_variant = tiedArm;
    int m_chosen = 0; ///< the last index that gives values
    std::shared_ptr<const TrainedSnapshot> m_trained;
    std::shared_ptr<struct ExportValueCache> m_cache; ///< of what values() gave
};

} // namespace ligature
