// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/uses_panel.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <numeric>

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/network/repeat.h"
#include "ui/document/document.h"
#include "ui/inspector/colour_mark.h"
#include "ui/plots/cosine_map.h"
#include "ui/plots/curve_plot.h"
#include "ui/plots/export_button.h"
#include "ui/theme/icon.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

using namespace std::chrono_literals;

constexpr auto drawingInterval = 100ms;
/// More curves than these cannot be told apart, and their legend takes the plot's room.
constexpr std::size_t mostCurves = 6;

enum Page { MessagePage, FiguresPage };

QString costText()
{
    return UsesPanel::tr("Every %1th step then also looks at what each use adds to the gradient. That takes a few "
                         "percent of the training time and a copy of the gradient for each further use; the weights "
                         "that come out are the same to the last bit.")
        .arg(defaultWatchInterval);
}

/// "decoder", or "cell.weight_hh" where a layer reads the parameter twice.
QString shortName(const WatchedUses& watched, const WatchedUses::Use& use)
{
    const auto same = std::ranges::count(watched.uses, use.layer, &WatchedUses::Use::layer);
    return QString::fromStdString(same > 1 ? use.layer + "." + use.slot.slot : use.layer);
}

bool hasWatchable(const Network& document)
{
    const Network network = expand(document).network; // each pass of a repeat is a use of what it shares
    std::map<ParameterId, int> uses;
    for (const auto& [slot, tie] : network.ties)
        ++uses[tie.parameter];
    return std::ranges::any_of(uses, [&](const auto& entry) {
        const auto parameter = network.parameters.find(entry.first);
        return entry.second > 1 && parameter != network.parameters.end() && parameter->second.trainable;
    });
}

} // namespace

UsesPanel::UsesPanel(Document* document, QWidget* parent)
    : QWidget(parent), m_document(document), m_pages(new QStackedWidget), m_plot(new CurvePlot), m_map(new CosineMap),
      m_sentence(new QLabel)
{
    setAccessibleName(tr("Gradients by use"));
    m_plot->setObjectName(QStringLiteral("usesPlot"));
    m_map->setObjectName(QStringLiteral("cosineMap"));
    m_sentence->setObjectName(QStringLiteral("usesSentence"));
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_sentence->setContentsMargins(12, 2, 12, 6);
    m_sentence->setToolTip(
        tr("Of the mean over the newest steps. Single precision sets a limit: of a use that adds less "
           "than about a hundred thousandth of what the others add, the direction is noise."));

    auto* const figures = new QWidget;
    auto* const layout = new QVBoxLayout(figures);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    // Wider than the narrowest window leaves it: resizeEvent() makes it fit.
    auto* const control_row = new QWidget;
    control_row->setMinimumWidth(1);
    auto* const controls = new QHBoxLayout(control_row);
    controls->setContentsMargins(10, 6, 10, 2);
    controls->setSpacing(8);
    makeControls(*controls);
    layout->addWidget(control_row);
    auto* const both = new QHBoxLayout;
    both->setSpacing(4);
    both->addWidget(m_plot, 1);
    both->addWidget(m_map);
    layout->addLayout(both, 1);
    layout->addWidget(m_sentence);
    m_pages->insertWidget(MessagePage, makeMessagePage());
    m_pages->insertWidget(FiguresPage, figures);
    auto* const whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_pages);

    m_draw_timer.setSingleShot(true);
    m_draw_timer.setInterval(drawingInterval);
    connect(&m_draw_timer, &QTimer::timeout, this, &UsesPanel::drawNews);
    connect(document, &Document::changed, this, [this](const ProjectChange& change) {
        if (!change.everything && !change.changesNetwork())
            return;
        fillChooser();
        showPage();
    });
    showCurves();
    showPage();
}

