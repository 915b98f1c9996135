// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include <QWidget>

#include "core/attributes/attributes.h"
#include "core/error/result.h"

class QLabel;

namespace ligature {

class AttributeForm;

/// An attribute form with the reason for what it refuses written below it.
class InspectorForm : public QWidget {
    Q_OBJECT

public:
    explicit InspectorForm(QWidget* parent = nullptr);

    /// Other rows in place of these. The same specs again change nothing.
    void setSpecs(std::span<const AttributeSpec> specs);
    void setValues(const Attributes& values);
    /// What became of the edit that was just told: a refused one stays in its field, with the reason.
    void report(const std::string& name, const Result<void>& result);

signals:
    void edited(const std::string& name, const ligature::AttributeValue& value);

private:
    AttributeForm* m_form;
    QLabel* m_problem;
    std::vector<std::string> m_names;
};

} // namespace ligature
