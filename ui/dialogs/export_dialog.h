// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QDialog>

#include "core/error/result.h"
#include "core/export/exporter.h"
#include "core/training/session.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace ligature {

class Document;
class MessageBar;
class RunController;

/// Writes the trained weights of a variant to a file. Variants and formats are what there is: those that were trained,
/// and the exporters' list. A training goes on meanwhile: what is written are its newest weights.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    ExportDialog(const Document* document, const RunController* run, QWidget* parent = nullptr);

    /// Writes what is chosen, in whole or not at all. The dialog says how it went.
    Result<void> exportTo(const QString& path);

private:
    [[nodiscard]] const Exporter& exporter() const;
    [[nodiscard]] std::optional<ExportRequest> request() const;
    [[nodiscard]] QString suggestedPath() const;
    void takeSnapshot();
    void showChoice();
    void chooseFile();

    const Document* m_document;
    const RunController* m_run;
    QString m_folder; ///< where the last file went
    std::shared_ptr<const std::vector<TrainedVariant>> m_trained;
    QComboBox* m_variant;
    QComboBox* m_format;
    QLabel* m_help;
    QPlainTextEdit* m_preview;
    MessageBar* m_message;
    QPushButton* m_save;
};

} // namespace ligature
