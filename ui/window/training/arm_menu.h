// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

#include "core/network/ids.h"
#include "core/optimization/arm_id.h"

namespace ligature {

class Document;

/// Which arms are trained side by side: every type of arm and those of the project, each to be ticked, and ways to make
/// one and to remove it. Every choice is an undo step. Filled when it opens.
class ArmMenu : public QMenu {
    Q_OBJECT

public:
    explicit ArmMenu(Document* document, QWidget* parent = nullptr);

private:
    void fill();
    void addChoices();
    void addMaking();
    void addRemoving();
    void train(const ArmId& arm, bool trained);
    void addThatUnties(ParameterId parameter);
    void removeArm(const ArmId& arm);

    Document* m_document;
};

} // namespace ligature
