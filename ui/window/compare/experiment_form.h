// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/project/experiment_plan.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace ligature {

class AttributeForm;
class AxisRows;
class Document;

/// What is compared: arms, baseline, seeds, shares of the training samples, varied settings, margin. Every change is an
/// undo step of the document, in whose file it is saved.
class ExperimentForm : public QWidget {
    Q_OBJECT

public:
    explicit ExperimentForm(Document* document, QWidget* parent = nullptr);

private:
    void showPlan();
    void setSetting(const std::string& name, const AttributeValue& value);
    void setBaseline(int index);
    void takeFractions();
    void edit(const QString& text, const std::function<Result<void>(ExperimentPlan&)>& change,
              const QString& merge_key = {});

    Document* m_document;
    QPushButton* m_arms;
    QComboBox* m_baseline;
    AttributeForm* m_settings;
    QLineEdit* m_fractions;
    AxisRows* m_axes;
};

/// The arms that are compared.
[[nodiscard]] const std::vector<ArmId>& comparedArms(const Project& project);

} // namespace ligature
