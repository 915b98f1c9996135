// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace ligature {

/// What the window shows while nothing is open: the examples as cards, the files opened lately, new and open.
class StartPage : public QWidget {
    Q_OBJECT

public:
    explicit StartPage(QWidget* parent = nullptr);

    void setRecentFiles(const QStringList& paths);

signals:
    void newAsked();
    void openAsked();
    void exampleAsked(const QString& name);
    void fileAsked(const QString& path);
    void tourAsked();

private:
    [[nodiscard]] QWidget* makeSide();
    [[nodiscard]] QWidget* makeExamples();

    QVBoxLayout* m_recent = nullptr;
    QLabel* m_recent_heading = nullptr;
};

} // namespace ligature
