// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/attribute_field.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStyle>
#include <QToolButton>

#include "ui/theme/icon.h"

namespace ligature {

namespace {

constexpr double spinLimit = 2'000'000'000;

} // namespace

AttributeField::AttributeField(AttributeSpec spec, QWidget* parent)
    : QWidget(parent), m_spec(std::move(spec)), m_value(m_spec.default_value)
{
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    switch (m_spec.kind) {
    case AttributeKind::Boolean: makeCheckBox(); break;
    case AttributeKind::Choice: makeComboBox(); break;
    case AttributeKind::Integer:
        if (m_spec.minimum >= -spinLimit && m_spec.maximum <= spinLimit)
            makeSpinBox();
        else
            makeLineEdit();
        break;
    default: makeLineEdit();
    }
    layout->insertWidget(0, m_editor, 1);
    m_editor->setAccessibleName(QString::fromStdString(m_spec.label));
    m_editor->setToolTip(QString::fromStdString(m_spec.help));
    setFocusProxy(m_editor);
    m_show(m_value);
}

QString AttributeField::text() const
{
    return m_line != nullptr ? m_line->text() : attributeText(m_value);
}

void AttributeField::setValue(const AttributeValue& value)
{
    if (value == m_value && m_problem.isEmpty())
        return;
    m_value = value;
    const QSignalBlocker blocker(m_editor);
    m_show(value);
    setProblem({});
}

void AttributeField::take(const AttributeValue& value)
{
    if (const Result<void> valid = validateValue(m_spec, value, m_spec.label); !valid) {
        setProblem(QString::fromStdString(valid.error().oneLine()));
        return;
    }
    setProblem({});
    if (value == m_value)
        return;
    m_value = value;
    emit edited(value);
}

void AttributeField::takeText()
{
    const Result<AttributeValue> value = parseAttribute(m_spec.kind, m_line->text());
    if (value)
        take(*value);
    else
        setProblem(QString::fromStdString(value.error().oneLine()));
}

void AttributeField::setProblem(const QString& problem)
{
    if (problem == m_problem)
        return;
    m_problem = problem;
    m_editor->setProperty("invalid", !problem.isEmpty());
    m_editor->setToolTip(problem.isEmpty() ? QString::fromStdString(m_spec.help) : problem);
    m_editor->setAccessibleDescription(problem);
    m_editor->style()->unpolish(m_editor);
    m_editor->style()->polish(m_editor);
}

void AttributeField::makeCheckBox()
{
    auto* const box = new QCheckBox(this);
    m_editor = box;
    m_show = [box](const AttributeValue& value) { box->setChecked(std::get<bool>(value)); };
    connect(box, &QCheckBox::toggled, this, [this](bool on) { take(on); });
}

void AttributeField::makeComboBox()
{
    auto* const box = new QComboBox(this);
    for (const AttributeChoice& choice : m_spec.choices)
        box->addItem(QString::fromStdString(choice.label), QString::fromStdString(choice.value));
    m_editor = box;
    m_show = [box](const AttributeValue& value) {
        box->setCurrentIndex(box->findData(QString::fromStdString(std::get<std::string>(value))));
    };
    connect(box, &QComboBox::currentIndexChanged, this,
            [this, box] { take(box->currentData().toString().toStdString()); });
}

void AttributeField::makeSpinBox()
{
    auto* const box = new QSpinBox(this);
    box->setRange(static_cast<int>(m_spec.minimum), static_cast<int>(m_spec.maximum));
    box->setAccelerated(true);
    box->setKeyboardTracking(false);
    if (!m_spec.unit.empty())
        box->setSuffix(u' ' + QString::fromStdString(m_spec.unit));
    m_editor = box;
    m_show = [box](const AttributeValue& value) {
        box->setValue(
            static_cast<int>(std::clamp<std::int64_t>(std::get<std::int64_t>(value), box->minimum(), box->maximum())));
    };
    connect(box, &QSpinBox::valueChanged, this, [this](int value) { take(std::int64_t{value}); });
}

void AttributeField::makeLineEdit()
{
    m_line = new QLineEdit(this);
    m_editor = m_line;
    m_show = [this](const AttributeValue& value) { m_line->setText(attributeText(value)); };
    connect(m_line, &QLineEdit::editingFinished, this, &AttributeField::takeText);
    if (m_spec.kind != AttributeKind::Path)
        return;
    auto* const button = new QToolButton(this);
    button->setIcon(themedIcon(QStringLiteral("open")));
    button->setToolTip(tr("Choose a file"));
    button->setAccessibleName(tr("Choose a file for %1").arg(QString::fromStdString(m_spec.label)));
    connect(button, &QToolButton::clicked, this, &AttributeField::browse);
    layout()->addWidget(button);
}

void AttributeField::browse()
{
    auto* const dialog = new QFileDialog(this, QString::fromStdString(m_spec.label), QFileInfo(m_line->text()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_line->setText(path);
        takeText();
    });
    dialog->open();
}

} // namespace ligature
