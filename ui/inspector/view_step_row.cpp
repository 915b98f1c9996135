// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/view_step_row.h"

#include <utility>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/dialogs/attribute_field.h"
#include "ui/inspector/inspector_form.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/theme/icon.h"

namespace ligature {

ViewStepRow::ViewStepRow(std::string type, QWidget* parent) : QFrame(parent), m_type(std::move(type))
{
    setProperty("look", "step");
    setFocusPolicy(Qt::StrongFocus);
    const ViewType* const kind = findViewType(m_type);
    m_title = QString::fromStdString(kind != nullptr ? kind->title() : m_type);
    auto* const title = new ElidedLabel(m_title, this);
    title->setProperty("look", "strong");
    title->setExplanation(kind != nullptr ? QString::fromStdString(kind->help()) : QString());
    m_shape = new ElidedLabel({}, this);
    m_shape->setProperty("look", "muted");
    m_earlier = addButton(QStringLiteral("arrow_up"), tr("Earlier"), tr("Reads this step earlier (Alt+Up)"));
    m_later = addButton(QStringLiteral("arrow_down"), tr("Later"), tr("Reads this step later (Alt+Down)"));
    m_remove = addButton(QStringLiteral("close"), tr("Remove"), tr("Takes this step out of the chain (Delete)"));
    connect(m_earlier, &QToolButton::clicked, this, [this] { emit moveAsked(-1); });
    connect(m_later, &QToolButton::clicked, this, [this] { emit moveAsked(1); });
    connect(m_remove, &QToolButton::clicked, this, &ViewStepRow::removeAsked);
    auto* const head = new QHBoxLayout;
    head->setSpacing(0);
    auto* const words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(title);
    words->addWidget(m_shape);
    head->addLayout(words, 1);
    for (QToolButton* const button : {m_earlier, m_later, m_remove})
        head->addWidget(button, 0, Qt::AlignTop);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 4, 8);
    layout->setSpacing(6);
    layout->addLayout(head);
    m_problem = addProblem(layout);
    m_form = new InspectorForm(this);
    m_form->setContentsMargins(0, 0, 4, 0);
    if (kind != nullptr)
        m_form->setSpecs(kind->attributes());
    m_form->setVisible(kind != nullptr && !kind->attributes().empty());
    layout->addWidget(m_form);
    connect(m_form, &InspectorForm::edited, this, &ViewStepRow::edited);
}

QToolButton* ViewStepRow::addButton(const QString& icon, const QString& name, const QString& tip)
{
    auto* const button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(themedIcon(icon));
    button->setIconSize({14, 14});
    button->setFixedSize(24, 24);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setToolTip(tip);
    return button;
}

void ViewStepRow::refresh(const ViewChain& chain, std::size_t at)
{
    const std::size_t last = chain.view.size() - 1;
    setAccessibleName(tr("Step %1: %2").arg(at + 1).arg(m_title));
    for (QToolButton* const button : {m_earlier, m_later, m_remove})
        button->setAccessibleName(tr("%1: step %2, %3").arg(button->objectName()).arg(at + 1).arg(m_title));
    const auto show = [](QToolButton& button, const QString& icon, bool can_move) {
        button.setEnabled(can_move);
        button.setIcon(can_move ? themedIcon(icon) : QIcon()); // An arrow is grey either way.
    };
    show(*m_earlier, QStringLiteral("arrow_up"), at > 0);
    show(*m_later, QStringLiteral("arrow_down"), at < last);
    const bool is_broken = chain.broken == at;
    const auto& gives = chain.after[at];
    m_shape->setText(gives ? tr("gives %1").arg(QString::fromStdString(gives->toString())) : tr("shape not known yet"));
    m_shape->setVisible(!is_broken);
    showProblem(*m_problem, is_broken ? refusalText(*chain.problem) : QString());
    m_form->setValues(chain.view[at].attributes);
}

QWidget* ViewStepRow::tabAfter(QWidget* before)
{
    QList<QWidget*> widgets = {this, m_earlier, m_later, m_remove};
    for (AttributeField* const field : m_form->findChildren<AttributeField*>())
        widgets << field->focusProxy();
    for (QWidget* const next : widgets)
        setTabOrder(std::exchange(before, next), next);
    return before;
}

void ViewStepRow::report(const std::string& name, const Result<void>& result)
{
    m_form->report(name, result);
}

void ViewStepRow::keyPressEvent(QKeyEvent* event)
{
    const bool with_alt = event->modifiers() == Qt::AltModifier;
    if (with_alt && event->key() == Qt::Key_Up && m_earlier->isEnabled())
        emit moveAsked(-1);
    else if (with_alt && event->key() == Qt::Key_Down && m_later->isEnabled())
        emit moveAsked(1);
    else if (event->key() == Qt::Key_Delete && event->modifiers() == Qt::NoModifier)
        emit removeAsked();
    else
        QFrame::keyPressEvent(event);
}

} // namespace ligature
