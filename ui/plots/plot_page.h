// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace ligature {

class DrawnFigure;
class ExportButton;

/// The frame of a plot: choices above it, the menu that saves it, a sentence below it, and in its place, where there is
/// nothing to show, what to do. It says that it is looked at, so that nothing is computed where nobody looks.
class PlotPage : public QWidget {
    Q_OBJECT

public:
    /// @param name of what it shows, as screen readers tell it
    explicit PlotPage(const QString& name, QWidget* parent = nullptr);

    /// In a row above the plot, in the order of the calls.
    QComboBox* addChoice(const QString& label, const QString& object_name, const QString& tool_tip);
    QCheckBox* addSwitch(const QString& text, const QString& object_name, const QString& tool_tip);
    void addButton(QToolButton* button); ///< at the row's end
    [[nodiscard]] ExportButton* exportButton() const { return m_export; }

    void setContent(QWidget* content);
    /// With it the menu has its pictures, and the field that is looked at is told in place of the sentence.
    void setContent(DrawnFigure* figure, const QString& title);

    /// What to do, in place of the plot.
    void showMessage(const QString& text);
    void showContent();
    [[nodiscard]] bool showsContent() const;
    [[nodiscard]] QString message() const;
    /// Below the plot; empty: there is none.
    void setSentence(const QString& text);
    [[nodiscard]] QString sentence() const { return m_sentence_text; }

signals:
    void shown(); ///< somebody looks at it now

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void showSentence();

    QHBoxLayout* m_choices;
    QHBoxLayout* m_buttons;
    ExportButton* m_export;
    QStackedWidget* m_pages;
    QVBoxLayout* m_content;
    QLabel* m_message;
    QLabel* m_sentence;
    QString m_sentence_text;
    QString m_pointed_text;
    std::vector<QLabel*> m_labels;
    std::vector<QToolButton*> m_tool_buttons;
};

/// Fills a choice anew and chooses what was chosen before, where it is still there; tells nobody.
void fillChoice(QComboBox& choice, const QStringList& texts);

} // namespace ligature
