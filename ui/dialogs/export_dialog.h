// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <QDialog>
#include <QTimer>

#include "core/error/result.h"
#include "core/export/exporter.h"
#include "core/optimization/training_settings.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace ligature {

class AttributeForm;
class BackgroundWork;
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
    ~ExportDialog() override;

    /// Writes what is chosen, each file in whole or not at all, in the background: also where the dialog is closed
    /// meanwhile. The dialog says how it went.
    void exportTo(const QString& path);
    /// Whether something is being read or written.
    [[nodiscard]] bool isWorking() const { return m_pending > 0; }

signals:
    void exported(bool done); ///< what exportTo() came to

private:
    void makeForm();
    void makeButtons();
    [[nodiscard]] const Exporter& exporter() const;
    [[nodiscard]] ArmId variant() const;
    /// What gives what is chosen, in the background; an error where the network cannot be trained.
    [[nodiscard]] std::function<Result<ExportRequest>()> request();
    /// Does it in the background; what follows only while the dialog is there.
    template <typename Work, typename Sequel>
    void inBackground(Work work, Sequel sequel);
    void setReady(bool ready);
    void showPreview(const Result<std::string>& text);
    void showExported(const QString& path, const Result<std::vector<std::filesystem::path>>& written,
                      const Exporter& exporter);
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
    int m_pending = 0;        ///< pieces of work that have not come back
    int m_preview_of = 0;     ///< counts the choices: an older one's preview is not shown
    QTimer m_reading_is_long; ///< says so where reading takes long enough to be noticed
    std::unique_ptr<BackgroundWork> m_work;
};

} // namespace ligature
