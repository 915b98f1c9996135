// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QButtonGroup;
class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace ligature {

class ExampleDetails;
struct Example;

/// What the window shows while nothing is open: the gallery of examples as cards, under a heading for each section,
/// what there is to say of the one that is chosen, the files opened lately, new and open.
class StartPage : public QWidget {
    Q_OBJECT

public:
    explicit StartPage(QWidget* parent = nullptr);

    void setRecentFiles(const QStringList& paths);

signals:
    void newAsked();
    void openAsked();
    void exampleAsked(const QString& name);
    void originalAsked(const QString& name); ///< what the collection wrote, which the example mends
    void fileAsked(const QString& path);
    void tourAsked();

private:
    [[nodiscard]] QWidget* makeSide();
    [[nodiscard]] QWidget* makeExamples();
    [[nodiscard]] QWidget* makeCard(const Example& example);

    QScrollArea* m_scroll;
    ExampleDetails* m_details;
    QButtonGroup* m_cards; ///< of which one is chosen
    QVBoxLayout* m_recent = nullptr;
    QLabel* m_recent_heading = nullptr;
};

} // namespace ligature
