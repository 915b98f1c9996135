// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/training/arm_menu.h"

#include <algorithm>

#include "core/network/repeat.h"
#include "core/tying/arm.h"
#include "core/tying/custom_arm.h"
#include "core/tying/twin.h"
#include "ui/document/document.h"

namespace ligature {

namespace {

bool contains(const std::vector<ArmId>& arms, const ArmId& arm)
{
    return std::ranges::find(arms, arm) != arms.end();
}

/// In the order in which they are offered.
void sortArms(std::vector<ArmId>& arms, const Network& network)
{
    std::vector<ArmId> sorted;
    for (const ArmChoice& choice : armChoices(network)) {
        if (contains(arms, choice.id))
            sorted.push_back(choice.id);
    }
    arms = std::move(sorted);
}

/// An ampersand in a name is no shortcut.
QString plain(const std::string& text)
{
    return QString::fromStdString(text).replace(u'&', QStringLiteral("&&"));
}

} // namespace

ArmMenu::ArmMenu(Document* document, ArmList list, QWidget* parent)
    : QMenu(parent), m_document(document), m_list(std::move(list))
{
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &ArmMenu::fill);
}

void ArmMenu::fill()
{
    clear();
    qDeleteAll(findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly)); // clear() leaves them.
    addChoices();
    addSeparator();
    addMaking();
    addRemoving();
}

void ArmMenu::addChoices()
{
    const Project& project = m_document->project();
    const std::vector<ArmId>& chosen = m_list.arms(project);
    for (const ArmChoice& choice : armChoices(project.network)) {
        QAction* const action = addAction(plain(choice.title));
        action->setObjectName(QStringLiteral("arm_") + QString::fromStdString(toString(choice.id)));
        action->setCheckable(true);
        action->setChecked(contains(chosen, choice.id));
        action->setToolTip(QString::fromStdString(choice.help));
        // One stays: there is nothing to train without.
        action->setEnabled(chosen.size() > 1 || !action->isChecked());
        connect(action, &QAction::toggled, this, [this, id = choice.id](bool on) { choose(id, on); });
    }
}

void ArmMenu::addMaking()
{
    const Network& network = m_document->project().network;
    const Network expanded = expand(network).network;
    const auto uses = usesByParameter(expanded);
    QMenu* const making = addMenu(tr("Add an Arm That Unties"));
    making->menuAction()->setToolTip(tr("Trains the network beside itself with this one parameter untied"));
    for (const auto& [id, parameter] : network.parameters) {
        const auto found = uses.find(id);
        if (found == uses.end() || !isTied(expanded, found->second))
            continue;
        const std::string name = parameterName(network, id);
        QAction* const action = making->addAction(plain(name));
        action->setObjectName(QStringLiteral("untie_") + QString::fromStdString(name));
        connect(action, &QAction::triggered, this, [this, parameter = id] { addThatUnties(parameter); });
    }
    making->setEnabled(!making->isEmpty());
}

void ArmMenu::addRemoving()
{
    const Network& network = m_document->project().network;
    if (network.arms.empty())
        return;
    QMenu* const removing = addMenu(tr("Remove an Arm"));
    for (const auto& [word, arm] : network.arms) {
        QAction* const action = removing->addAction(plain(arm.title));
        action->setObjectName(QStringLiteral("remove_") + QString::fromStdString(word));
        connect(action, &QAction::triggered, this, [this, id = ArmId(word)] { removeArm(id); });
    }
}

void ArmMenu::choose(const ArmId& arm, bool chosen)
{
    (void)m_document->edit(m_list.text, [&](Project& project) -> Result<void> {
        std::vector<ArmId> arms = m_list.arms(project);
        if (chosen && !contains(arms, arm))
            arms.push_back(arm);
        else if (!chosen)
            std::erase(arms, arm);
        sortArms(arms, project.network);
        m_list.set(project, std::move(arms));
        return {};
    });
}

void ArmMenu::addThatUnties(ParameterId parameter)
{
    (void)m_document->edit(tr("Add an arm"), [&](Project& project) -> Result<void> {
        const Result<ArmId> arm = addArmThatUnties(project.network, parameter);
        if (!arm)
            return tl::unexpected(arm.error());
        std::vector<ArmId> arms = m_list.arms(project);
        arms.push_back(*arm);
        sortArms(arms, project.network);
        m_list.set(project, std::move(arms));
        return {};
    });
}

void ArmMenu::removeArm(const ArmId& arm)
{
    (void)m_document->edit(tr("Remove an arm"), [&](Project& project) -> Result<void> {
        project.network.arms.erase(toString(arm));
        std::erase(project.training.arms, arm);
        if (project.training.arms.empty())
            project.training.arms = {tiedArm};
        std::erase(project.experiment.arms, arm);
        if (project.experiment.baseline == arm)
            project.experiment.baseline.reset();
        return {};
    });
}

} // namespace ligature
