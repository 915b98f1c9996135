// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/slot_box.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/dialogs/tie_dialog.h"
#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/document/names.h"
#include "ui/document/quantity_text.h"
#include "ui/document/selection.h"
#include "ui/inspector/colour_mark.h"
#include "ui/inspector/fold.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/inspector/parameter_form.h"
#include "ui/inspector/tie_controls.h"

namespace ligature {

namespace {

constexpr qulonglong ownParameter = 0;

} // namespace

SlotBox::SlotBox(Document* document, Selection* selection, Slot slot, QWidget* parent)
    : QFrame(parent), m_document(document), m_selection(selection), m_slot(std::move(slot)),
      m_layout(new QVBoxLayout(this))
{
    setProperty("look", "card");
    m_layout->setContentsMargins(10, 8, 10, 10);
    m_layout->setSpacing(8);
    addHead();
    addSources();
    m_problem = addProblem(m_layout);
    m_tie = new TieControls(document, m_slot, this);
    m_layout->addWidget(m_tie);
    addButtons();
    refresh();
}

void SlotBox::addHead()
{
    auto* const row = new QHBoxLayout;
    auto* const name = new QLabel(QString::fromStdString(m_slot.slot), this);
    name->setProperty("look", "strong");
    m_shape = new ElidedLabel({}, this);
    m_shape->setProperty("look", "muted");
    m_shape->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(name);
    row->addWidget(m_shape, 1);
    m_layout->addLayout(row);
}

void SlotBox::addSources()
{
    m_source = new QComboBox(this);
    m_source->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_source->setMinimumContentsLength(12);
    m_source->setAccessibleName(tr("What %1 reads").arg(QString::fromStdString(m_slot.slot)));
    m_source->setToolTip(tr("A parameter of its own, or a shared one: the same weight as its other uses read."));
    m_source->setObjectName(m_source->accessibleName());
    connect(m_source, &QComboBox::activated, this, &SlotBox::takeSource);
    m_layout->addWidget(m_source);
}

void SlotBox::addButtons()
{
    auto* const row = new QHBoxLayout;
    row->setSpacing(6);
    const QString name = QString::fromStdString(m_slot.slot);
    const auto add = [&](const QString& text, const QString& help, auto&& clicked) {
        auto* const button = new QPushButton(text, this);
        button->setObjectName(QStringLiteral("%1 %2").arg(text, name));
        button->setAccessibleName(QStringLiteral("%1: %2").arg(text, name));
        button->setToolTip(help);
        connect(button, &QPushButton::clicked, this, clicked);
        row->addWidget(button);
        return button;
    };
    m_share = add(tr("Make shared"), tr("Makes it a node on the canvas that other slots can read, too"),
                  [this] { report(shareSlot(*m_document, m_slot)); });
    m_show = add(tr("Show parameter"), tr("Selects the shared parameter"), [this] {
        m_selection->set(SelectedItems{.parameters = {m_document->network().ties.at(m_slot).parameter}});
    });
    m_tie_to = add(tr("Tie to…"), tr("Lists the shared parameters that fit, with what each tie would do"), [this] {
        std::vector<TieStep> steps = tieToSteps(*m_document, m_slot);
        showProblem(*m_problem,
                    steps.empty() ? tr("No other shared parameter has a shape that it could read.") : QString());
        openTieDialog(m_document, tr("Tie"), tr("%1 reads").arg(slotName(m_document->network(), m_slot)),
                      std::move(steps), this);
    });
    m_untie = add(tr("Untie…"), tr("Gives the slot a parameter of its own"), [this] { untie(); });
    row->addStretch();
    m_layout->addLayout(row);
}

void SlotBox::refresh()
{
    const Network& network = m_document->network();
    const auto tie = network.ties.find(m_slot);
    if (tie == network.ties.end())
        return;
    const auto shape = m_document->analysis().slots.find(m_slot);
    m_shape->setText(shape == m_document->analysis().slots.end() ? tr("shape not known yet")
                                                                 : QString::fromStdString(shape->second.toString()));
    const bool shared = network.parameters.at(tie->second.parameter).shared;
    showSources(tie->second, shared);
    m_tie->setVisible(shared);
    m_tie->refresh();
    m_share->setVisible(!shared);
    m_show->setVisible(shared);
    m_untie->setVisible(shared);
    const ligature::Shape* const read = shape == m_document->analysis().slots.end() ? nullptr : &shape->second;
    const bool one_of_several = shared && usesOf(network, tie->second.parameter).size() > 1;
    m_untie->setToolTip(read != nullptr && one_of_several
                            ? tr("Gives the slot a parameter of its own with the values that it reads: no output "
                                 "changes, and there are "
                                 "%1 parameters more")
                                  .arg(groupedNumber(read->elementCount()))
                            : tr("Gives the slot a parameter of its own with the values that it reads"));
    m_tie_to->setVisible(std::ranges::any_of(network.parameters, [&](const auto& entry) {
        return entry.second.shared && entry.first != tie->second.parameter;
    }));
    showForm(tie->second.parameter, shared);
}

void SlotBox::showForm(ParameterId parameter, bool shared)
{
    if (m_form != nullptr && (shared || m_form_of != parameter)) {
        m_fold->hide();
        m_fold->deleteLater(); // It may be what is asking.
        m_fold = nullptr;
        m_form = nullptr;
    }
    if (shared)
        return;
    if (m_form == nullptr) {
        m_form_of = parameter;
        m_form = new ParameterForm(m_document, parameter);
        m_fold = new Fold(tr("How %1 starts and is trained").arg(QString::fromStdString(m_slot.slot)), m_form,
                          m_slot.slot == "weight", this);
        m_layout->addWidget(m_fold);
    }
    m_form->refresh();
    m_fold->setText(m_form->summary());
}

void SlotBox::showSources(const Tie& tie, bool shared)
{
    const Theme& theme = themeFor(palette());
    const QSignalBlocker quiet(m_source);
    m_source->clear();
    m_source->addItem(privateMark(theme), tr("A parameter of its own"), ownParameter);
    for (const auto& [id, parameter] : m_document->network().parameters) {
        if (!parameter.shared)
            continue;
        QString text = QString::fromStdString(parameter.name);
        const auto shape = m_document->analysis().parameters.find(id);
        if (shape != m_document->analysis().parameters.end())
            text += QStringLiteral("  ·  ") + QString::fromStdString(shape->second.shape.toString());
        m_source->addItem(parameterMark(*m_document, id, theme), text, QVariant::fromValue<qulonglong>(id.value));
    }
    m_source->setCurrentIndex(
        m_source->findData(QVariant::fromValue<qulonglong>(shared ? tie.parameter.value : ownParameter)));
}

void SlotBox::takeSource(int index)
{
    const auto choice = m_source->itemData(index).toULongLong();
    const ParameterId chosen{choice};
    const Tie& present = m_document->network().ties.at(m_slot);
    // The same choice again is no edit: it would take a view away.
    if (choice != ownParameter && present.parameter == chosen)
        return;
    if (choice == ownParameter) {
        untie();
    } else if (const auto view = viewThatFits(*m_document, chosen, m_slot)) {
        report(tieOrAsk(m_document, tieToStep(*m_document, m_slot, chosen, *view), this));
    } else {
        report(tl::unexpected(view.error()));
    }
    refresh(); // The choice holds once it is made: it may be refused, or asked about first.
}

void SlotBox::untie()
{
    openTieDialog(m_document, tr("Untie"), {}, {untieStep(*m_document, m_slot)}, this);
}

void SlotBox::report(const Result<void>& result)
{
    showProblem(*m_problem, result ? QString() : refusalText(result.error()));
}

} // namespace ligature
