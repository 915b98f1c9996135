// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QDialog>

#include "core/error/result.h"
#include "core/export/exporter.h"
#include "core/training/session.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace ligature {

class AttributeForm;
class CodeView;
class Document;
class MessageBar;
class RunController;

/// Takes a variant to another system: its weights, or code and weights. Formats and their options are the exporters'
/// list; the values are the newest of the training, which goes on meanwhile, or those that a training would start from.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    ExportDialog(const Document* document, const RunController* run, QWidget* parent = nullptr);

    /// Writes what is chosen, each file in whole or not at all. The dialog says how it went.
    Result<void> exportTo(const QString& path);

private:
    enum class Values { Trained, First };

    void makeForm();
    void makeButtons();
    [[nodiscard]] const Exporter& exporter() const;
    [[nodiscard]] Variant variant() const;
    [[nodiscard]] Values values() const;
    [[nodiscard]] const TrainedVariant* trainedVariant() const;
    /// What is chosen; an error where the network cannot be trained.
    [[nodiscard]] Result<ExportRequest> request();
    [[nodiscard]] QString suggestedPath(const QString& extension) const;
    void takeSnapshot();
    void offerTrained();
    void showFormat();
    void showChoice();
    void chooseFile();
    void chooseFolder();
    void copyPreview();

    const Document* m_document;
    const RunController* m_run;
    QString m_folder; ///< where the last file went
    std::shared_ptr<const std::vector<TrainedVariant>> m_trained;
    std::map<Variant, Result<ExportRequest>> m_first; ///< drawn when they are first looked at
    std::map<std::string, Attributes> m_options;      ///< by format
    QComboBox* m_format;
    QComboBox* m_variant;
    QComboBox* m_values;
    AttributeForm* m_option_form;
    QLabel* m_help;
    CodeView* m_preview;
    MessageBar* m_message;
    QPushButton* m_save;
    QPushButton* m_save_folder;
    QPushButton* m_copy;
};

} // namespace ligature
