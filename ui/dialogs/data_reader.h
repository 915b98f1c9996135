// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include <QObject>

#include "core/data/data_facts.h"
#include "core/data/data_format.h"
#include "core/error/result.h"
#include "core/network/analysis.h"
#include "core/project/project.h"

namespace ligature {

/// Reads a project's data in a thread of its own: first a preview, then all of it where its files are small. The newest
/// request wins: an older one is stopped, and nothing is told of it. Lives in the GUI thread and never waits for a file
/// there, except in the destructor, which waits for the one read that is under way to notice that it was stopped.
class DataReader : public QObject {
    Q_OBJECT

public:
    explicit DataReader(QObject* parent = nullptr);
    ~DataReader() override;

    /// Reads what project.data names.
    /// @param base what relative paths start from
    /// @param previews false: previewed() is not told
    void read(Project project, std::filesystem::path base, bool previews = true);
    /// Forgets the request.
    void cancel();
    /// Until failed(), checked() or postponed() is told.
    [[nodiscard]] bool isReading() const { return m_is_reading; }

signals:
    void previewed(const ligature::DataPreview& preview);
    /// Of the preview, or of all of the data after its preview.
    void failed(const ligature::Error& error);
    /// All of it can be read.
    /// @param obstacles trainingObstacles() of the project with this data
    /// @param facts what a network has to know of the data
    void checked(const std::vector<ligature::Diagnostic>& obstacles, const ligature::DataFacts& facts);
    /// After the preview: the files are so large that the rest waits for the training.
    void postponed();

private:
    struct Request {
        int number = 0;
        Project project;
        std::filesystem::path base;
        bool previews = true;
        std::stop_token stop = {};
    };
    void work(const std::stop_token& stop);
    void answer(const Request& request);
    void check(const Request& request);
    /// Calls it in the GUI thread, where the request is still wanted then.
    void tell(const Request& request, bool is_last, std::function<void()> what);
    /// Whether that request is still wanted. Any thread.
    [[nodiscard]] bool isNewest(int number);

    bool m_is_reading = false; ///< of the GUI thread
    std::mutex m_mutex;        ///< guards the four below
    std::condition_variable_any m_wake;
    std::optional<Request> m_request; ///< the worker has not begun it
    int m_newest = 0;
    std::stop_source m_reading; ///< of the newest request
    std::jthread m_worker;      ///< the last member: gone before what it uses
};

} // namespace ligature
