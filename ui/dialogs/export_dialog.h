// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include <QDialog>

#include "core/error/result.h"
#include "core/export/exporter.h"
#include "core/optimization/training_settings.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace ligature {

class AttributeForm;
class CodeView;
class Document;
class ExportRunBox;
class MessageBar;
class RunController;

/// Takes a variant to another system: its weights, or code and weights. Formats and their options are the exporters'
/// list, the values those of a run (ExportRunBox).
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    ExportDialog(const Document* document, const RunController* run, QWidget* parent = nullptr);

    /// Writes what is chosen, each file in whole or not at all. The dialog says how it went.
    Result<void> exportTo(const QString& path);

private:
    void makeForm();
    void makeButtons();
    [[nodiscard]] const Exporter& exporter() const;
    [[nodiscard]] ArmId variant() const;
    /// What is chosen; an error where the network cannot be trained.
    [[nodiscard]] Result<ExportRequest> request();
    [[nodiscard]] QString suggestedPath(const QString& extension) const;
    void showFormat();
    void showChoice();
    void chooseFile();
    void chooseFolder();
    void copyPreview();

    const Document* m_document;
    QString m_folder;                            ///< where the last file went
    std::map<std::string, Attributes> m_options; ///< by format
    QComboBox* m_format;
    QComboBox* m_variant;
    ExportRunBox* m_chosen_run;
    AttributeForm* m_option_form;
    QLabel* m_help;
    CodeView* m_preview;
    MessageBar* m_message;
    QPushButton* m_save;
    QPushButton* m_save_folder;
    QPushButton* m_copy;
};

} // namespace ligature
