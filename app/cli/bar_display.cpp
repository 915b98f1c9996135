// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <map>

#include <sys/ioctl.h>
#include <unistd.h>

#include "app/cli/number_text.h"
#include "app/cli/text_table.h"
#include "app/cli/training_display.h"

namespace ligature::cli {

namespace {

constexpr std::size_t defaultWidth = 80;
constexpr std::size_t widestBar = 30;
constexpr std::size_t narrowestBar = 8;

std::size_t terminalWidth()
{
    winsize size = {};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : defaultWidth;
}

std::string barText(double done, std::size_t width)
{
    constexpr std::array eighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    const auto filled = static_cast<std::size_t>(std::lround(done * static_cast<double>(width) * 8));
    std::string bar;
    for (std::size_t i = 0; i < filled / 8; ++i)
        bar += "█";
    bar += eighths[filled % 8];
    const std::size_t taken = displayWidth(bar);
    for (std::size_t i = taken; i < width; ++i)
        bar += "░";
    return bar;
}

class BarDisplay : public TrainingDisplay {
public:
    explicit BarDisplay(std::vector<ArmId> variants) : m_variants(std::move(variants)) {}
    ~BarDisplay() override { clear(); }
    BarDisplay(const BarDisplay&) = delete;
    BarDisplay& operator=(const BarDisplay&) = delete;

    void prepare(const std::string& what) override { std::cerr << "\r\033[K" << what << std::flush; }

    void update(std::span<const MetricEvent> events, const TrainingProgress& progress) override
    {
        for (const MetricEvent& event : events)
            m_losses[event.variant] = event.train_loss;

        const std::int64_t epoch =
            std::min(progress.epochs, progress.step / std::max<std::int64_t>(1, progress.steps_per_epoch) + 1);
        const double done = progress.total_steps == 0
                                ? 1.0
                                : static_cast<double>(progress.step) / static_cast<double>(progress.total_steps);
        std::array<std::string, 5> parts = {"epoch " + std::to_string(epoch) + "/" + std::to_string(progress.epochs),
                                            "step " + groupedText(progress.step) + "/" +
                                                groupedText(progress.total_steps),
                                            roundText(progress.samples_per_second) + " samples/s",
                                            durationText(progress.seconds_left) + " left", lossText()};
        const std::size_t width = terminalWidth() - 1;
        for (const std::size_t part : {2, 1, 3, 4}) { // what a narrow terminal goes without, one after the other
            if (displayWidth(join(parts)) > width)
                parts[part].clear();
        }
        std::string text = join(parts);
        const std::size_t free = width - std::min(width, displayWidth(text));
        if (free >= narrowestBar + 1)
            text = barText(done, std::min(widestBar, free - 1)) + " " + text;
        std::cerr << "\r\033[K" << text << std::flush;
    }

    void showUses(std::span<const WatchedUses>, std::span<const UseGradients>) override {} // The summary tells.
    void end(TrainingEnd how, std::span<const MetricEvent> events, const TrainingReport& report) override
    {
        clear();
        std::cout << summaryText(how, events, report);
    }

private:
    static void clear() { std::cerr << "\r\033[K" << std::flush; }

    static std::string join(std::span<const std::string> parts)
    {
        std::string text;
        for (const std::string& part : parts) {
            if (!part.empty())
                text += (text.empty() ? "" : "  ") + part;
        }
        return text;
    }

    [[nodiscard]] std::string lossText() const
    {
        std::string text;
        for (const ArmId variant : m_variants) {
            const auto loss = m_losses.find(variant);
            text += (text.empty() ? "" : "  ") + toString(variant) + " " +
                    (loss == m_losses.end() ? "–" : realText(loss->second));
        }
        return text;
    }

    std::vector<ArmId> m_variants;
    std::map<ArmId, double> m_losses;
};

} // namespace

std::unique_ptr<TrainingDisplay> barDisplay(std::vector<ArmId> variants)
{
    return std::make_unique<BarDisplay>(std::move(variants));
}

} // namespace ligature::cli
