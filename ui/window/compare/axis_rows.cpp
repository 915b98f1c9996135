// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/compare/axis_rows.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/layers/layer_type.h"
#include "core/optimization/optimizer.h"
#include "core/project/experiment_axis.h"
#include "ui/dialogs/message_bar.h"
#include "ui/document/document.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/theme/icon.h"
#include "ui/theme/look.h"

namespace ligature {

namespace {

/// Values to begin with: what is set, and what lies around it.
std::vector<AttributeValue> firstValues(const AttributeSpec& spec, const AttributeValue& set)
{
    std::vector<AttributeValue> values;
    const auto add = [&](const AttributeValue& value) {
        if (validateValue(spec, value, {}) && std::ranges::find(values, value) == values.end())
            values.push_back(value);
    };
    if (const auto* const whole = std::get_if<std::int64_t>(&set)) {
        for (const std::int64_t value : {*whole / 2, *whole, *whole * 2})
            add(value);
    } else if (const auto* const real = std::get_if<double>(&set)) {
        for (const double factor : {0.1, 1.0, 10.0})
            add(*real == 0 ? AttributeValue(factor == 1 ? 0.0 : factor) : AttributeValue(*real * factor));
    } else if (spec.kind == AttributeKind::Choice) {
        for (const AttributeChoice& choice : spec.choices)
            add(choice.value);
    } else if (spec.kind == AttributeKind::Boolean) {
        add(false);
        add(true);
    }
    if (values.empty())
        values.push_back(set);
    return values;
}

struct ValueOf {
    const Project& project;

    AttributeValue operator()(const SettingTarget& target) const
    {
        const TrainingSettings& training = project.training;
        if (target.name == "optimizer")
            return training.optimizer;
        if (target.name == "schedule")
            return training.schedule;
        const Attributes shared = sharedSettings(training);
        if (shared.contains(target.name))
            return shared.values().at(target.name);
        const OptimizerType* const type = findOptimizerType(training.optimizer);
        return withDefaults(type->attributes(), training.optimizer_attributes).values().at(target.name);
    }
    AttributeValue operator()(const LayerAttributeTarget& target) const
    {
        const Layer& layer = project.network.layers.at(target.layer);
        return withDefaults(findLayerType(layer.type)->attributes(), layer.attributes).values().at(target.attribute);
    }
    AttributeValue operator()(const GradientFactorTarget& target) const
    {
        return project.network.ties.at(target.slot).gradient_factor;
    }
};

/// The values as they are typed: what stands behind the sign.
QString valuesText(const ExperimentAxis& axis, const Network& network)
{
    const std::string text = axisText(axis, network);
    return QString::fromStdString(text.substr(targetName(axis.target, network).size() + 1));
}

} // namespace

AxisRows::AxisRows(Document* document, QWidget* parent)
    : QWidget(parent), m_document(document), m_rows(new QVBoxLayout),
      m_add(new QPushButton(tr("Vary a Setting"), this)), m_menu(new QMenu(m_add))
{
    m_add->setObjectName(QStringLiteral("vary"));
    m_add->setToolTip(tr("Train with several values of a setting, a layer's attribute or a use's gradient factor"));
    m_add->setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &AxisRows::fillMenu);
    m_rows->setSpacing(6);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(m_rows);
    layout->addWidget(m_add);
    connect(document, &Document::changed, this, [this](const ProjectChange& change) {
        if (change.everything || change.experiment || change.changesNetwork())
            showRows();
    });
    showRows();
}

void AxisRows::showRows()
{
    const Project& project = m_document->project();
    while (QLayoutItem* const item = m_rows->takeAt(0)) {
        // A row may be in the middle of telling about its edit.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (std::size_t i = 0; i < project.experiment.axes.size(); ++i) {
        const ExperimentAxis& axis = project.experiment.axes[i];
        const QString name = QString::fromStdString(targetName(axis.target, project.network));
        auto* const row = new QWidget(this);
        auto* const grid = new QGridLayout(row);
        grid->setContentsMargins(0, 0, 0, 0);
        grid->setVerticalSpacing(2);
        auto* const label = new ElidedLabel(name, row);
        auto* const values = new QLineEdit(valuesText(axis, project.network), row);
        values->setObjectName(QStringLiteral("axis_values_%1").arg(i));
        values->setAccessibleName(tr("Values of %1").arg(name));
        values->setToolTip(tr("Values separated by commas; where they are combined by chance also a range: 0.001..0.1, "
                              "or 0.001..0.1:log"));
        label->setBuddy(values);
        auto* const remove = new QToolButton(row);
        remove->setIcon(themedIcon(QStringLiteral("close")));
        remove->setToolTip(tr("Vary %1 no longer").arg(name));
        remove->setAccessibleName(remove->toolTip());
        setLook(*remove, "flat");
        auto* const problem = new QLabel(row);
        problem->setWordWrap(true);
        problem->setObjectName(QStringLiteral("axis_problem_%1").arg(i));
        const auto spec = specOf(axis.target, project);
        showProblem(*problem, spec ? QString() : sentencesOf(spec.error()));
        grid->addWidget(label, 0, 0, 1, 2);
        grid->addWidget(values, 1, 0);
        grid->addWidget(remove, 1, 1);
        grid->addWidget(problem, 2, 0, 1, 2);
        connect(values, &QLineEdit::editingFinished, this, [this, i, values, problem] {
            const Project& now = m_document->project();
            if (i >= now.experiment.axes.size() || values->text() == valuesText(now.experiment.axes[i], now.network))
                return;
            const std::string text = targetName(now.experiment.axes[i].target, now.network) + "=" +
                                     values->text().remove(u' ').toStdString();
            const auto typed = axisFromText(text, now);
            showProblem(*problem, typed ? QString() : sentencesOf(typed.error()));
            if (typed)
                takeText(i, values->text());
        });
        connect(remove, &QToolButton::clicked, this, [this, i] { removeAxis(i); });
        m_rows->addWidget(row);
    }
}

