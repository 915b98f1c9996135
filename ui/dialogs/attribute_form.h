// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <span>
#include <string>

#include <QWidget>

#include "core/attributes/attributes.h"

class QFormLayout;
class QToolButton;

namespace ligature {

class AttributeField;

/// A row for each spec: its label and its field. Those that are rarely set are folded away, below the others.
class AttributeForm : public QWidget {
    Q_OBJECT

public:
    /// Of every form in a side panel.
    static constexpr int panel_label_width = 104;

    explicit AttributeForm(QWidget* parent = nullptr);

    /// At least, for forms one below the other; of rows made from then on.
    void setLabelWidth(int width) { m_label_width = width; }
    /// Other rows in place of these. The same specs again change nothing.
    void setSpecs(std::span<const AttributeSpec> specs);
    /// Shows the values; what is not among them shows its default.
    void setValues(const Attributes& values);
    [[nodiscard]] AttributeField* field(const std::string& name) const;
    /// Whether no field holds a text that its spec refuses.
    [[nodiscard]] bool isValid() const;

signals:
    void edited(const std::string& name, const ligature::AttributeValue& value);
    /// What is typed into a field is refused now, or no longer; see isValid().
    void problemChanged();

private:
    void addMore();
    void showRare(bool shown);

    QFormLayout* m_layout;
    QToolButton* m_more = nullptr; ///< shows the rare ones; null where there are none
    std::vector<QWidget*> m_rare;  ///< their labels and fields
    std::map<std::string, AttributeField*> m_fields;
    std::vector<std::string> m_names;
    int m_label_width = 0;
};

} // namespace ligature
