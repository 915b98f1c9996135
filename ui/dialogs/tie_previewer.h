// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <thread>

#include <QObject>

#include "core/project/project.h"
#include "core/retying/tie_preview.h"

namespace ligature {

/// Computes what an edit of ties would do in a thread of its own; the newest request wins. Lives in the GUI thread and
/// waits there for nothing but, in the destructor, the batch that is being computed.
class TiePreviewer : public QObject {
    Q_OBJECT

public:
    struct Request {
        Project project;
        TrainedNetwork before;
        std::shared_ptr<const Dataset> dataset;
        std::function<Result<TrainedNetwork>(const TrainedNetwork&)> edit;
    };

    explicit TiePreviewer(QObject* parent = nullptr);
    ~TiePreviewer() override;

    void ask(Request request);

signals:
    void told(const ligature::TiePreview& preview);
    void refused(const ligature::Error& error);

private:
    void begin();

    std::optional<Request> m_next; ///< waits for the one that is being computed
    bool m_is_busy = false;
    std::jthread m_worker; ///< the last member: gone before what it uses
};

} // namespace ligature
