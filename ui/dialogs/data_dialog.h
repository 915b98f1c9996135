// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <thread>

#include <QDialog>

#include "core/data/data_format.h"

class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;

namespace ligature {

class AttributeForm;
class Document;
class MessageBar;

/// Chooses the data of the project: a format with its options, or a file; how its values are scaled; with the first
/// rows to look at. What is wrong with a file is said here with its line and column. The data is read in a thread of
/// its own.
class DataDialog : public QDialog {
    Q_OBJECT

public:
    explicit DataDialog(Document* document, QWidget* parent = nullptr);
    ~DataDialog() override;

    [[nodiscard]] const DataSource& source() const { return m_source; }
    void setSource(DataSource source);
    /// Takes the file, with its format told by its name.
    void takeFile(const QString& path);
    /// Whether the preview of what is chosen is still being read.
    [[nodiscard]] bool isReading() const { return m_reading; }

signals:
    void previewShown();

private:
    void takeFormat(int index);
    void refresh();
    void show(int request, const Result<DataPreview>& preview);
    void chooseFile();
    void use();

    Document* m_document;
    DataSource m_source;
    std::filesystem::path m_base;
    QComboBox* m_format;
    QLabel* m_help;
    AttributeForm* m_options;
    QComboBox* m_scaling;
    MessageBar* m_message;
    QLabel* m_note;
    QTableWidget* m_table;
    QPushButton* m_use;
    int m_request = 0; ///< what comes from an older one is out of date
    bool m_reading = false;
    std::jthread m_reader;
};

} // namespace ligature