void UsesPanel::makeControls(QBoxLayout& row)
{
    m_parameter = new QComboBox;
    m_parameter->setObjectName(QStringLiteral("usesParameter"));
    m_parameter->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_parameter->setAccessibleName(tr("Shared parameter"));
    m_parameter->setToolTip(tr("The shared parameter whose uses are shown"));
    auto* const parameter_label = new QLabel(tr("&Parameter"));
    parameter_label->setBuddy(m_parameter);
    m_figure = new QComboBox;
    m_figure->setObjectName(QStringLiteral("usesFigure"));
    m_figure->addItems({tr("Share"), tr("Norm")});
    m_figure->setAccessibleName(tr("Figure"));
    m_figure->setToolTip(tr("Share: the norm of what a use adds to the gradient, of the sum of all uses' norms.\n"
                            "Norm: the Euclidean norm of what it adds, read back through its tie.\n"
                            "Of many uses, the %1 that add the most are drawn.")
                             .arg(mostCurves));
    auto* const figure_label = new QLabel(tr("S&how"));
    figure_label->setBuddy(m_figure);
    m_watch = new QCheckBox(tr("&Watch gradients per use"));
    m_watch->setObjectName(QStringLiteral("watchUses"));
    m_watch->setToolTip(costText());
    auto* const reset = new QToolButton;
    reset->setObjectName(QStringLiteral("resetUsesView"));
    reset->setText(tr("Show all"));
    reset->setIcon(themedIcon(QStringLiteral("fit")));
    reset->setToolTip(tr("Undo all zooming and follow the training.\n\n%1").arg(plotGestures()));
    reset->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    reset->setFocusPolicy(Qt::StrongFocus);
    reset->setAutoRaise(true);
    auto* const save = new ExportButton;
    m_control_labels = {parameter_label, figure_label};
    m_control_buttons = {reset, save};
    save->addPlot(tr("Uses"), m_plot);
    save->addTable([this](const QString& path) { return saveBytes(path, m_history.csv()); });

    for (QWidget* const widget : std::initializer_list<QWidget*>{parameter_label, m_parameter, figure_label, m_figure})
        row.addWidget(widget);
    row.addSpacing(8);
    row.addWidget(m_watch);
    row.addStretch();
    row.addWidget(reset);
    row.addWidget(save);

    connect(m_parameter, &QComboBox::currentIndexChanged, this, &UsesPanel::showCurves);
    connect(m_figure, &QComboBox::currentIndexChanged, this, &UsesPanel::showCurves);
    connect(m_watch, &QCheckBox::clicked, this, &UsesPanel::watchingAsked);
    connect(reset, &QToolButton::clicked, this, [this] { m_plot->area()->resetView(); });
}

QWidget* UsesPanel::makeMessagePage()
{
    auto* const page = new QWidget;
    m_message = new QLabel;
    m_message->setObjectName(QStringLiteral("usesMessage"));
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setProperty("look", "muted");
    m_switch_on = new QPushButton(tr("Watch gradients per use"));
    m_switch_on->setObjectName(QStringLiteral("switchUsesOn"));
    m_switch_on->setToolTip(costText());
    auto* const layout = new QVBoxLayout(page);
    auto* const middle = new QHBoxLayout; // so that lines are short enough to read, and all of them are seen
    middle->addStretch(1);
    middle->addWidget(m_message, 4);
    middle->addStretch(1);
    layout->addStretch();
    layout->addLayout(middle);
    layout->addSpacing(8);
    layout->addWidget(m_switch_on, 0, Qt::AlignHCenter);
    layout->addStretch();
    connect(m_switch_on, &QPushButton::clicked, this, [this] { emit watchingAsked(true); });
    return page;
}

void UsesPanel::reset()
{
    m_knows_watched = false;
    m_error.reset();
    m_draw_timer.stop();
    // The curves point into the history.
    m_plot->setCurves({});
    m_history.reset({});
    fillChooser();
    showPage();
}

void UsesPanel::setWatched(const std::shared_ptr<const std::vector<WatchedUses>>& watched)
{
    if (m_knows_watched || !watched)
        return;
    m_knows_watched = true;
    m_plot->setCurves({});
    m_history.reset(*watched);
    fillChooser();
    showPage();
}

void UsesPanel::append(const std::vector<UseGradients>& seen, double seconds)
{
    if (seen.empty())
        return;
    m_history.append(seen, seconds);
    if (!m_draw_timer.isActive())
        m_draw_timer.start();
}

void UsesPanel::setStepsPerEpoch(std::int64_t steps)
{
    m_plot->area()->setProgress({ProgressUnit::Step, steps});
}

void UsesPanel::setWatching(bool watching)
{
    m_watching = watching;
    m_watch->setChecked(watching);
    showPage();
}

void UsesPanel::setError(const std::optional<Error>& error)
{
    m_error = error;
    drawNews();
}

/// What is seen stays to be looked at when watching is switched off.
void UsesPanel::showPage()
{
    const bool shared = m_knows_watched ? !m_history.parameters().empty() : hasWatchable(m_document->network());
    const bool seen = std::ranges::any_of(m_history.parameters(), [](const auto& p) { return !p.seen.empty(); });
    const bool figures = shared && (m_watching || seen);
    m_pages->setCurrentIndex(figures ? FiguresPage : MessagePage);
    m_switch_on->setVisible(shared);
    if (shared) {
        m_message->setText(tr("Which use drives a shared parameter, and do its uses pull the same way? ") + costText());
    } else if (m_knows_watched && hasWatchable(m_document->network())) {
        m_message->setText(tr("This training has nothing to watch: its network shares no parameter. Train the tied "
                              "variant to see what each use adds to a gradient."));
    } else {
        m_message->setText(
            tr("Nothing is shared, so every gradient has one source. Drag from a weight's diamond on the "
               "canvas to another layer's to share it: while the network trains, this shows what each "
               "use adds to the gradient, and whether the uses pull the same way."));
    }
    drawNews();
}

