// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include <QComboBox>

#include "core/text/number_text.h"
#include "ui/document/document.h"
#include "ui/document/quantity_text.h"
#include "ui/plots/arm_look.h"
#include "ui/plots/csv_field.h"
#include "ui/plots/export_button.h"
#include "ui/plots/plot_page.h"
#include "ui/plots/plot_type.h"
#include "ui/plots/spread_chart.h"
#include "ui/plots/spread_timeline.h"
#include "ui/training/run_controller.h"

namespace ligature {

namespace {

constexpr std::size_t mostTimelines = 4; ///< side by side; more are too narrow

/// A parameter of an arm with what is known of it.
struct SpreadOfArm {
    ArmId arm;
    std::int64_t step = 0;
    const ArmParameter* parameter = nullptr;
    const ParameterSpread* spread = nullptr;
};

class HistogramPage final : public PlotPage {
public:
    HistogramPage(const PlotSource& source, QWidget* parent)
        : PlotPage(tr("Histogram of a parameter"), parent), m_source(source), m_chart(new SpreadChart),
          m_timeline(new SpreadTimeline),
          m_parameter(addChoice(tr("&Parameter"), QStringLiteral("histogramParameter"),
                                tr("Whose numbers are counted. Beside a shared parameter stands each copy that the "
                                   "untied twin has of it."))),
          m_quantity(addChoice(tr("S&how"), QStringLiteral("histogramQuantity"),
                               tr("Values: what the parameter is now.\n"
                                  "Gradient: what the last step's loss says of each of them, before any clipping.\n"
                                  "Over time: the same of the whole training, a column for each moment; in each the "
                                  "highest bin is the darkest, and the lines are the median and the quartiles.")))
    {
        m_quantity->addItems({tr("Values"), tr("Gradient"), tr("Values over time"), tr("Gradient over time")});
        m_chart->setObjectName(QStringLiteral("histogramChart"));
        m_timeline->setObjectName(QStringLiteral("histogramTimeline"));
        setContent(m_chart, tr("Histogram"));
        setContent(m_timeline, tr("Over time"));
        m_timeline->hide();
        exportButton()->addTable([this](const QString& path) { return saveBytes(path, csv()); });
        connect(m_parameter, &QComboBox::currentIndexChanged, this, [this] { drawChart(); });
        connect(m_quantity, &QComboBox::currentIndexChanged, this, [this] { drawChart(); });
        connect(this, &PlotPage::shown, this, [this] { follow(); });
        connect(source.run, &RunController::started, this, [this] {
            m_histories.clear();
            begin();
        });
        connect(source.run, &RunController::progressChanged, this, [this] { follow(); });
        begin();
    }

private:
    void begin()
    {
        m_spreads.reset();
        m_parameters.reset();
        follow();
    }

    void follow()
    {
        const SessionUpdate& update = m_source.run->lastUpdate();
        if (update.spreads == nullptr || update.parameters == nullptr) {
            m_spreads.reset();
            return showMessage(m_source.run->isActive()
                                   ? tr("Waiting for the first step…")
                                   : tr("How are a parameter's numbers spread, and do they die out or run away? Start "
                                        "training (F5): the histogram of its values and of its gradient is drawn here "
                                        "as it changes, the arms over each other."));
        }
        showContent();
        if (update.spreads != m_recorded)
            record(update.spreads);
        if (!isVisible() || (update.spreads == m_spreads && update.parameters == m_parameters))
            return;
        m_spreads = update.spreads;
        m_parameters = update.parameters;
        fillChoices();
        drawChart();
    }

    void record(const std::shared_ptr<const std::vector<ArmSpreads>>& spreads)
    {
        m_recorded = spreads;
        for (const ArmSpreads& arm : *spreads) {
            for (const ParameterSpread& parameter : arm.parameters) {
                Histories& histories = m_histories[{arm.variant, parameter.parameter}];
                histories.values.append(momentOf(parameter.values, arm.step));
                if (parameter.gradient)
                    histories.gradient.append(momentOf(*parameter.gradient, arm.step));
            }
        }
    }

    std::vector<SpreadOfArm> all() const
    {
        std::vector<SpreadOfArm> found;
        if (m_spreads == nullptr)
            return found;
        for (const ArmSpreads& arm : *m_spreads) {
            const auto described = std::ranges::find(*m_parameters, arm.variant, &ArmParameters::variant);
            if (described == m_parameters->end())
                continue;
            for (const ParameterSpread& spread : arm.parameters) {
                const auto parameter =
                    std::ranges::find(described->parameters, spread.parameter, &ArmParameter::parameter);
                if (parameter != described->parameters.end())
                    found.push_back({arm.variant, arm.step, &*parameter, &spread});
            }
        }
        return found;
    }

    void fillChoices()
    {
        QStringList names;
        m_drawn.clear();
        for (const SpreadOfArm& one : all()) {
            if (std::ranges::find(m_drawn, one.parameter->drawn) != m_drawn.end())
                continue;
            m_drawn.push_back(one.parameter->drawn);
            names << QString::fromStdString(one.parameter->drawn_name);
        }
        fillChoice(*m_parameter, names);
    }

