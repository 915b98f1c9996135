// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QDialog>

#include "core/retying/suggestions.h"

class QListWidget;
class QPushButton;

namespace ligature {

class Document;
class TieQuestion;

/// 'Suggest ties': lists what the network could share, with why and what it saves, and ties what is checked as one undo
/// step.
class SuggestionsDialog : public QDialog {
    Q_OBJECT

public:
    explicit SuggestionsDialog(Document* document, QWidget* parent = nullptr);

    void accept() override;

private:
    void takeChoice();

    std::vector<TieSuggestion> m_suggestions;
    QListWidget* m_list;
    TieQuestion* m_question;
    QPushButton* m_apply;
};

} // namespace ligature
