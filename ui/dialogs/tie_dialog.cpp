// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/tie_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/retying/tie_preview.h"
#include "ui/dialogs/tie_question.h"
#include "ui/theme/look.h"

namespace ligature {

TieDialog::TieDialog(Document* document, const QString& title, const QString& choice, std::vector<TieStep> steps,
                     QWidget* parent)
    : QDialog(parent), m_steps(std::move(steps)), m_question(new TieQuestion(document, this))
{
    setWindowTitle(title);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    if (m_steps.size() > 1) {
        auto* const list = new QComboBox(this);
        list->setObjectName(QStringLiteral("steps"));
        for (const TieStep& step : m_steps)
            list->addItem(step.label);
        auto* const form = new QFormLayout;
        form->addRow(choice, list);
        layout->addLayout(form);
        connect(list, &QComboBox::currentIndexChanged, this,
                [this](int index) { m_question->setStep(m_steps.at(static_cast<std::size_t>(index))); });
    }
    layout->addWidget(m_question);
    layout->addStretch(1);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_do = buttons->addButton(title, QDialogButtonBox::AcceptRole);
    m_do->setObjectName(QStringLiteral("do"));
    setLook(*m_do, "primary");
    m_do->setDefault(true);
    // It is disabled until its preview is there, and Return must not be Cancel's meanwhile because that has the focus.
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &TieDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &TieDialog::reject);
    connect(m_question, &TieQuestion::changed, this, [this] {
        m_do->setEnabled(m_question->isPossible());
        growToFit();
    });
    resize(500, 180);
    m_question->setStep(m_steps.front());
}

void TieDialog::growToFit()
{
    layout()->activate();
    const int needed = layout()->totalHeightForWidth(width());
    if (needed > height())
        resize(width(), needed);
}

void TieDialog::accept()
{
    if (m_question->perform())
        QDialog::accept();
}

void openTieDialog(Document* document, const QString& title, const QString& choice, std::vector<TieStep> steps,
                   QWidget* over)
{
    if (steps.empty())
        return;
    auto* const dialog = new TieDialog(document, title, choice, std::move(steps), over->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

Result<void> tieOrAsk(Document* document, TieStep step, QWidget* over)
{
    const TrainedNetwork before = document->trainedNetwork();
    const auto after = step.edit(before, Kept::First);
    if (!after)
        return tl::unexpected(after.error());
    if (before.state && largestLevelled(before.network, *before.state, after->network) > 0) {
        openTieDialog(document, TieDialog::tr("Tie"), {}, {std::move(step)}, over);
        return {};
    }
    return perform(*document, step);
}

} // namespace ligature
