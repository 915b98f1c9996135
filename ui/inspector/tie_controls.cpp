// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/tie_controls.h"

#include <array>

#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/document/names.h"
#include "ui/inspector/inspector_form.h"
#include "ui/inspector/inspector_parts.h"

namespace ligature {

namespace {

AttributeSpec factorSpec()
{
    return {
        .name = "gradient_factor",
        .label = TieControls::tr("Gradient factor").toStdString(),
        .kind = AttributeKind::Real,
        .default_value = 1.0,
        .help =
            TieControls::tr("Multiplies what this use adds to the parameter's gradient; 0 stops it.").toStdString()};
}

} // namespace

TieControls::TieControls(Document* document, Slot slot, QWidget* parent)
    : QWidget(parent), m_document(document), m_slot(std::move(slot)), m_view(new QComboBox(this)),
      m_factor(new InspectorForm(this))
{
    const QString name = QString::fromStdString(m_slot.slot);
    m_view->setAccessibleName(tr("How %1 reads it").arg(name));
    m_view->setObjectName(m_view->accessibleName());
    m_view->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_view->setMinimumContentsLength(12);
    connect(m_view, &QComboBox::activated, this, &TieControls::takeView);
    m_factor->setSpecs(std::array{factorSpec()});
    connect(m_factor, &InspectorForm::edited, this, [this](const std::string& edited, const AttributeValue& value) {
        m_factor->report(edited, setGradientFactor(*m_document, {m_slot}, std::get<double>(value)));
    });
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_view);
    m_problem = addProblem(layout);
    layout->addWidget(m_factor);
}

void TieControls::refresh()
{
    const auto tie = m_document->network().ties.find(m_slot);
    if (tie == m_document->network().ties.end())
        return;
    showViews(tie->second);
    m_factor->setValues({{"gradient_factor", tie->second.gradient_factor}});
}

void TieControls::showViews(const Tie& tie)
{
    const QSignalBlocker quiet(m_view);
    const std::string name = parameterTitle(m_document->network(), tie.parameter).toStdString();
    const auto text = [&](const QString& title, const View& view) {
        return QStringLiteral("%1:  %2").arg(title, QString::fromStdString(notation(view, name)));
    };
    m_view->clear();
    m_view->addItem(text(tr("As it is"), {}));
    int present = tie.view.empty() ? 0 : -1;
    for (const ViewType* const type : viewTypes()) {
        const View view = {ViewStep{type->name()}};
        if (view == tie.view)
            present = m_view->count();
        m_view->addItem(text(QString::fromStdString(type->title()), view), QString::fromStdString(type->name()));
        m_view->setItemData(m_view->count() - 1, QString::fromStdString(type->help()), Qt::ToolTipRole);
    }
    if (present < 0) { // A chain, which files and the command line can hold.
        present = m_view->count();
        m_view->addItem(text(tr("A chain"), tie.view), QStringLiteral("chain"));
    }
    m_view->setCurrentIndex(present);
    m_view->setToolTip(m_view->currentText());
}

void TieControls::takeView(int index)
{
    const std::string type = m_view->itemData(index).toString().toStdString();
    if (type == "chain")
        return;
    const Result<void> done = setView(*m_document, m_slot, type.empty() ? View{} : View{ViewStep{type}});
    showProblem(*m_problem, done ? QString() : refusalText(done.error()));
    refresh();
}

} // namespace ligature