const ParameterUses* UsesPanel::shown() const
{
    const auto index = static_cast<std::size_t>(std::max(0, m_parameter->currentIndex()));
    return index < m_history.parameters().size() ? &m_history.parameters()[index] : nullptr;
}

int UsesPanel::tieColourOf(ParameterId parameter) const
{
    const auto& colours = m_document->project().canvas.colours;
    const auto found = colours.find(parameter);
    return found == colours.end() ? 0 : found->second;
}

void UsesPanel::fillChooser()
{
    const Theme& theme = themeFor(palette());
    const QString chosen = m_parameter->currentText();
    {
        const QSignalBlocker quiet(m_parameter);
        m_parameter->clear();
        for (const ParameterUses& parameter : m_history.parameters()) {
            m_parameter->addItem(parameterMark(*m_document, parameter.watched.parameter, theme),
                                 QString::fromStdString(parameter.watched.name));
        }
        m_parameter->setCurrentIndex(std::max(0, m_parameter->findText(chosen)));
    }
    m_parameter->setEnabled(m_parameter->count() > 0);
    showCurves();
}

/// All of them, or those that add the most, in their order.
std::vector<std::size_t> UsesPanel::drawnUses(const ParameterUses& parameter) const
{
    std::vector<std::size_t> uses(parameter.curves.size());
    std::iota(uses.begin(), uses.end(), std::size_t{0});
    if (uses.size() <= mostCurves)
        return uses;
    if (const auto late = parameter.late())
        std::ranges::stable_sort(uses, std::greater(), [&](std::size_t use) { return late->norms[use]; });
    uses.resize(mostCurves);
    std::ranges::sort(uses);
    return uses;
}

void UsesPanel::showCurves()
{
    m_drawn_uses.clear();
    std::vector<Curve> curves;
    const bool share = m_figure->currentIndex() == 0;
    if (const ParameterUses* const parameter = shown()) {
        const int colour = tieColourOf(parameter->watched.parameter);
        m_drawn_uses = drawnUses(*parameter);
        for (const std::size_t use : m_drawn_uses) {
            const WatchedUses::Use& one = parameter->watched.uses[use];
            const QString read = QString::fromStdString(notation(one.view, parameter->watched.name));
            Curve curve{share ? &parameter->curves[use].share : &parameter->curves[use].norm,
                        tr("%1: %2").arg(shortName(parameter->watched, one), read)};
            curve.use = UseLook{colour, static_cast<int>(use)};
            curves.push_back(curve);
        }
    }
    m_plot->setCurves(std::move(curves));
    m_plot->setValueName(share ? tr("Share of the gradient") : tr("Norm of the gradient"),
                         share ? ValueFormat::Percent : ValueFormat::Plain);
    drawNews();
}

void UsesPanel::drawNews()
{
    const ParameterUses* const parameter = shown();
    if (parameter && drawnUses(*parameter) != m_drawn_uses)
        return showCurves(); // which draws
    const std::optional<UseGradients> late = parameter ? parameter->late() : std::nullopt;
    m_plot->area()->setEmptyText(m_knows_watched ? tr("Waiting for the first step that is watched…")
                                                 : tr("Start training to see what each use adds"));
    m_plot->area()->refresh();
    m_map->setVisible(late.has_value());
    if (late) {
        QStringList names;
        for (const WatchedUses::Use& use : parameter->watched.uses)
            names << shortName(parameter->watched, use);
        m_map->setCosines(names, late->cosines);
    }
    QString text = late ? QString::fromStdString(explain(parameter->watched, *late)) : QString();
    if (m_error)
        text = tr("Not watched: %1").arg(QString::fromStdString(m_error->oneLine()));
    else if (late && !m_watching)
        text += tr(" (Not watched any more.)");
    m_sentence->setText(text);
    m_sentence->setVisible(!text.isEmpty());
}

void UsesPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    constexpr int room_for_texts = 760;
    const bool narrow = width() < room_for_texts;
    for (QLabel* const label : m_control_labels)
        label->setVisible(!narrow);
    for (QToolButton* const button : m_control_buttons)
        button->setToolButtonStyle(narrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

void UsesPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_parameter != nullptr)
        fillChooser();
}

} // namespace ligature
