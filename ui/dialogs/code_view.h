// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QString>
#include <QWidget>

class QsciLexer;
class QsciScintilla;

namespace ligature {

/// Code to be read: coloured by its language, in the theme's colours, with line numbers. Can be selected and copied,
/// not edited.
class CodeView : public QWidget {
    Q_OBJECT

public:
    explicit CodeView(QWidget* parent = nullptr);
    ~CodeView() override;

    /// @param language Exporter::language(); one that is not known is shown without colours
    void setCode(const QString& code, const QString& language);
    [[nodiscard]] QString code() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyTheme();

    QsciScintilla* m_view;
    std::unique_ptr<QsciLexer> m_lexer;
    QString m_language;
};

} // namespace ligature
