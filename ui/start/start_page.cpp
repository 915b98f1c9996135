// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/start_page.h"

#include <QButtonGroup>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLayoutItem>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

#include "core/project/examples.h"
#include "ui/document/text.h"
#include "ui/start/card_grid.h"
#include "ui/start/example_card.h"
#include "ui/start/example_details.h"
#include "ui/theme/icon.h"

namespace ligature {

namespace {

QLabel* makeLabel(const QString& text, const char* look)
{
    auto* const label = new QLabel(text);
    label->setProperty("look", look);
    return label;
}

constexpr int shownRecentFiles = 6;

} // namespace

StartPage::StartPage(QWidget* parent)
    : QWidget(parent), m_scroll(new QScrollArea(this)), m_details(new ExampleDetails(this)),
      m_cards(new QButtonGroup(this))
{
    setObjectName(QStringLiteral("start_page"));
    auto* const content = new QWidget;
    auto* const columns = new QHBoxLayout(content);
    columns->setContentsMargins(48, 44, 48, 32);
    columns->setSpacing(48);
    columns->addWidget(makeSide());
    columns->addWidget(makeExamples(), 1);

    m_scroll->setWidget(content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_scroll, 1);
    layout->addWidget(m_details);
    connect(m_details, &ExampleDetails::openAsked, this, &StartPage::exampleAsked);
    connect(m_details, &ExampleDetails::originalAsked, this, &StartPage::originalAsked);
}

QWidget* StartPage::makeSide()
{
    auto* const side = new QWidget;
    side->setFixedWidth(272);
    auto* const layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);

    auto* const mark = new QLabel;
    mark->setPixmap(programIcon().pixmap(QSize(60, 60), devicePixelRatioF()));
    layout->addWidget(mark);
    layout->addSpacing(6);
    layout->addWidget(makeLabel(QStringLiteral("Ligature"), "title"));
    QLabel* const motto =
        makeLabel(tr("Draw a network, tie its weights, and train it beside its untied twin."), "muted");
    motto->setWordWrap(true);
    layout->addWidget(motto);
    layout->addSpacing(16);

    auto* const create = new QPushButton(themedIconOnAccent(QStringLiteral("new")), tr("New network"));
    create->setProperty("look", "primary");
    create->setObjectName(QStringLiteral("start_new"));
    connect(create, &QPushButton::clicked, this, &StartPage::newAsked);
    auto* const open = new QPushButton(themedIcon(QStringLiteral("open")), tr("Open…"));
    open->setObjectName(QStringLiteral("start_open"));
    connect(open, &QPushButton::clicked, this, &StartPage::openAsked);
    auto* const tour = new QPushButton(themedIcon(QStringLiteral("help")), tr("Take the tour"));
    connect(tour, &QPushButton::clicked, this, &StartPage::tourAsked);
    for (QPushButton* const button : {create, open, tour}) {
        button->setMinimumHeight(34);
        layout->addWidget(button);
    }

    layout->addSpacing(20);
    m_recent_heading = makeLabel(tr("Recent files"), "heading");
    layout->addWidget(m_recent_heading);
    m_recent = new QVBoxLayout;
    m_recent->setSpacing(2);
    layout->addLayout(m_recent);
    layout->addStretch(1);
    QLabel* const hint = makeLabel(tr("Or drop a .ligature file here."), "muted");
    layout->addWidget(hint);
    setRecentFiles({});
    return side;
}

QWidget* StartPage::makeExamples()
{
    auto* const area = new QWidget;
    auto* const layout = new QVBoxLayout(area);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(14);
    for (const ExampleSection section : exampleSections) {
        layout->addWidget(makeLabel(text(titleOf(section)), "heading"));
        auto* const grid = new CardGrid(250);
        for (const Example& example : examples()) {
            if (example.section == section)
                grid->addCard(makeCard(example));
        }
        layout->addWidget(grid);
        layout->addSpacing(12);
    }
    layout->addStretch(1);
    return area;
}

QWidget* StartPage::makeCard(const Example& example)
{
    auto* const card = new ExampleCard(example);
    m_cards->addButton(card);
    connect(card, &ExampleCard::openAsked, this, [this, name = text(example.name)] { emit exampleAsked(name); });
    connect(card, &ExampleCard::toggled, this, [this, card, &example](bool chosen) {
        if (!chosen)
            return;
        m_details->showExample(example);
        // The details take their room from the cards, once they are laid out.
        QTimer::singleShot(0, card, [this, card] { m_scroll->ensureWidgetVisible(card, 0, 14); });
    });
    return card;
}

void StartPage::setRecentFiles(const QStringList& paths)
{
    while (QLayoutItem* const item = m_recent->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be the one whose click brought us here
        delete item;
    }
    m_recent_heading->setVisible(!paths.isEmpty());
    for (const QString& path : paths.mid(0, shownRecentFiles)) {
        const QFileInfo file(path);
        auto* const button = new QPushButton(themedIcon(QStringLiteral("file")), file.completeBaseName());
        button->setProperty("look", "link");
        button->setToolTip(QDir::toNativeSeparators(path));
        button->setAccessibleDescription(path);
        connect(button, &QPushButton::clicked, this, [this, path] { emit fileAsked(path); });
        m_recent->addWidget(button);
    }
}

} // namespace ligature
