// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoCommand>

#include "ui/document/project_change.h"

namespace ligature {

class Document;

/// The one undo command: a change of the document's value. Its constructor changes nothing; redo() applies the change,
/// undo() applies it reversed, and both let the document say so.
class ProjectChangeCommand : public QUndoCommand {
public:
    /// @param merge_key a following command with the same non-empty key is merged into this one
    ProjectChangeCommand(Document& document, const QString& text, ProjectChange change, QString merge_key = {});

    void redo() override;
    void undo() override;
    [[nodiscard]] int id() const override { return m_merge_key.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override;

    [[nodiscard]] const ProjectChange& change() const { return m_change; }

private:
    Document& m_document;
    ProjectChange m_change;
    QString m_merge_key;
};

} // namespace ligature
