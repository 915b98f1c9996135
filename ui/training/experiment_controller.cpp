// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/experiment_controller.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

#include <QPointer>

#include "core/report/training_folder.h"
#include "core/training/trainer.h"
#include "ui/document/document.h"

namespace ligature {

namespace {

using namespace std::chrono_literals;

constexpr const char* comparisonFolder = "compare";

std::filesystem::path fileOf(const Document& document)
{
    return document.filePath().toStdU16String();
}

bool isEnded(ExperimentState state)
{
    return state == ExperimentState::Finished || state == ExperimentState::Stopped || state == ExperimentState::Failed;
}

} // namespace

ExperimentController::ExperimentController(Document* document, QObject* parent)
    : QObject(parent), m_document(document), m_memory(std::make_shared<RunStore>()),
      m_counting(std::make_unique<BackgroundWork>(BackgroundWork::AtEnd::Drop))
{
    m_timer.setInterval(100ms);
    connect(&m_timer, &QTimer::timeout, this, &ExperimentController::drain);
    m_retirement.setInterval(50ms);
    connect(&m_retirement, &QTimer::timeout, this, [this] {
        std::erase_if(m_retired, [](const auto& session) { return session->isGone(); });
        if (m_retired.empty())
            m_retirement.stop();
    });
    connect(document, &Document::changed, this, [this](const ProjectChange& change) {
        if (change.everything) {
            m_memory = std::make_shared<RunStore>();
            m_store.reset();
            shutDown();
        } else if (m_session && (change.changesNetwork() || change.data || change.training || change.experiment) &&
                   !std::exchange(m_is_outdated, true)) {
            emit answerChanged();
        }
    });
}

ExperimentController::~ExperimentController()
{
    BackgroundWork::retire(std::move(m_counting));
}

bool ExperimentController::isActive() const
{
    return m_session != nullptr && !isEnded(m_update.state);
}

QString ExperimentController::obstacle() const
{
    const Project& project = m_document->project();
    const std::vector<ArmId>& arms = project.experiment.arms.empty() ? project.training.arms : project.experiment.arms;
    if (arms.size() < 2)
        return tr("Choose at least two arms to compare.");
    if (project.training.validation_fraction <= 0)
        return tr("There are no validation samples to compare on: set a validation split.");
    const std::vector<Diagnostic> obstacles = trainingObstacles(project, nullptr);
    return obstacles.empty() ? QString() : QString::fromStdString(obstacles.front().message);
}

Result<std::shared_ptr<RunStore>> ExperimentController::store() const
{
    if (m_document->filePath().isEmpty())
        return m_memory;
    auto opened = RunStore::open(runsFolder(fileOf(*m_document)) / comparisonFolder);
    if (!opened)
        return tl::unexpected(opened.error());
    std::shared_ptr<RunStore> kept(std::move(*opened));
    // What was compared before the project had a file goes there too.
    if (const auto taken = kept->takeFrom(*m_memory); !taken)
        return tl::unexpected(taken.error());
    return kept;
}

void ExperimentController::start()
{
    if (isActive() || !obstacle().isEmpty())
        return;
    auto opened = store();
    if (!opened) {
        m_update = {.state = ExperimentState::Failed, .progress = {}, .error = opened.error()};
        emit stateChanged();
        return;
    }
    m_store = *opened;
    const std::filesystem::path file = fileOf(*m_document);
    ExperimentSession::Start start{
        m_document->project(), file.empty() ? std::filesystem::current_path() : file.parent_path(), std::move(*opened),
        std::max(1, static_cast<int>(std::thread::hardware_concurrency())), std::exchange(m_session, nullptr)};
    m_session = std::make_shared<ExperimentSession>(std::move(start));
    m_update = {};
    m_is_outdated = false;
    m_is_ended = false;
    m_timer.start();
    emit answerChanged();
    emit stateChanged();
    emit progressChanged();
}

std::shared_ptr<RunStore> ExperimentController::keptRuns()
{
    if (isActive())
        return m_store;
    if (m_document->filePath().isEmpty())
        return m_memory;
    const std::filesystem::path folder = runsFolder(fileOf(*m_document)) / comparisonFolder;
    if (!m_memory->keys().empty()) {
        // The project has a file now, beside which they belong.
        auto kept = store();
        if (!kept)
            return m_memory;
        m_memory = std::make_shared<RunStore>();
        m_store = std::move(*kept);
    } else if (m_store == nullptr || m_store->folder() != folder) {
        auto opened = RunStore::openToRead(folder);
        m_store = opened ? std::shared_ptr<RunStore>(std::move(*opened)) : nullptr;
    }
    return m_store;
}

void ExperimentController::recount()
{
    const std::shared_ptr<const ExperimentAnswer> answer = m_update.answer;
    const std::shared_ptr<RunStore> kept = keptRuns();
    if (isActive() || answer == nullptr || kept == nullptr)
        return;
    m_counting->add([self = QPointer(this), answer, kept]() -> BackgroundWork::Sequel {
        auto figures = figuresOf(answer->experiment, *kept);
        auto made =
            figures
                ? std::make_shared<const ExperimentAnswer>(ExperimentAnswer{answer->experiment, std::move(*figures)})
                : nullptr;
        return [self, answer, made = std::move(made)] {
            // It outlives whom it was for; or another comparison was begun.
            if (self == nullptr || made == nullptr || self->m_update.answer != answer)
                return;
            self->m_update.answer = made;
            self->m_update.progress.done = made->figures.done;
            emit self->answerChanged();
            emit self->progressChanged();
        };
    });
}

void ExperimentController::pause()
{
    if (m_session)
        m_session->pause();
    drain();
}

void ExperimentController::resume()
{
    if (m_session)
        m_session->resume();
    drain();
}

void ExperimentController::stop()
{
    if (m_session)
        m_session->stop();
}

void ExperimentController::prefer(const ExperimentGroup& group)
{
    if (m_session)
        m_session->prefer(group);
}

void ExperimentController::retire()
{
    if (m_session == nullptr)
        return;
    m_session->stop();
    m_retired.push_back(std::exchange(m_session, nullptr));
    m_retirement.start();
}

void ExperimentController::shutDown()
{
    retire();
    m_timer.stop();
    m_update = {};
    m_is_outdated = false;
    m_is_ended = true;
    emit answerChanged();
    emit stateChanged();
    emit progressChanged();
}

void ExperimentController::drain()
{
    if (m_session == nullptr || m_is_ended)
        return;
    ExperimentUpdate now = m_session->update();
    const bool has_state = now.state != m_update.state;
    const bool has_answer = now.answer != m_update.answer;
    if (now.answer == nullptr)
        now.answer = m_update.answer;
    m_update = std::move(now);
    m_is_ended = isEnded(m_update.state);
    if (m_is_ended)
        m_timer.stop();
    if (has_answer)
        emit answerChanged();
    if (has_state)
        emit stateChanged();
    emit progressChanged();
}

} // namespace ligature
