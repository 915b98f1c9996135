// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <QDialog>

#include "core/data/data_format.h"
#include "ui/dialogs/data_reader.h"

class QComboBox;
class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;

namespace ligature {

class AttributeForm;
class Document;
class ClassBalance;
class MessageBar;
class PreviewPictures;
class PreviewTable;

/// Chooses the data of the project: a format with its options, or a file; how its values are scaled; with the first
/// rows to look at. What is wrong with a file is said here with its line and column, and so is what does not fit
/// between data and network, with a button that mends it. A click on a column's header makes it a feature, the target
/// or ignored; images are shown as pictures, classes with their balance. Nothing changes in the document before 'Use
/// this data', which is one undo step.
class DataDialog : public QDialog {
    Q_OBJECT

public:
    explicit DataDialog(Document* document, QWidget* parent = nullptr);

    [[nodiscard]] const DataSource& source() const { return m_source; }
    void setSource(DataSource source);
    /// Takes the file, with its format told by its name.
    void takeFile(const QString& path);
    /// Whether what is chosen is still being read.
    [[nodiscard]] bool isReading() const { return m_reader.isReading(); }

signals:
    /// The preview of what is chosen, or why there is none.
    void previewShown();

private:
    void makeLayout();
    void takeFormat(int index);
    /// Reads what is chosen and shows it.
    void refresh();
    void showPreview(const DataPreview& preview);
    void showFailure(const Error& error);
    void showNothing();
    void showFit(const std::vector<Diagnostic>& obstacles, const DataFacts& facts);
    /// Applies what ends an obstacle, to what is chosen here or together with it.
    void mend(const Remedy& remedy);
    /// Gives a column of the table another role.
    void setRole(std::size_t column, ColumnRole role);
    /// The project with the data, and with what is to make the network fit them.
    [[nodiscard]] Result<void> apply(Project& project) const;
    void addToNote(const QString& sentence);
    void showUsable();
    void chooseFile();
    void use();

    Document* m_document;
    DataSource m_source;
    std::map<std::string, Attributes> m_options_of; ///< by format: what was chosen before another one was
    std::vector<std::string> m_columns;             ///< the table's names, where its columns have roles
    std::vector<Remedy> m_remedies;                 ///< asked for: they go along with the data, in one step
    std::optional<DataFacts> m_facts;               ///< of what is chosen, once all of it is read
    std::filesystem::path m_base;
    bool m_network_is_ready; ///< whether there is no obstacle but what data may bring
    bool m_is_usable = false;
    bool m_file_was_refused = false; ///< and the message says so
    QComboBox* m_format;
    QPushButton* m_open;
    QLabel* m_help;
    AttributeForm* m_options;
    QComboBox* m_scaling;
    MessageBar* m_message;
    QLabel* m_note;
    QLabel* m_roles_hint; ///< beside the note, where columns have roles
    QScrollArea* m_options_area;
    QStackedWidget* m_samples; ///< the table, or pictures
    PreviewTable* m_table;
    PreviewPictures* m_pictures;
    ClassBalance* m_balance;
    QPushButton* m_use;
    DataReader m_reader;
};

} // namespace ligature
