// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <QDialog>

#include "core/import/import_file.h"
#include "core/project/project.h"

class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;

namespace ligature {

class MessageBar;

/// Shows which tensors of a file go to which parameters of a project before anything is done: by name, by use, by
/// shape, or as the user chooses. Two tensors that a tie does not let differ are asked about. Accepted, it has the
/// weights.
class ImportDialog : public QDialog {
    Q_OBJECT

public:
    ImportDialog(Project project, WeightFile file, QString file_name, QWidget* parent = nullptr);

    /// What is chosen; nothing while a parameter has no values or a conflict is open.
    [[nodiscard]] const std::optional<Weights>& weights() const { return m_weights; }
    /// What else is to be told: parameters with equal values, that could be tied.
    [[nodiscard]] const std::vector<EqualParameters>& equalParameters() const { return m_equal; }

private:
    void map();
    void showMapping(const WeightMapping& mapping);
    /// The row of the choice that has the focus; -1 where none has.
    [[nodiscard]] int focusedChoice() const;
    /// Gives the focus to the choice in the row, or to the next one that can be made.
    void focusChoice(int row);
    [[nodiscard]] QComboBox* makeChoice(const MappedParameter& parameter);
    /// @param found what the parameter would have its values from otherwise
    void choose(const std::string& parameter, const std::vector<MappedTensor>& found, const std::string& tensor);
    void askAbout(const TieConflict& conflict);
    [[nodiscard]] WeightFile chosenFile() const;

    Project m_project;
    WeightFile m_file;
    QString m_file_name;
    std::map<std::string, std::string> m_chosen;   ///< a tensor by the name of the parameter that is to have it
    std::map<std::string, std::string> m_left_out; ///< the parameter by the tensor that lost it to another
    std::optional<Weights> m_weights;
    std::vector<EqualParameters> m_equal;
    MessageBar* m_message;
    QTableWidget* m_table;
    QLabel* m_rest;
    QPushButton* m_import;
};

} // namespace ligature
