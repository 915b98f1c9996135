// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/optimization/training_settings.h"

class QButtonGroup;
class QPushButton;

namespace ligature {

class AttributeForm;
class Document;
class ElidedLabel;
class TypeChoice;

/// How the document's network is trained: data, variants, optimizer and schedule with their attributes, batch size,
/// epochs, validation split, seed. Every change is an undo step of the document.
class TrainingSettingsForm : public QWidget {
    Q_OBJECT

public:
    explicit TrainingSettingsForm(Document* document, QWidget* parent = nullptr);

signals:
    void dataAsked(); ///< 'Change…' beside the data

private:
    [[nodiscard]] QWidget* makeVariants();
    [[nodiscard]] QWidget* makeData();
    void showSettings();
    void showArms(const std::vector<ArmId>& arms);
    void setArms(const std::vector<ArmId>& arms);
    void setOptimizer(const std::string& name);
    void setOptimizerAttribute(const std::string& name, const AttributeValue& value);
    void setSchedule(const std::string& name);
    void setScheduleAttribute(const std::string& name, const AttributeValue& value);
    void setSetting(const std::string& name, const AttributeValue& value);

    Document* m_document;
    QButtonGroup* m_variants;
    QPushButton* m_more_arms = nullptr;
    TypeChoice* m_optimizer;
    TypeChoice* m_schedule;
    AttributeForm* m_settings_form;
    ElidedLabel* m_data;
};

} // namespace ligature
