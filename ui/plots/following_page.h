// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "core/error/result.h"
#include "ui/document/document.h"
#include "ui/plots/plot_page.h"
#include "ui/plots/plot_type.h"
#include "ui/plots/snapshot_follower.h"

namespace ligature {

/// A plot of trained values: a picture that SnapshotFollower has computed, or why there is none.
/// @tparam Picture a value that is made in the thread and shown in the GUI thread
template <typename Picture>
class FollowingPage : public PlotPage {
protected:
    /// Computes in the thread; it must hold nothing of the page.
    using Compute = std::function<Result<Picture>(const TrainedLook& look, const std::stop_token& stop)>;

    FollowingPage(const QString& name, const PlotSource& source, QWidget* parent)
        : PlotPage(name, parent), m_source(source),
          m_follower(new SnapshotFollower(
              source.run, this, [this] { return compute(); }, [this] { showNothing(); }))
    {
    }

    /// What computes the picture, by the choices of this moment.
    [[nodiscard]] virtual Compute begin() const = 0;
    virtual void showPicture(Picture picture) = 0;
    /// Where nothing is trained, or this network has no such picture.
    virtual void showNothing() = 0;
    /// Whether the document's network is such that an error is worth a word.
    [[nodiscard]] virtual bool canShow() const { return true; }

    void refresh() { m_follower->refresh(); }
    /// From now on also whenever the network is another.
    void refreshWithNetwork()
    {
        connect(m_source.document, &Document::changed, m_follower, [this](const ProjectChange& change) {
            if (change.everything || change.changesNetwork())
                refresh();
        });
    }
    [[nodiscard]] const PlotSource& source() const { return m_source; }

private:
    SnapshotFollower::Compute compute()
    {
        return [this, begun = begin()](const TrainedLook& look, const std::stop_token& stop) {
            auto made = std::make_shared<Result<Picture>>(begun(look, stop));
            return std::function<void()>([this, made] { take(std::move(*made)); });
        };
    }

    void take(Result<Picture> made)
    {
        if (made)
            showPicture(std::move(*made));
        else if (canShow())
            showMessage(QString::fromStdString(made.error().oneLine()));
        else
            showNothing();
    }

    PlotSource m_source;
    SnapshotFollower* m_follower;
};

} // namespace ligature
