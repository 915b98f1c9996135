// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include <QObject>
#include <QString>

#include "core/report/saved_run.h"
#include "ui/document/background_work.h"

namespace ligature {

/// Saves projects and runs, one after the other, in a thread of its own: of a large network it takes a while. Lives in
/// the GUI thread; what is to be written is finished before it is gone.
class RunSaver : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(const Result<void>&)>;

    explicit RunSaver(QObject* parent = nullptr);

    /// @param done called in the GUI thread, later
    void saveProject(std::shared_ptr<const Project> project, const QString& file, Done done);
    /// @param done called in the GUI thread, later
    void save(RunToSave run, const QString& project_file, Done done);

private:
    BackgroundWork m_work{BackgroundWork::AtEnd::Finish};
};

} // namespace ligature
