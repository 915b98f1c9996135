// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_controller.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

#include "core/retying/follow.h"
#include "core/training/curve.h"
#include "ui/document/document.h"

namespace ligature {

namespace {

using namespace std::chrono_literals;

/// What the data's relative paths start from.
std::filesystem::path projectFolder(const Document& document)
{
    if (document.filePath().isEmpty())
        return std::filesystem::current_path();
    return std::filesystem::path(document.filePath().toStdU16String()).parent_path();
}

/// One thread for each variant where the machine has them; more would only cost at the sizes that people draw.
int threadsFor(const TrainingSettings& settings)
{
    const int variants = static_cast<int>(settings.arms.size());
    return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, variants);
}

/// Whether they are the same by what they refer to: comparing the values of a large network takes longer than a window
/// may stand still.
bool sharesValues(const TrainingState& a, const TrainingState& b)
{
    return std::ranges::equal(a.variants, b.variants, [](const auto& one, const auto& other) {
        return one.first == other.first && one.second.step == other.second.step &&
               one.second.parameters == other.second.parameters;
    });
}

/// Two states of one session.
bool areOfOneStep(const TrainingState& a, const TrainingState& b)
{
    return std::ranges::equal(a.variants, b.variants, [](const auto& one, const auto& other) {
        return one.first == other.first && one.second.step == other.second.step;
    });
}

bool hasEnded(SessionState state)
{
    return state == SessionState::Finished || state == SessionState::Stopped || state == SessionState::Diverged ||
           state == SessionState::Failed;
}

} // namespace

RunController::RunController(Document* document, QObject* parent) : QObject(parent), m_document(document)
{
    m_timer.setInterval(33ms);
    connect(&m_timer, &QTimer::timeout, this, &RunController::drain);
    m_retirement.setInterval(50ms);
    connect(&m_retirement, &QTimer::timeout, this, [this] {
        std::erase_if(m_retired, [](const auto& session) { return session->isGone(); });
        if (m_retired.empty())
            m_retirement.stop();
    });
    connect(document, &Document::changed, this, [this](const ProjectChange& change) {
        m_obstacle.reset();
        if (change.everything)
            forget();
        else if (change.changesNetwork())
            followDocument();
        m_data_changed = m_data_changed || change.data.has_value();
    });
}

RunController::~RunController() = default;

bool RunController::isActive() const
{
    return m_session != nullptr && !hasEnded(m_state);
}

QString RunController::obstacle() const
{
    if (!m_obstacle) {
        m_obstacle = QString();
        const std::vector<Diagnostic> obstacles = trainingObstacles(m_document->project(), nullptr);
        if (!obstacles.empty()) {
            const Diagnostic& first = obstacles.front();
            const Network& network = m_document->network();
            const std::string where = errorOf(network, first, {}).where;
            m_obstacle = QString::fromStdString((where.empty() ? "" : where + ": ") + first.message + " " + first.mend)
                             .trimmed();
            if (obstacles.size() > 1)
                *m_obstacle += tr(" (and %n more)", nullptr, static_cast<int>(obstacles.size()) - 1);
        }
    }
    return *m_obstacle;
}

std::shared_ptr<const TrainedSnapshot> RunController::snapshot() const
{
    if (m_followed != nullptr)
        return m_followed;
    const auto newest = m_session == nullptr ? nullptr : m_session->snapshot();
    if (newest == nullptr || newest->empty())
        return m_last_trained;
    if (m_taken.first != newest)
        m_taken = {newest, std::make_shared<const TrainedSnapshot>(newest)};
    return m_taken.second;
}

std::shared_ptr<const Dataset> RunController::dataset() const
{
    const auto of_session = m_session == nullptr ? nullptr : m_session->dataset();
    return of_session != nullptr ? of_session : m_document->trainedOn();
}

void RunController::start()
{
    launch(false);
}

void RunController::startPaused()
{
    launch(true);
    if (m_session != nullptr)
        m_session->singleStep();
}

void RunController::pause()
{
    if (isActive())
        m_session->pause();
}

void RunController::resume()
{
    if (!isActive() || (m_followed != nullptr && !obstacle().isEmpty()))
        return;
    if (m_followed != nullptr || hasOtherData())
        return relaunch(false);
    m_document->setTrained({}, {});
    m_session->resume();
}

void RunController::singleStep()
{
    if (!isActive())
        return startPaused();
    if (m_followed != nullptr && !obstacle().isEmpty())
        return;
    if (m_followed != nullptr || hasOtherData()) {
        relaunch(true);
    } else {
        m_document->setTrained({}, {});
    }
    m_session->singleStep();
}

bool RunController::hasStoppedEarly() const
{
    return m_state == SessionState::Finished && m_last_update.step < m_last_update.total_steps;
}

bool RunController::canGoOn() const
{
    return (m_state == SessionState::Finished || m_state == SessionState::Stopped) && !hasStoppedEarly() &&
           m_document->trained() != nullptr && obstacle().isEmpty();
}

void RunController::goOn()
{
    if (!canGoOn())
        return;
    const bool has_ended = m_session != nullptr && m_last_update.step >= m_last_update.total_steps;
    if (has_ended)
        m_settings.epochs += m_document->project().training.epochs;
    relaunch(false);
}

