// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/attribute_field.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QStyle>
#include <QToolButton>

#include "ui/dialogs/integer_box.h"
#include "ui/theme/icon.h"

namespace ligature {

namespace {

/// As a whole number, without leaving its range.
std::int64_t wholeLimit(double limit)
{
    constexpr double greatest = 9.0e18;
    return static_cast<std::int64_t>(std::clamp(limit, -greatest, greatest));
}

} // namespace

AttributeField::AttributeField(AttributeSpec spec, QWidget* parent)
    : QWidget(parent), m_spec(std::move(spec)), m_value(m_spec.default_value), m_previous(m_value)
{
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    switch (m_spec.kind) {
    case AttributeKind::Boolean: makeCheckBox(); break;
    case AttributeKind::Choice: makeComboBox(); break;
    case AttributeKind::Integer: makeIntegerBox(); break;
    default: makeLineEdit();
    }
    layout->insertWidget(0, m_editor, 1);
    m_editor->setAccessibleName(QString::fromStdString(m_spec.label));
    m_editor->setToolTip(QString::fromStdString(m_spec.help));
    m_editor->setFocusPolicy(Qt::StrongFocus);
    m_editor->installEventFilter(this);
    if (m_line != nullptr && m_line != m_editor)
        m_line->installEventFilter(this);
    setFocusProxy(m_editor);
    m_show(m_value);
}

QString AttributeField::text() const
{
    return m_line != nullptr ? m_line->text() : attributeText(m_value);
}

void AttributeField::setValue(const AttributeValue& value)
{
    if (value == m_value && !m_mixed)
        return; // Also where a text waits to be mended.
    m_value = value;
    m_previous = value;
    revert();
}

void AttributeField::setMixed()
{
    if (m_mixed)
        return;
    m_mixed = true;
    const QSignalBlocker blocker(m_editor);
    if (auto* const check = qobject_cast<QCheckBox*>(m_editor)) {
        check->setTristate(true);
        check->setCheckState(Qt::PartiallyChecked);
    } else if (auto* const choice = qobject_cast<QComboBox*>(m_editor)) {
        choice->setPlaceholderText(tr("different values"));
        choice->setCurrentIndex(-1);
    } else {
        m_line->setPlaceholderText(tr("different values"));
        m_line->clear();
    }
    setProblem({});
}

void AttributeField::refuse(const QString& problem)
{
    m_value = m_previous;
    if (m_line == nullptr)
        revert();
    setProblem(problem);
}

void AttributeField::revert()
{
    const QSignalBlocker blocker(m_editor);
    m_mixed = false;
    if (auto* const check = qobject_cast<QCheckBox*>(m_editor))
        check->setTristate(false);
    m_show(m_value);
    setProblem({});
}

void AttributeField::take(const AttributeValue& value)
{
    if (const Result<void> valid = validateValue(m_spec, value, m_spec.label); !valid) {
        setProblem(QString::fromStdString(valid.error().oneLine()));
        return;
    }
    setProblem({});
    if (value == m_value && !m_mixed)
        return;
    m_previous = m_value;
    m_value = value;
    m_mixed = false;
    emit edited(value);
}

bool AttributeField::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Wheel && !m_editor->hasFocus()) {
        event->ignore();
        return true;
    }
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape &&
        m_line != nullptr) {
        const QString shown = m_mixed ? QString() : attributeText(m_value);
        if (m_line->text() != shown) {
            m_line->setText(shown);
            m_line->selectAll();
            setProblem({});
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void AttributeField::takeText()
{
    if (m_mixed && m_line->text().isEmpty())
        return;
    // What was refused already is refused until it is changed.
    if (!m_problem.isEmpty() && m_line->text() == m_refused_text)
        return;
    m_refused_text.clear();
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
    m_refused_text = m_line != nullptr ? m_line->text() : QString();
    m_editor->setProperty("invalid", !problem.isEmpty());
    m_editor->setToolTip(problem.isEmpty() ? QString::fromStdString(m_spec.help) : problem);
    m_editor->setAccessibleDescription(problem);
    m_editor->style()->unpolish(m_editor);
    m_editor->style()->polish(m_editor);
    emit problemChanged(problem);
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

void AttributeField::makeIntegerBox()
{
    auto* const box = new IntegerBox(this);
    box->setRange(wholeLimit(m_spec.minimum), wholeLimit(m_spec.maximum));
    m_editor = box;
    m_line = box->line();
    m_show = [this, box](const AttributeValue& value) {
        box->setFallback(std::get<std::int64_t>(value));
        m_line->setText(attributeText(value));
    };
    connect(box, &IntegerBox::stepped, this, [this](qint64 value) { take(std::int64_t{value}); });
    connect(box, &IntegerBox::editingFinished, this, &AttributeField::takeText);
}

void AttributeField::makeLineEdit()
{
    m_line = new QLineEdit(this);
    m_editor = m_line;
    m_show = [this](const AttributeValue& value) {
        // An empty text says what may stand there.
        m_line->setPlaceholderText(m_spec.kind == AttributeKind::Text ? QString::fromStdString(m_spec.help)
                                                                      : QString());
        m_line->setText(attributeText(value));
    };
    connect(m_line, &QLineEdit::editingFinished, this, &AttributeField::takeText);
    if (m_spec.kind != AttributeKind::Path)
        return;
    auto* const button = new QToolButton(this);
    button->setIcon(themedIcon(QStringLiteral("open")));
    button->setToolTip(m_spec.is_folder ? tr("Choose a folder") : tr("Choose a file"));
    button->setAccessibleName((m_spec.is_folder ? tr("Choose a folder for %1") : tr("Choose a file for %1"))
                                  .arg(QString::fromStdString(m_spec.label)));
    connect(button, &QToolButton::clicked, this, &AttributeField::browse);
    layout()->addWidget(button);
}

void AttributeField::browse()
{
    auto* const dialog = new QFileDialog(this, QString::fromStdString(m_spec.label), QFileInfo(m_line->text()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(m_spec.is_folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    dialog->setOption(QFileDialog::ShowDirsOnly, m_spec.is_folder);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_line->setText(path);
        takeText();
    });
    dialog->open();
}

} // namespace ligature
