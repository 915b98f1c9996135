// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_page.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>

#include "ui/plots/drawn_figure.h"
#include "ui/plots/export_button.h"

namespace ligature {

namespace {

enum PlotPageIndex { PlotMessagePage, PlotContentPage };

constexpr int widestChoice = 260;

} // namespace

PlotPage::PlotPage(const QString& name, QWidget* parent)
    : QWidget(parent), m_choices(new QHBoxLayout), m_buttons(new QHBoxLayout), m_export(new ExportButton),
      m_pages(new QStackedWidget), m_content(new QVBoxLayout), m_message(new QLabel), m_sentence(new QLabel)
{
    setAccessibleName(name);
    // Wider than the narrowest window leaves it: resizeEvent() makes it fit.
    auto* const control_row = new QWidget;
    control_row->setMinimumWidth(1);
    auto* const controls = new QHBoxLayout(control_row);
    controls->setContentsMargins(10, 6, 10, 2);
    controls->setSpacing(8);
    controls->addLayout(m_choices);
    controls->addStretch();
    controls->addLayout(m_buttons);
    controls->addWidget(m_export);
    m_choices->setSpacing(8);
    m_tool_buttons = {m_export};
    m_sentence->setObjectName(QStringLiteral("plotSentence"));
    m_sentence->setContentsMargins(12, 2, 12, 6);
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_content->setContentsMargins(0, 0, 0, 0);
    m_content->setSpacing(0);
    auto* const plot = new QWidget;
    auto* const plot_layout = new QVBoxLayout(plot);
    plot_layout->setContentsMargins(0, 0, 0, 0);
    plot_layout->setSpacing(0);
    plot_layout->addWidget(control_row);
    plot_layout->addLayout(m_content, 1);
    plot_layout->addWidget(m_sentence);

    m_message->setObjectName(QStringLiteral("plotMessage"));
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setProperty("look", "muted");
    auto* const message_page = new QWidget;
    auto* const middle = new QHBoxLayout(message_page); // so that lines are short enough to read
    middle->addStretch(1);
    middle->addWidget(m_message, 4);
    middle->addStretch(1);

    m_pages->insertWidget(PlotMessagePage, message_page);
    m_pages->insertWidget(PlotContentPage, plot);
    auto* const whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_pages);
    showSentence();
}

QComboBox* PlotPage::addChoice(const QString& label, const QString& object_name, const QString& tool_tip)
{
    auto* const choice = new QComboBox;
    choice->setObjectName(object_name);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    choice->setMaximumWidth(widestChoice);
    choice->setToolTip(tool_tip);
    choice->setAccessibleName(QString(label).remove(u'&'));
    auto* const text = new QLabel(label);
    text->setBuddy(choice);
    m_labels.push_back(text);
    m_choices->addWidget(text);
    m_choices->addWidget(choice);
    return choice;
}

QCheckBox* PlotPage::addSwitch(const QString& text, const QString& object_name, const QString& tool_tip)
{
    auto* const box = new QCheckBox(text);
    box->setObjectName(object_name);
    box->setToolTip(tool_tip);
    m_choices->addWidget(box);
    return box;
}

void PlotPage::addButton(QToolButton* button)
{
    m_tool_buttons.push_back(button);
    m_buttons->addWidget(button);
}

void PlotPage::setContent(QWidget* content)
{
    m_content->addWidget(content, 1);
}

void PlotPage::setContent(DrawnFigure* figure, const QString& title)
{
    setContent(figure);
    figure->setAccessibleName(title);
    m_export->addPicture(title, [figure](FigureFormat format) { return figure->picture(format); });
    connect(figure, &DrawnFigure::pointed, this, [this](const QString& text) {
        m_pointed_text = text;
        showSentence();
    });
}

void PlotPage::showMessage(const QString& text)
{
    m_message->setText(text);
    m_pages->setCurrentIndex(PlotMessagePage);
}

void PlotPage::showContent()
{
    m_pages->setCurrentIndex(PlotContentPage);
}

bool PlotPage::showsContent() const
{
    return m_pages->currentIndex() == PlotContentPage;
}

QString PlotPage::message() const
{
    return showsContent() ? QString() : m_message->text();
}

void PlotPage::setSentence(const QString& text)
{
    if (text == m_sentence_text)
        return;
    m_sentence_text = text;
    showSentence();
}

void PlotPage::showSentence()
{
    m_sentence->setText(m_pointed_text.isEmpty() ? m_sentence_text : m_pointed_text);
    m_sentence->setVisible(!m_sentence_text.isEmpty() || !m_pointed_text.isEmpty());
}

void PlotPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    emit shown();
}

void PlotPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    constexpr int room_for_texts = 760;
    const bool narrow = width() < room_for_texts;
    for (QLabel* const label : m_labels)
        label->setVisible(!narrow);
    for (QToolButton* const button : m_tool_buttons)
        button->setToolButtonStyle(narrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

void fillChoice(QComboBox& choice, const QStringList& texts)
{
    QStringList there;
    for (int i = 0; i < choice.count(); ++i)
        there << choice.itemText(i);
    if (there == texts)
        return;
    const QSignalBlocker quiet(&choice);
    const QString chosen = choice.currentText();
    choice.clear();
    choice.addItems(texts);
    choice.setCurrentIndex(std::max(0, choice.findText(chosen)));
    choice.setEnabled(choice.count() > 0);
}

} // namespace ligature
