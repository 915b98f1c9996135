// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/slot_box.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/document/names.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/inspector/parameter_form.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

constexpr qulonglong ownParameter = 0;
constexpr qulonglong newShared = ~0ULL;

} // namespace

SlotBox::SlotBox(Document* document, Slot slot, QWidget* parent)
    : QWidget(parent), m_document(document), m_slot(std::move(slot)), m_layout(new QVBoxLayout(this)),
      m_title(addHeading(m_layout, {})), m_source(new QComboBox(this)), m_view(new QComboBox(this)),
      m_problem(addText(m_layout))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(6);
    m_layout->addWidget(m_source);
    m_layout->addWidget(m_view);
    m_problem->hide();
    const QString name = QString::fromStdString(m_slot.slot);
    m_source->setAccessibleName(tr("What %1 reads").arg(name));
    m_source->setToolTip(tr("A parameter of its own, or a shared one: the same weight as its other uses read."));
    m_view->setAccessibleName(tr("How %1 reads it").arg(name));
    m_view->addItem(tr("As it is"));
    for (const ViewType* const type : viewTypes()) {
        m_view->addItem(QString::fromStdString(type->title()), QString::fromStdString(type->name()));
        m_view->setItemData(m_view->count() - 1, QString::fromStdString(type->help()), Qt::ToolTipRole);
    }
    for (QComboBox* const box : {m_source, m_view}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(12);
    }
    connect(m_source, &QComboBox::activated, this, &SlotBox::takeSource);
    connect(m_view, &QComboBox::activated, this, &SlotBox::takeView);
    refresh();
}

void SlotBox::refresh()
{
    const Network& network = m_document->network();
    const auto tie = network.ties.find(m_slot);
    if (tie == network.ties.end())
        return;
    QString title = QString::fromStdString(m_slot.slot);
    const auto shape = m_document->analysis().slots.find(m_slot);
    if (shape != m_document->analysis().slots.end())
        title += QStringLiteral("   ") + QString::fromStdString(shape->second.toString());
    m_title->setText(title);
    const bool shared = network.parameters.at(tie->second.parameter).shared;
    showSources(tie->second, shared);
    m_view->setVisible(shared);
    if (shared)
        showViews(tie->second);

    if (m_form != nullptr && (shared || m_form_of != tie->second.parameter)) {
        delete m_form;
        m_form = nullptr;
    }
    if (!shared && m_form == nullptr) {
        m_form_of = tie->second.parameter;
        m_form = new ParameterForm(m_document, m_form_of, this);
        m_layout->addWidget(m_form);
    }
    if (m_form != nullptr)
        m_form->refresh();
}

void SlotBox::showSources(const Tie& tie, bool shared)
{
    const QSignalBlocker quiet(m_source);
    m_source->clear();
    m_source->addItem(tr("A parameter of its own"), ownParameter);
    for (const auto& [id, parameter] : m_document->network().parameters) {
        if (parameter.shared)
            m_source->addItem(tr("Shared: %1").arg(QString::fromStdString(parameter.name)),
                              QVariant::fromValue<qulonglong>(id.value));
    }
    if (!shared)
        m_source->addItem(tr("Make it shared"), newShared);
    m_source->setCurrentIndex(
        m_source->findData(QVariant::fromValue<qulonglong>(shared ? tie.parameter.value : ownParameter)));
}

void SlotBox::showViews(const Tie& tie)
{
    const QSignalBlocker quiet(m_view);
    m_view->setCurrentIndex(tie.view.empty() ? 0 : m_view->findData(QString::fromStdString(tie.view.front().type)));
}

void SlotBox::takeSource(int index)
{
    const auto choice = m_source->itemData(index).toULongLong();
    if (choice == ownParameter)
        report(untieSlots(*m_document, {m_slot}));
    else if (choice == newShared)
        report(shareSlot(*m_document, m_slot));
    else
        report(tieSlots(*m_document, {m_slot}, ParameterId{choice}));
}

void SlotBox::takeView(int index)
{
    const std::string type = m_view->itemData(index).toString().toStdString();
    report(setView(*m_document, m_slot, type.empty() ? View{} : View{ViewStep{type}}));
}

void SlotBox::report(const Result<void>& result)
{
    m_problem->setVisible(!result.has_value());
    if (result)
        return;
    m_problem->setText(
        QStringLiteral("<span style='color:%1'>%2</span>")
            .arg(themeFor(palette()).error.name(),
                 QString::fromStdString(result.error().what + "; " + result.error().mend + ".").toHtmlEscaped()));
    refresh(); // The choice that was refused is taken back.
}

} // namespace ligature
