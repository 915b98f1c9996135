// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/suggestions_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/dialogs/tie_question.h"
#include "ui/document/quantity_text.h"
#include "ui/theme/look.h"

namespace ligature {

SuggestionsDialog::SuggestionsDialog(Document* document, QWidget* parent)
    : QDialog(parent), m_list(new QListWidget(this)), m_question(new TieQuestion(document, this))
{
    setWindowTitle(tr("Suggest ties"));
    const TrainedNetwork trained = document->trainedNetwork();
    m_suggestions = suggestTies(document->network(), document->analysis(), trained.state ? &*trained.state : nullptr);
    m_list->setObjectName(QStringLiteral("suggestions"));
    m_list->setAccessibleName(tr("Suggested ties"));
    m_list->setWordWrap(true);
    m_list->setSpacing(2);
    for (const TieSuggestion& suggestion : m_suggestions) {
        auto* const item =
            new QListWidgetItem(tr("%1\n%2 Saves %3 parameters.")
                                    .arg(QString::fromStdString(suggestion.title),
                                         QString::fromStdString(suggestion.why), groupedNumber(suggestion.saves)),
                                m_list);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(item == m_list->item(0) ? Qt::Checked : Qt::Unchecked);
    }
    auto* const nothing =
        new QLabel(tr("Nothing repeats itself: no mirrored shapes, no layers that are alike, no equal "
                      "values. What could be tied is tied."),
                   this);
    nothing->setObjectName(QStringLiteral("nothing"));
    nothing->setWordWrap(true);
    const bool any = !m_suggestions.empty();
    nothing->setVisible(!any);
    m_list->setVisible(any);
    m_question->setVisible(any);
    auto* const buttons = new QDialogButtonBox(any ? QDialogButtonBox::Cancel : QDialogButtonBox::Close, this);
    m_apply = buttons->addButton(tr("Tie what is checked"), QDialogButtonBox::AcceptRole);
    m_apply->setObjectName(QStringLiteral("do"));
    setLook(*m_apply, "primary");
    m_apply->setDefault(true);
    m_apply->setVisible(any);
    if (any) // Return is not to be Cancel's because that has the focus while nothing can be tied yet.
        buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(nothing);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_question);
    layout->addWidget(buttons);
    connect(m_list, &QListWidget::itemChanged, this, &SuggestionsDialog::takeChoice);
    connect(buttons, &QDialogButtonBox::accepted, this, &SuggestionsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &SuggestionsDialog::reject);
    connect(m_question, &TieQuestion::changed, this, [this] { m_apply->setEnabled(m_question->isPossible()); });
    takeChoice();
    resize(560, any ? 460 : 140);
}

void SuggestionsDialog::takeChoice()
{
    std::vector<TieSuggestion> chosen;
    for (int i = 0; i < m_list->count(); ++i) {
        if (m_list->item(i)->checkState() == Qt::Checked)
            chosen.push_back(m_suggestions[static_cast<std::size_t>(i)]);
    }
    m_question->setStep(chosen.empty() ? std::optional<TieStep>() : suggestionStep(chosen));
}

void SuggestionsDialog::accept()
{
    if (m_question->perform())
        QDialog::accept();
}

} // namespace ligature
