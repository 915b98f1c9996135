// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

#include "core/project/examples.h"
#include "ui/document/document.h"
#include "ui/training/run_controller.h"

namespace ligature {

/// The tied autoencoder on digits, some steps trained and paused.
struct PausedRun {
    Document document;
    RunController run{&document};
    ParameterId shared;
    Slot encoder;
    Slot decoder;

    explicit PausedRun(std::int64_t epochs = 1000, std::vector<ArmId> variants = {tiedArm, untiedArm})
    {
        Project project = *loadExample("tied-autoencoder-digits");
        project.training.epochs = epochs;
        project.training.arms = variants;
        document.replace(std::move(project));
        for (const auto& [id, parameter] : document.network().parameters) {
            if (parameter.shared)
                shared = id;
        }
        const std::vector<Slot> uses = usesOf(document.network(), shared);
        encoder = uses.at(0);
        decoder = uses.at(1);
    }
    bool reaches(SessionState state)
    {
        return QTest::qWaitFor([&] { return run.state() == state; }, 30'000);
    }
    /// Makes one step after another until that many are done.
    bool step(std::int64_t steps)
    {
        for (std::int64_t i = 0; i < steps; ++i) {
            const std::int64_t before = i == 0 && !run.hasRun() ? 0 : run.lastUpdate().step;
            run.singleStep();
            if (!QTest::qWaitFor([&] { return run.lastUpdate().step == before + 1 && document.trained(); }, 30'000))
                return false;
        }
        return true;
    }
    const TrainedParameter& of(const Slot& slot) const
    {
        return *document.trained()->variants.at(tiedArm).parameters.at(document.network().ties.at(slot).parameter);
    }
};

} // namespace ligature