void RunController::stop()
{
    if (isActive())
        m_session->stop();
}

void RunController::scaleRate(double multiplier)
{
    if (!isActive())
        return;
    m_last_update.rate_factor *= multiplier;
    m_session->scaleRate(m_last_update.rate_factor);
    emit progressChanged();
}

std::int64_t RunController::stepsBack() const
{
    const auto earlier = m_state == SessionState::Diverged ? m_session->earlierState() : nullptr;
    // A network that was edited since then has other values.
    if (earlier == nullptr || m_followed != nullptr || m_document->trained() != m_published || !obstacle().isEmpty())
        return 0;
    const std::int64_t step = earlier->variants.begin()->second.step;
    return step > 0 ? m_last_update.step - step : 0; // To begin anew is another mend.
}

void RunController::goBack()
{
    if (stepsBack() <= 0)
        return;
    auto state = std::make_shared<TrainingState>(*m_session->earlierState());
    const std::int64_t step = state->variants.begin()->second.step;
    for (auto& [arm, trained] : state->variants)
        addChange(trained.rate_changes, {step, factorAt(trained.rate_changes, step) / 2});
    for (History& history : m_histories) {
        for (auto* const part : {&history.steps, &history.epochs})
            std::erase_if(*part, [step](const MetricEvent& event) { return event.step > step; });
    }
    m_document->setTrained(state, m_session->dataset());
    relaunch(false);
    emit started();
    emit eventsArrived(eventsOf(m_histories));
}

void RunController::watchUses(bool watch)
{
    if (watch == m_watching_uses)
        return;
    m_watching_uses = watch;
    if (isActive())
        m_session->watchUses(watch ? defaultWatchInterval : 0);
    emit watchingChanged();
}

void RunController::adopt(std::shared_ptr<const TrainingState> state)
{
    shutDown();
    const Project& project = m_document->project();
    m_network = project.network;
    m_settings = project.training;
    m_losses = lossesOf(project.network);
    for (const ArmId variant : project.training.arms)
        m_histories.push_back({variant, {}, {}, namesOfSeveralLosses(project.network)});
    m_document->setTrained(std::move(state), {});
    followDocument();
    emit started();
    emit stateChanged();
}

void RunController::restore(SavedRun saved)
{
    shutDown();
    const Project& project = m_document->project();
    m_network = project.network;
    m_settings = std::move(saved.settings);
    m_losses = lossesOf(project.network);
    m_histories = std::move(saved.histories);
    SessionStart from{.folder = std::move(saved.folder)};
    for (const History& history : m_histories) {
        for (const auto* const part : {&history.steps, &history.epochs}) {
            if (!part->empty())
                from.seconds = std::max(from.seconds, part->back().seconds);
        }
    }
    m_restoring = true;
    m_state = SessionState::Preparing;
    replaceSession(trainingProject(), true, std::move(from));
    emit started();
    emit eventsArrived(eventsOf(m_histories));
    emit stateChanged();
}

std::optional<RunToSave> RunController::toSave() const
{
    if (m_document->trained() == nullptr || !obstacle().isEmpty())
        return std::nullopt;
    return RunToSave{trainingProject(), m_document->trained(), m_document->trainedOn(), m_histories,
                     m_last_update.twin_check};
}

bool RunController::hasUnsavedValues() const
{
    const auto& trained = m_document->trained();
    return trained != nullptr && trained != m_saved && !(m_saved != nullptr && sharesValues(*m_saved, *trained));
}

void RunController::shutDown()
{
    m_timer.stop();
    if (isActive()) {
        m_session->stop();
        m_state = SessionState::Stopped;
        m_last_update.state = m_state;
        emit stateChanged();
    }
    forget();
}

void RunController::forget()
{
    if (m_session == nullptr && m_followed == nullptr)
        return;
    m_timer.stop();
    retire(std::exchange(m_session, nullptr));
    m_start.reset();
    m_last_trained.reset();
    m_published.reset();
    m_followed.reset();
    m_saved.reset();
    m_restoring = false;
    m_document->setTrained({}, {});
    m_state = SessionState::Stopped;
    m_last_update = {};
    m_last_update.state = m_state;
    m_histories.clear();
    m_losses.clear();
    emit started();
    emit stateChanged();
    emit progressChanged();
}

void RunController::launch(bool start_paused)
{
    if (!obstacle().isEmpty())
        return;
    m_last_trained = snapshot();
    m_published.reset();
    m_followed.reset();
    m_restoring = false;
    m_document->setTrained({}, {});
    m_network = m_document->network();
    const Project& project = m_document->project();
    m_start = Start{project.training, lossesOf(project.network), {}};
    for (const ArmId variant : project.training.arms)
        m_start->histories.push_back({variant, {}, {}, namesOfSeveralLosses(project.network)});
    m_last_update = {};
    m_state = SessionState::Preparing;
    replaceSession(project, start_paused, {});
    emit stateChanged();
    emit progressChanged();
}

