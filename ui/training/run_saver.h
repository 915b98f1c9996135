// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <thread>

#include <QObject>
#include <QString>

#include "core/report/saved_run.h"

namespace ligature {

/// Saves runs in a thread of its own, one after the other: of a large network it takes a while. Lives in the GUI
/// thread; what is being written is finished before it is gone.
class RunSaver : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(const Result<void>&)>;

    explicit RunSaver(QObject* parent = nullptr);
    ~RunSaver() override;

    /// @param done called in the GUI thread, later
    void save(RunToSave run, const QString& project_file, Done done);

private:
    std::jthread m_worker;
};

} // namespace ligature
