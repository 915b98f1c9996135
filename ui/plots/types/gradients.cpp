// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <list>
#include <set>

#include <QCheckBox>
#include <QComboBox>
#include <QToolButton>

#include "core/text/number_text.h"
#include "ui/document/document.h"
#include "ui/plots/arm_look.h"
#include "ui/plots/csv_field.h"
#include "ui/plots/curve_plot.h"
#include "ui/plots/export_button.h"
#include "ui/plots/plot_page.h"
#include "ui/plots/plot_type.h"
#include "ui/theme/icon.h"
#include "ui/training/run_controller.h"

namespace ligature {

namespace {

/// Batches differ: what they have in common is seen through the norms of some.
constexpr double normSmoothing = 0.8;

/// The norm of one parameter's gradient in one arm, or of all of an arm's together.
struct NormLine {
    ArmId arm;
    std::optional<ParameterId> parameter; ///< nothing: all together
    MetricSeries series;
};

class GradientsPage final : public PlotPage {
public:
    GradientsPage(const PlotSource& source, QWidget* parent)
        : PlotPage(tr("Norms of the gradients"), parent), m_source(source), m_plot(new CurvePlot),
          m_parameter(addChoice(tr("&Parameter"), QStringLiteral("gradientParameter"),
                                tr("Whose gradient: of all parameters together, each storage once, or of one. Beside a "
                                   "shared parameter stands each copy that the untied twin has of it. Smoothed, with "
                                   "what was measured faintly behind: each of the first 64 steps, then each %1th.")
                                    .arg(defaultWatchInterval))),
          m_logarithmic(addSwitch(tr("&Log scale"), QStringLiteral("gradientLogarithmic"),
                                  tr("Gradients span decades: on a logarithmic axis the small ones are seen, too")))
    {
        m_plot->setObjectName(QStringLiteral("gradientPlot"));
        m_plot->setValueName(tr("Norm of the gradient"), ValueFormat::Plain);
        setContent(m_plot);
        m_logarithmic->setChecked(true);
        auto* const reset = new QToolButton;
        reset->setText(tr("Show all"));
        reset->setIcon(themedIcon(QStringLiteral("fit")));
        reset->setToolTip(tr("Undo all zooming and follow the training.\n\n%1").arg(plotGestures()));
        reset->setFocusPolicy(Qt::StrongFocus);
        reset->setAutoRaise(true);
        addButton(reset);
        exportButton()->addPlot(tr("Gradient norms"), m_plot);
        exportButton()->addTable([this](const QString& path) { return saveBytes(path, csv()); });
        m_draw_timer.setSingleShot(true);
        m_draw_timer.setInterval(100);
        connect(&m_draw_timer, &QTimer::timeout, this, [this] { m_plot->area()->refresh(); });
        reset->setEnabled(false);
        connect(m_plot->area(), &PlotArea::viewChanged, this,
                [this, reset] { reset->setEnabled(!m_plot->area()->isFollowing()); });
        connect(reset, &QToolButton::clicked, this, [this] { m_plot->area()->resetView(); });
        connect(m_parameter, &QComboBox::currentIndexChanged, this, [this] { showCurves(); });
        connect(m_logarithmic, &QCheckBox::toggled, this, [this] { applyScale(); });
        connect(source.run, &RunController::started, this, [this] { begin(); });
        connect(source.run, &RunController::progressChanged, this, [this] { follow(); });
        connect(source.run, &RunController::normsArrived, this,
                [this](const std::vector<GradientNorms>& norms, double seconds) { append(norms, seconds); });
        applyScale();
        begin();
    }

private:
    void begin()
    {
        m_plot->setCurves({}); // They point into the lines.
        m_lines.clear();
        m_parameters.reset();
        fillChoices();
        follow();
    }

    void follow()
    {
        const SessionUpdate& update = m_source.run->lastUpdate();
        m_plot->area()->setProgress({ProgressUnit::Step, update.steps_per_epoch});
        if (update.parameters != nullptr && update.parameters != m_parameters) {
            m_parameters = update.parameters;
            fillChoices();
        }
        if (m_source.run->isActive() || !m_lines.empty()) {
            m_plot->area()->setEmptyText(tr("Waiting for the first step…"));
            return showContent();
        }
        showMessage(tr("How large are the gradients, and do they fade or explode? Start training (F5): the norm of the "
                       "gradient is drawn here, before any clipping, of all parameters together or of each."));
    }

    NormLine& lineOf(const ArmId& arm, std::optional<ParameterId> parameter)
    {
        const auto found = std::ranges::find_if(
            m_lines, [&](const NormLine& line) { return line.arm == arm && line.parameter == parameter; });
        if (found != m_lines.end())
            return *found;
        m_has_new_lines = true;
        NormLine& line = m_lines.emplace_back(NormLine{arm, parameter, {}});
        line.series.setSmoothing(normSmoothing);
        return line;
    }

