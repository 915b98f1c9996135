// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/example_details.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/network/analysis.h"
#include "ui/document/text.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

constexpr int widestText = 860; ///< a longer line is hard to read

/// What is wrong with the network as it was written, and where; or that it runs.
QString problemOf(const Example& example)
{
    if (example.original_finding.empty())
        return ExampleDetails::tr("The original runs as it was written.");
    const Result<Project> original = loadOriginal(example.name);
    if (!original)
        return QString::fromStdString(original.error().oneLine());
    const std::vector<Diagnostic> diagnostics = analyse(original->network).diagnostics;
    const auto found = std::ranges::find(diagnostics, example.original_finding, &Diagnostic::code);
    if (found == diagnostics.end())
        return {};
    const QString message = QString::fromStdString(found->message);
    if (!found->layer)
        return ExampleDetails::tr("The original problem: %1").arg(message);
    return ExampleDetails::tr("The original problem, at “%1”: %2")
        .arg(QString::fromStdString(original->network.layers.at(*found->layer).name), message);
}

} // namespace

ExampleDetails::ExampleDetails(QWidget* parent)
    : QFrame(parent), m_title(new QLabel), m_text(new QLabel), m_finding(new QLabel),
      m_open(new QPushButton(tr("&Open"))), m_original(new QPushButton(tr("Open the original &problem")))
{
    setObjectName(QStringLiteral("example_details"));
    m_title->setProperty("look", "heading");
    m_text->setObjectName(QStringLiteral("example_text"));
    m_finding->setObjectName(QStringLiteral("example_finding"));
    m_finding->setProperty("look", "muted");
    auto* const said = new QVBoxLayout;
    said->setSpacing(6);
    for (QLabel* const label : {m_title, m_text, m_finding}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setMaximumWidth(widestText);
        said->addWidget(label);
    }
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    said->addStretch(1);

    m_open->setObjectName(QStringLiteral("open_example"));
    m_open->setProperty("look", "primary");
    connect(m_open, &QPushButton::clicked, this, [this] { emit openAsked(m_name); });
    m_original->setObjectName(QStringLiteral("open_original"));
    m_original->setToolTip(tr("The network as the collection wrote it, with what is wrong shown on its nodes"));
    connect(m_original, &QPushButton::clicked, this, [this] { emit originalAsked(m_name); });
    auto* const buttons = new QVBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton* const button : {m_open, m_original}) {
        button->setMinimumHeight(34);
        button->setFixedWidth(220);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);

    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(48, 18, 48, 18);
    layout->setSpacing(32);
    layout->addLayout(said, 1);
    layout->addLayout(buttons);
    hide();
}

void ExampleDetails::showExample(const Example& example)
{
    m_name = text(example.name);
    m_title->setText(text(example.title));
    const Result<Project> project = loadExample(example.name);
    m_text->setText(project ? QString::fromStdString(project->description)
                            : QString::fromStdString(project.error().oneLine()));
    const bool has_original = !example.original.empty();
    m_original->setVisible(has_original);
    m_finding->setVisible(has_original);
    m_finding->setText(problemOf(example));
    show();
}

void ExampleDetails::paintEvent(QPaintEvent*)
{
    const Theme& theme = themeFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, 0, width(), 1), theme.border);
}

} // namespace ligature
