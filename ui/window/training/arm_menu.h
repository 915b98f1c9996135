// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QMenu>

#include "core/project/project.h"

namespace ligature {

class Document;

/// Which arms a project trains or compares.
struct ArmList {
    std::function<const std::vector<ArmId>&(const Project&)> arms;
    std::function<void(Project&, std::vector<ArmId>)> set;
    QString text; ///< of the undo step that chooses
};

/// Which arms are trained side by side, or compared: every type of arm and those of the project, each to be ticked, and
/// ways to make one and to remove it. Every choice is an undo step. Filled when it opens.
class ArmMenu : public QMenu {
    Q_OBJECT

public:
    explicit ArmMenu(Document* document, ArmList list, QWidget* parent = nullptr);

private:
    void fill();
    void addChoices();
    void addMaking();
    void addRemoving();
    void choose(const ArmId& arm, bool chosen);
    void addThatUnties(ParameterId parameter);
    void removeArm(const ArmId& arm);

    Document* m_document;
    ArmList m_list;
};

} // namespace ligature