void RunController::begin(Start start)
{
    m_last_trained.reset();
    m_settings = std::move(start.settings);
    m_losses = std::move(start.losses);
    m_histories = std::move(start.histories);
    emit started();
}

Project RunController::trainingProject() const
{
    Project project = m_document->project();
    project.training = m_settings;
    return project;
}

void RunController::relaunch(bool start_paused)
{
    SessionStart from{m_document->trained(), m_document->trainedOn()};
    m_last_trained = snapshot();
    m_published.reset();
    m_followed.reset();
    m_restoring = false;
    m_document->setTrained({}, {});
    m_network = m_document->network();
    m_state = SessionState::Preparing;
    replaceSession(trainingProject(), start_paused, std::move(from));
    emit stateChanged();
}

bool RunController::hasOtherData() const
{
    return m_data_changed && m_document->trained() != nullptr;
}

void RunController::retire(std::shared_ptr<TrainingSession> session)
{
    if (session == nullptr)
        return;
    session->stop();
    m_retired.push_back(std::move(session));
    m_retirement.start();
}

void RunController::replaceSession(Project project, bool start_paused, SessionStart from)
{
    m_data_changed = false;
    // Two at once would take processors and memory from each other.
    from.after = std::exchange(m_session, nullptr);
    if (from.after == nullptr && !m_retired.empty())
        from.after = m_retired.back();
    const int threads = threadsFor(project.training);
    m_session = std::make_shared<TrainingSession>(std::move(project), projectFolder(*m_document), threads, start_paused,
                                                  m_watching_uses ? defaultWatchInterval : 0, std::move(from));
    m_timer.start();
}

void RunController::publish()
{
    auto state = m_session->state();
    if (state == nullptr || state == m_published)
        return; // It is computing a single step, or the document has it.
    m_followed.reset();
    // A paused training that ends is copied once more, with the values that it had.
    const bool is_saved = m_published != nullptr && m_saved == m_published && areOfOneStep(*m_published, *state);
    m_published = std::move(state);
    if (std::exchange(m_restoring, false) || is_saved)
        m_saved = m_published;
    if (m_network.ties == m_document->network().ties && m_network.parameters == m_document->network().parameters &&
        differOnlyInTies(m_network, m_document->network())) {
        m_document->setTrained(m_published, m_session->dataset());
        return;
    }
    // The network was edited while it was trained: if only in its ties, the values follow now.
    auto moved = follow(m_network, *m_published, m_document->network());
    m_document->setTrained(moved ? std::make_shared<const TrainingState>(std::move(*moved)) : nullptr,
                           m_session->dataset());
    followDocument();
}

void RunController::followDocument()
{
    const auto& trained = m_document->trained();
    const bool had_followed = m_followed != nullptr;
    m_followed = trained == nullptr || trained == m_published
                     ? nullptr
                     : std::make_shared<const TrainedSnapshot>(m_document->network(), trained);
    if (m_followed != nullptr || had_followed)
        emit progressChanged(); // The snapshot is another one.
}

void RunController::drain()
{
    SessionUpdate update = m_session->takeUpdate();
    const std::vector<MetricEvent> events = std::move(update.events);
    update.events = {};
    const std::vector<UseGradients> seen = std::exchange(update.use_gradients, {});
    const std::vector<GradientNorms> norms = std::exchange(update.gradient_norms, {});
    const bool has_trainer = update.total_steps > 0;
    if (m_start && has_trainer)
        begin(*std::exchange(m_start, std::nullopt));
    for (const MetricEvent& event : events) {
        const auto history = std::ranges::find(m_histories, event.variant, &History::variant);
        if (history == m_histories.end())
            continue;
        addToHistory(*history, event);
    }
    const bool state_changed = update.state != m_state;
    // What kept it from starting may be that the network does not fit the data: the nodes say so.
    if (const auto data = m_session->dataset();
        state_changed && update.state == SessionState::Failed && data && !m_data_changed)
        m_document->setDataFacts(factsOf(*data));
    const bool progressed = state_changed || update.watched_uses != m_last_update.watched_uses ||
                            update.parameters != m_last_update.parameters || update.spreads != m_last_update.spreads ||
                            update.watch_error.has_value() != m_last_update.watch_error.has_value() ||
                            !events.empty() || update.step != m_last_update.step ||
                            update.total_steps != m_last_update.total_steps ||
                            update.twin_check.has_value() != m_last_update.twin_check.has_value() ||
                            update.preparation != m_last_update.preparation ||
                            update.prepared != m_last_update.prepared || update.copy_error != m_last_update.copy_error;
    m_state = update.state;
    // A session that goes on has not seen step 0.
    if (!update.twin_check)
        update.twin_check = m_last_update.twin_check;
    m_last_update = std::move(update);
    if (!isActive())
        m_timer.stop();
    if (m_state == SessionState::Paused || !isActive())
        publish();
    if (!events.empty())
        emit eventsArrived(events);
    if (progressed)
        emit progressChanged();
    if (!seen.empty())
        emit usesArrived(seen, m_last_update.seconds);
    if (!norms.empty())
        emit normsArrived(norms, m_last_update.seconds);
    if (state_changed)
        emit stateChanged();
}

} // namespace ligature
