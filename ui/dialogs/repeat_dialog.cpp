// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/repeat_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "core/network/repeat.h"
#include "ui/document/document.h"
#include "ui/document/named_repeat_edits.h"
#include "ui/document/names.h"
#include "ui/document/selection.h"
#include "ui/theme/look.h"

namespace ligature {

namespace {

/// What the layers would account for, repeated.
RepeatAccount wouldAccount(const Document& document, const std::set<LayerId>& layers, std::int64_t count, bool shared)
{
    Network tried = document.network();
    const auto made = addRepeat(tried, layers, count, shared);
    if (!made)
        return {};
    return accountOf(tried, document.analysis(), accountOf(tried, document.analysis(), document.project().training),
                     *made);
}

} // namespace

RepeatDialog::RepeatDialog(Document* document, Selection* selection, std::set<LayerId> layers, QWidget* parent)
    : QDialog(parent), m_document(document), m_selection(selection), m_layers(std::move(layers)),
      m_count(new QSpinBox(this)), m_shared(new QRadioButton(tr("&Share one set of parameters"), this)),
      m_own(new QRadioButton(tr("Have &own parameters in each pass"), this)), m_explanation(new QLabel(this)),
      m_problem(new QLabel(this))
{
    setWindowTitle(tr("Repeat"));
    m_count->setRange(1, mostPasses);
    m_count->setValue(2);
    m_count->setAccelerated(true);
    m_count->setObjectName(QStringLiteral("count"));
    m_count->selectAll();
    m_shared->setObjectName(QStringLiteral("shared"));
    m_own->setObjectName(QStringLiteral("own"));
    m_shared->setChecked(true);
    m_explanation->setObjectName(QStringLiteral("explanation"));
    m_explanation->setProperty("look", "muted");
    m_problem->setProperty("look", "error");
    m_problem->hide();
    for (QLabel* const text : {m_explanation, m_problem})
        text->setWordWrap(true);
    m_explanation->setMinimumHeight(4 * fontMetrics().lineSpacing());
    m_explanation->setAlignment(Qt::AlignLeft | Qt::AlignTop);

    auto* const what = new QLabel(
        tr("Apply %1 several times in a row.").arg(describe(document->network(), SelectedItems{.layers = m_layers})),
        this);
    what->setWordWrap(true);
    auto* const choices = new QVBoxLayout;
    choices->setSpacing(6);
    choices->addWidget(m_shared);
    choices->addWidget(m_own);
    auto* const form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(12);
    form->addRow(tr("&Passes"), m_count);
    form->addRow(tr("They"), choices);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    auto* const repeat = buttons->addButton(tr("Repeat"), QDialogButtonBox::AcceptRole);
    repeat->setObjectName(QStringLiteral("do"));
    setLook(*repeat, "primary");
    repeat->setDefault(true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(what);
    layout->addLayout(form);
    layout->addWidget(m_explanation);
    layout->addWidget(m_problem);
    layout->addStretch(1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &RepeatDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &RepeatDialog::reject);
    connect(m_count, &QSpinBox::valueChanged, this, &RepeatDialog::explain);
    connect(m_shared, &QRadioButton::toggled, this, &RepeatDialog::explain);
    explain();
    setMinimumWidth(420);
    m_count->setFocus();
}

void RepeatDialog::explain()
{
    const std::int64_t count = m_count->value();
    const bool shared = m_shared->isChecked();
    m_explanation->setText(passesText(count) + QLatin1Char(' ') +
                           sharingText(count, shared, wouldAccount(*m_document, m_layers, count, shared)));
}

void RepeatDialog::accept()
{
    const auto made = repeatLayers(*m_document, m_layers, m_count->value(), m_shared->isChecked());
    if (!made) {
        m_problem->setText(QString::fromStdString(made.error().oneLine()));
        m_problem->show();
        return;
    }
    m_selection->set({.repeats = {*made}});
    QDialog::accept();
}

} // namespace ligature
