// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/parameter_form.h"

#include "ui/dialogs/attribute_field.h"
#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/document/names.h"

namespace ligature {

namespace {

/// Before the names of an initializer's own attributes, which may be called as others are.
const std::string ofInitializer = "initializer.";

std::vector<AttributeSpec> specsFor(const Parameter& parameter)
{
    AttributeSpec initializer{.name = "initializer",
                              .label = "Initializer",
                              .kind = AttributeKind::Choice,
                              .default_value = std::string("kaiming_uniform"),
                              .help = "How the first values are drawn."};
    for (const InitializerType* const type : initializerTypes())
        initializer.choices.push_back({type->name(), type->title()});
    std::vector<AttributeSpec> specs = {initializer};
    if (const InitializerType* const type = findInitializerType(parameter.initializer.type)) {
        for (AttributeSpec& spec : type->attributes()) {
            spec.name = ofInitializer + spec.name;
            specs.push_back(std::move(spec));
        }
    }
    // What a layer keeps is no optimizer's.
    if (parameter.state)
        return specs;
    specs.push_back({.name = "trainable",
                     .label = "Trainable",
                     .kind = AttributeKind::Boolean,
                     .default_value = true,
                     .help = "Whether training changes it; a frozen one keeps its first values in all its uses."});
    specs.push_back({.name = "learning_rate_factor",
                     .label = "Learning rate ×",
                     .kind = AttributeKind::Real,
                     .default_value = 1.0,
                     .minimum = 0,
                     .maximum = 1e6,
                     .help = "Multiplies the optimizer's learning rate for this parameter."});
    specs.push_back({.name = "weight_decay_factor",
                     .label = "Weight decay ×",
                     .kind = AttributeKind::Real,
                     .default_value = 1.0,
                     .minimum = 0,
                     .maximum = 1e6,
                     .help = "Multiplies the optimizer's weight decay for this parameter."});
    return specs;
}

} // namespace

ParameterForm::ParameterForm(Document* document, ParameterId parameter, QWidget* parent)
    : InspectorForm(parent), m_document(document), m_parameter(parameter)
{
    connect(this, &InspectorForm::edited, this, &ParameterForm::apply);
    refresh();
}

void ParameterForm::refresh()
{
    const auto found = m_document->network().parameters.find(m_parameter);
    if (found == m_document->network().parameters.end())
        return;
    const Parameter& parameter = found->second;
    setSpecs(specsFor(parameter));
    Attributes values = {{"initializer", parameter.initializer.type}};
    if (!parameter.state) {
        values.set("trainable", parameter.trainable);
        values.set("learning_rate_factor", parameter.learning_rate_factor);
        values.set("weight_decay_factor", parameter.weight_decay_factor);
    }
    for (const auto& [name, value] : parameter.initializer.attributes.values())
        values.set(ofInitializer + name, value);
    setValues(values);
}

QString ParameterForm::summary() const
{
    const auto found = m_document->network().parameters.find(m_parameter);
    if (found == m_document->network().parameters.end())
        return {};
    const InitializerType* const type = findInitializerType(found->second.initializer.type);
    const QString start = QString::fromStdString(type != nullptr ? type->title() : found->second.initializer.type);
    if (found->second.state)
        return tr("%1, then kept by the layer").arg(start);
    return (found->second.trainable ? tr("%1, trainable") : tr("%1, frozen")).arg(start);
}

QString ParameterForm::stepText(const std::string& name, const AttributeValue& value) const
{
    const QString owner = parameterTitle(m_document->network(), m_parameter);
    if (name == "trainable")
        return (std::get<bool>(value) ? tr("Train %1") : tr("Freeze %1")).arg(owner);
    if (name == "learning_rate_factor")
        return tr("Set %1's learning rate factor to %2").arg(owner, attributeText(value));
    if (name == "weight_decay_factor")
        return tr("Set %1's weight decay factor to %2").arg(owner, attributeText(value));
    if (name == "initializer") {
        const InitializerType* const type = findInitializerType(std::get<std::string>(value));
        return tr("Set %1's initializer to %2").arg(owner, QString::fromStdString(type->title()));
    }
    return tr("Set %1's initializer: %2 %3")
        .arg(owner, QString::fromStdString(name.substr(ofInitializer.size())), attributeText(value));
}

void ParameterForm::apply(const std::string& name, const AttributeValue& value)
{
    const auto change = [&](Parameter& parameter) {
        if (name == "initializer")
            parameter.initializer = Initializer{std::get<std::string>(value)};
        else if (name.starts_with(ofInitializer))
            parameter.initializer.attributes.set(name.substr(ofInitializer.size()), value);
        else if (name == "trainable")
            parameter.trainable = std::get<bool>(value);
        else if (name == "learning_rate_factor")
            parameter.learning_rate_factor = std::get<double>(value);
        else
            parameter.weight_decay_factor = std::get<double>(value);
    };
    report(name, editParameters(*m_document, {m_parameter}, stepText(name, value), change));
}

} // namespace ligature