    void drawChart()
    {
        const auto index = static_cast<std::size_t>(std::max(0, m_parameter->currentIndex()));
        const bool gradient = showsGradient();
        m_chart->setVisible(!showsTime());
        m_timeline->setVisible(showsTime());
        const std::vector<ArmChoice> arms = armChoices(m_source.document->network());
        std::vector<SpreadOfArm> shown = all();
        std::erase_if(shown, [&](const SpreadOfArm& one) {
            return index >= m_drawn.size() || one.parameter->drawn != m_drawn[index] ||
                   (gradient && !one.spread->gradient);
        });
        std::map<ArmId, int> copies;
        for (const SpreadOfArm& one : shown)
            ++copies[one.arm];
        std::vector<SpreadCurve> curves;
        std::vector<TimelinePanel> panels;
        std::int64_t not_finite = 0;
        for (const SpreadOfArm& one : shown) {
            const ArmLook look = lookOf(one.arm, arms);
            SpreadCurve curve{look.title, {}, gradient ? *one.spread->gradient : one.spread->values};
            curve.look.variant = one.arm;
            curve.look.custom_arm = look.custom_arm;
            if (copies[one.arm] > 1) {
                curve.name = tr("%1: %2").arg(look.title, QString::fromStdString(one.parameter->name));
                curve.look.use = UseLook{0, static_cast<int>(curves.size())};
            }
            not_finite += curve.spread.not_finite;
            if (showsTime() && panels.size() < mostTimelines) {
                const Histories& histories = m_histories[{one.arm, one.spread->parameter}];
                panels.push_back(
                    {curve.name, curve.look, (gradient ? histories.gradient : histories.values).moments()});
            }
            curves.push_back(std::move(curve));
        }
        const QString name = m_parameter->currentText();
        QString sentence = shown.empty() ? tr("%1 has no gradient: it is frozen, or no step was made yet.").arg(name)
                                         : tr("After step %1.").arg(groupedNumber(shown.front().step));
        if (not_finite > 0)
            sentence += u' ' + tr("%n number(s) are not finite and in no bin.", nullptr, static_cast<int>(not_finite));
        setSentence(sentence);
        m_timeline->setPanels(std::move(panels));
        m_chart->setSpreads(std::move(curves),
                            gradient ? tr("Gradient of %1").arg(name) : tr("Values of %1").arg(name));
    }

    [[nodiscard]] bool showsGradient() const { return m_quantity->currentIndex() % 2 == 1; }
    [[nodiscard]] bool showsTime() const { return m_quantity->currentIndex() > 1; }

    /// Of what is shown: the bins of all parameters now, or the quartiles of one over time.
    std::string csv() const
    {
        if (showsTime())
            return timelineCsv();
        std::string table = "arm,parameter,quantity,step,lower,upper,count\n";
        const auto add = [&](const SpreadOfArm& one, const char* quantity, const Spread& spread) {
            for (std::size_t bin = 0; bin < Spread::binCount; ++bin) {
                table += csvField(toString(one.arm)) + ',' + csvField(one.parameter->name) + ',' + quantity + ',' +
                         std::to_string(one.step) + ',' + numbers::exact(spread.edge(bin)) + ',' +
                         numbers::exact(spread.edge(bin + 1)) + ',' + std::to_string(spread.counts[bin]) + '\n';
            }
        };
        for (const SpreadOfArm& one : all()) {
            add(one, "value", one.spread->values);
            if (one.spread->gradient)
                add(one, "gradient", *one.spread->gradient);
        }
        return table;
    }

    std::string timelineCsv() const
    {
        std::string table = "curve,step,lower,lower_quartile,median,upper_quartile,upper\n";
        for (const TimelinePanel& panel : m_timeline->panels()) {
            for (const SpreadMoment& moment : panel.moments) {
                table += csvField(panel.name.toStdString()) + ',' + std::to_string(moment.step) + ',' +
                         numbers::exact(moment.lower) + ',' + numbers::exact(moment.quartiles[0]) + ',' +
                         numbers::exact(moment.quartiles[1]) + ',' + numbers::exact(moment.quartiles[2]) + ',' +
                         numbers::exact(moment.upper) + '\n';
            }
        }
        return table;
    }

    struct Histories {
        SpreadHistory values;
        SpreadHistory gradient;
    };

    PlotSource m_source;
    SpreadChart* m_chart;
    SpreadTimeline* m_timeline;
    QComboBox* m_parameter;
    QComboBox* m_quantity;
    std::shared_ptr<const std::vector<ArmSpreads>> m_spreads;
    std::shared_ptr<const std::vector<ArmParameters>> m_parameters;
    std::shared_ptr<const std::vector<ArmSpreads>> m_recorded; ///< in the histories
    std::map<std::pair<ArmId, ParameterId>, Histories> m_histories;
    std::vector<ParameterId> m_drawn; ///< by choice
};

class HistogramPlot final : public PlotType {
public:
    std::string_view name() const override { return "histogram"; }
    QString title() const override { return PlotPage::tr("Histogram"); }
    QString help() const override
    {
        return PlotPage::tr("How the values of a parameter and of its gradient are spread, the arms over each other");
    }
    QWidget* make(const PlotSource& source, QWidget* parent) const override
    {
        return new HistogramPage(source, parent);
    }
};

} // namespace

const PlotType& histogramPlot()
{
    static const HistogramPlot type;
    return type;
}

} // namespace ligature
