// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QWidget>

#include "core/attributes/attributes.h"

class QLineEdit;

namespace ligature {

/// The editor of one attribute, made from its spec: a tick, a number ("1e-3" and "0.001" alike), a choice, a text, a
/// file, a shape ("8 x 8"). A value that the spec refuses is marked in place and not said to anybody.
class AttributeField : public QWidget {
    Q_OBJECT

public:
    explicit AttributeField(AttributeSpec spec, QWidget* parent = nullptr);

    [[nodiscard]] const AttributeSpec& spec() const { return m_spec; }
    /// Shows it; says nothing. A text that is being typed is left alone while it means the same.
    void setValue(const AttributeValue& value);
    /// Shows that several things have different values for it; the next edit gives them one.
    void setMixed();
    /// The owner does not take the value that it was just told of: the text stays, with the reason.
    void refuse(const QString& problem);
    /// Shows the value again in place of what was typed in.
    void revert();
    /// The text typed in, where there is one.
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool isValid() const { return m_problem.isEmpty(); }
    /// Why what is typed in is refused, in words; empty when it is not.
    [[nodiscard]] const QString& problem() const { return m_problem; }

signals:
    void edited(const ligature::AttributeValue& value);
    /// problem() has changed.
    void problemChanged(const QString& problem);

protected:
    /// Escape reverts; the wheel turns a field only while it has the keyboard.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeCheckBox();
    void makeComboBox();
    void makeIntegerBox();
    void makeLineEdit();
    void take(const AttributeValue& value);
    void takeText();
    void setProblem(const QString& problem);
    void browse();

    AttributeSpec m_spec;
    AttributeValue m_value;
    AttributeValue m_previous; ///< before the last edit
    bool m_mixed = false;
    QString m_problem;
    QString m_refused_text; ///< what m_problem is about
    QWidget* m_editor = nullptr;
    QLineEdit* m_line = nullptr;
    std::function<void(const AttributeValue&)> m_show;
};

/// What a text means as a value of that kind; nothing is checked against the range. An error is a text that means none.
[[nodiscard]] Result<AttributeValue> parseAttribute(AttributeKind kind, const QString& text);
/// The text that parseAttribute() reads back as that value.
[[nodiscard]] QString attributeText(const AttributeValue& value);

} // namespace ligature
