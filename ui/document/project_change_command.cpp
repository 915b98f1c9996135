// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/project_change_command.h"

#include "ui/document/document.h"

namespace ligature {

ProjectChangeCommand::ProjectChangeCommand(Document& document, const QString& text, ProjectChange change,
                                           QString merge_key)
    : QUndoCommand(text), m_document(document), m_change(std::move(change)), m_merge_key(std::move(merge_key))
{
}

void ProjectChangeCommand::redo()
{
    m_document.applyChange(m_change, false);
}

void ProjectChangeCommand::undo()
{
    m_document.applyChange(m_change, true);
}

bool ProjectChangeCommand::mergeWith(const QUndoCommand* other)
{
    const auto* later = dynamic_cast<const ProjectChangeCommand*>(other);
    if (!later || later->m_merge_key != m_merge_key)
        return false;
    append(m_change, later->m_change);
    setText(later->text());
    // A value turned back to what it was leaves no step behind.
    setObsolete(m_change.empty());
    return true;
}

} // namespace ligature