void AxisRows::addTarget(QMenu* menu, const QString& name, const AxisTarget& target)
{
    const auto spec = specOf(target, m_document->project());
    if (!spec || spec->kind == AttributeKind::Shape || spec->kind == AttributeKind::Path ||
        spec->kind == AttributeKind::Text)
        return;
    QAction* const action = menu->addAction(QString(name).replace(u'&', QStringLiteral("&&")));
    action->setToolTip(QString::fromStdString(spec->help));
    action->setObjectName(QStringLiteral("vary_") +
                          QString::fromStdString(targetName(target, m_document->project().network)));
    const auto& axes = m_document->project().experiment.axes;
    action->setEnabled(std::ranges::find(axes, target, &ExperimentAxis::target) == axes.end());
    connect(action, &QAction::triggered, this, [this, target] { addAxis(target); });
}

void AxisRows::fillMenu()
{
    m_menu->clear();
    qDeleteAll(m_menu->findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly));
    m_menu->setToolTipsVisible(true);
    const Project& project = m_document->project();
    if (const OptimizerType* const type = findOptimizerType(project.training.optimizer)) {
        for (const AttributeSpec& spec : type->attributes())
            addTarget(m_menu, QString::fromStdString(spec.label), SettingTarget{spec.name});
    }
    for (const char* const name : {"batch_size", "epochs", "gradient_clipping"}) {
        const auto spec = specOf(SettingTarget{name}, project);
        if (spec)
            addTarget(m_menu, QString::fromStdString(spec->label), SettingTarget{name});
    }
    addTarget(m_menu, tr("Optimizer"), SettingTarget{"optimizer"});
    addTarget(m_menu, tr("Schedule"), SettingTarget{"schedule"});
    m_menu->addSeparator();
    for (const auto& [id, layer] : project.network.layers) {
        QMenu* const of_layer = m_menu->addMenu(QString::fromStdString(layer.name).replace(u'&', QStringLiteral("&&")));
        of_layer->setToolTipsVisible(true);
        if (const LayerType* const type = findLayerType(layer.type)) {
            for (const AttributeSpec& spec : type->attributes())
                addTarget(of_layer, QString::fromStdString(spec.label), LayerAttributeTarget{id, spec.name});
        }
        for (const auto& [slot, tie] : project.network.ties) {
            if (slot.layer == id && project.network.parameters.at(tie.parameter).shared)
                addTarget(of_layer, tr("Gradient factor of %1").arg(QString::fromStdString(slot.slot)),
                          GradientFactorTarget{slot});
        }
        of_layer->menuAction()->setVisible(!of_layer->isEmpty());
    }
}

void AxisRows::addAxis(const AxisTarget& target)
{
    (void)m_document->edit(tr("Vary a setting"), [&target](Project& project) -> Result<void> {
        const auto spec = specOf(target, project);
        if (!spec)
            return tl::unexpected(spec.error());
        project.experiment.axes.push_back({target, firstValues(*spec, std::visit(ValueOf{project}, target)), {}});
        return {};
    });
}

void AxisRows::takeText(std::size_t index, const QString& text)
{
    (void)m_document->edit(tr("Change what is varied"), [&](Project& project) -> Result<void> {
        ExperimentAxis& axis = project.experiment.axes[index];
        auto typed = axisFromText(
            targetName(axis.target, project.network) + "=" + QString(text).remove(u' ').toStdString(), project);
        if (!typed)
            return tl::unexpected(typed.error());
        axis = std::move(*typed);
        return {};
    });
}

void AxisRows::removeAxis(std::size_t index)
{
    (void)m_document->edit(tr("Vary a setting no longer"), [index](Project& project) -> Result<void> {
        project.experiment.axes.erase(project.experiment.axes.begin() + static_cast<std::ptrdiff_t>(index));
        return {};
    });
}

} // namespace ligature