    void append(const std::vector<GradientNorms>& norms, double seconds)
    {
        for (const GradientNorms& one : norms) {
            if (one.parameters.empty())
                continue;
            const auto add = [&](NormLine& line, double norm) {
                if (!line.series.empty() && line.series.position(line.series.size() - 1).step >= one.step)
                    return;
                line.series.append({one.step, 0, seconds}, norm);
                thinWhereFull(std::array{&line.series});
            };
            add(lineOf(one.variant, std::nullopt), one.norm());
            for (const ParameterNorm& parameter : one.parameters)
                add(lineOf(one.variant, parameter.parameter), parameter.norm);
        }
        if (std::exchange(m_has_new_lines, false)) {
            fillChoices();
            follow();
        }
        if (!m_draw_timer.isActive())
            m_draw_timer.start();
    }

    const ArmParameter* descriptionOf(const NormLine& line) const
    {
        if (m_parameters == nullptr || !line.parameter)
            return nullptr;
        for (const ArmParameters& arm : *m_parameters) {
            const auto found = std::ranges::find(arm.parameters, *line.parameter, &ArmParameter::parameter);
            if (arm.variant == line.arm && found != arm.parameters.end())
                return &*found;
        }
        return nullptr;
    }

    void fillChoices()
    {
        QStringList names{tr("All together")};
        std::vector<ParameterId> drawn;
        for (const NormLine& line : m_lines) {
            const ArmParameter* const description = descriptionOf(line);
            if (description == nullptr || std::ranges::find(drawn, description->drawn) != drawn.end())
                continue;
            drawn.push_back(description->drawn);
            names << QString::fromStdString(description->drawn_name);
        }
        m_drawn = std::move(drawn);
        fillChoice(*m_parameter, names);
        showCurves();
    }

    void showCurves()
    {
        const auto index = static_cast<std::size_t>(std::max(0, m_parameter->currentIndex()));
        const std::vector<ArmChoice> arms = armChoices(m_source.document->network());
        std::map<ArmId, int> copies;
        std::vector<Curve> curves;
        for (const bool counting : {true, false}) {
            for (const NormLine& line : m_lines) {
                const ArmParameter* const description = descriptionOf(line);
                const bool shown = index == 0 ? !line.parameter
                                              : description != nullptr && index <= m_drawn.size() &&
                                                    description->drawn == m_drawn[index - 1];
                if (!shown)
                    continue;
                if (counting) {
                    ++copies[line.arm];
                    continue;
                }
                const ArmLook look = lookOf(line.arm, arms);
                Curve curve{&line.series, look.title, line.arm, CurveKind::Steps};
                curve.custom_arm = look.custom_arm;
                if (copies[line.arm] > 1) {
                    curve.name = tr("%1: %2").arg(look.title, QString::fromStdString(description->name));
                    curve.use = UseLook{0, static_cast<int>(curves.size())};
                }
                curves.push_back(std::move(curve));
            }
        }
        m_plot->setCurves(std::move(curves));
        m_plot->area()->refresh();
    }

    void applyScale()
    {
        m_plot->area()->setValueScale(m_logarithmic->isChecked() ? AxisScale::Logarithmic : AxisScale::Linear);
    }

    std::string csv() const
    {
        std::string table = "arm,parameter,step,seconds,norm\n";
        for (const NormLine& line : m_lines) {
            const ArmParameter* const description = descriptionOf(line);
            const std::string head =
                csvField(toString(line.arm)) + ',' + (description == nullptr ? "" : csvField(description->name)) + ',';
            for (std::size_t i = 0; i < line.series.size(); ++i) {
                const MetricPosition& at = line.series.position(i);
                table += head + std::to_string(at.step) + ',' + numbers::exact(at.seconds) + ',' +
                         numbers::exact(line.series.raw()[i]) + '\n';
            }
        }
        return table;
    }

    PlotSource m_source;
    CurvePlot* m_plot;
    QComboBox* m_parameter;
    QCheckBox* m_logarithmic;
    QTimer m_draw_timer;
    std::shared_ptr<const std::vector<ArmParameters>> m_parameters;
    std::list<NormLine> m_lines;      ///< stay where they are: curves point into them
    std::vector<ParameterId> m_drawn; ///< by choice, after the first
    bool m_has_new_lines = false;
};

class GradientsPlot final : public PlotType {
public:
    std::string_view name() const override { return "gradients"; }
    QString title() const override { return PlotPage::tr("Gradients"); }
    QString help() const override
    {
        return PlotPage::tr("The norm of the gradient over the steps, of all parameters together or of each, in every "
                            "arm");
    }
    QWidget* make(const PlotSource& source, QWidget* parent) const override
    {
        return new GradientsPage(source, parent);
    }
};

} // namespace

const PlotType& gradientsPlot()
{
    static const GradientsPlot type;
    return type;
}

} // namespace ligature
