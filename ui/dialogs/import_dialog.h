// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
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

class BackgroundWork;
class MessageBar;

/// Shows which tensors of a file go to which parameters of a project before anything is done: by name, by use, by
/// shape, or as the user chooses. Two tensors that a tie does not let differ are asked about. Accepted, it has the
/// weights. Values are compared and copied in the background, as there may be many.
class ImportDialog : public QDialog {
    Q_OBJECT

public:
    ImportDialog(Project project, std::shared_ptr<const WeightFile> file, QString file_name, QWidget* parent = nullptr);
    ~ImportDialog() override;

    /// What is chosen; nothing while it is matched, a parameter has no values or a conflict is open.
    [[nodiscard]] const std::shared_ptr<const Weights>& weights() const { return m_weights; }
    /// Whether what is chosen is still being matched.
    [[nodiscard]] bool isMatching() const { return m_is_matching; }
    /// What else is to be told: parameters with equal values, that could be tied.
    [[nodiscard]] const std::vector<EqualParameters>& equalParameters() const { return m_equal; }

private:
    struct Choice {
        std::map<std::string, std::string> chosen;   ///< a tensor by the name of the parameter that is to have it
        std::map<std::string, std::string> left_out; ///< the parameter by the tensor that lost it to another
    };
    struct Match;

    /// The file with what is chosen under the names of the parameters.
    [[nodiscard]] static WeightFile chosenFile(const WeightFile& file, const Choice& choice);
    [[nodiscard]] static Match match(const Project& project, const WeightFile& file, const Choice& choice,
                                     const std::string& file_name);
    /// Matches anew, in the background; the newest is shown.
    void map();
    void showMatch(const Match& match);
    void showMapping(const WeightMapping& mapping);
    /// The row of the choice that has the focus; -1 where none has.
    [[nodiscard]] int focusedChoice() const;
    /// Gives the focus to the choice in the row, or to the next one that can be made.
    void focusChoice(int row);
    [[nodiscard]] QComboBox* makeChoice(const MappedParameter& parameter);
    /// @param found what the parameter would have its values from otherwise
    void choose(const std::string& parameter, const std::vector<MappedTensor>& found, const std::string& tensor);
    void askAbout(const TieConflict& conflict);

    std::shared_ptr<const Project> m_project;
    std::shared_ptr<const WeightFile> m_file;
    QString m_file_name;
    Choice m_choice;
    int m_newest = 0; ///< the number of the match that is wanted
    bool m_is_matching = false;
    std::shared_ptr<const Weights> m_weights;
    std::vector<EqualParameters> m_equal;
    MessageBar* m_message;
    QTableWidget* m_table;
    QLabel* m_rest;
    QPushButton* m_import;
    std::unique_ptr<BackgroundWork> m_work;
};

} // namespace ligature
