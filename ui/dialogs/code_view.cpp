// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/code_view.h"

#include <functional>
#include <map>

#include <QEvent>
#include <QFontDatabase>
#include <QVBoxLayout>

// QScintilla's headers need the keyword that is a word of ours.
#define slots Q_SLOTS
#include <Qsci/qscilexercpp.h>
#include <Qsci/qscilexerjavascript.h>
#include <Qsci/qscilexerjson.h>
#include <Qsci/qscilexermatlab.h>
#include <Qsci/qscilexerpython.h>
#include <Qsci/qsciscintilla.h>
#undef slots

#include "ui/theme/theme.h"

namespace ligature {

namespace {

/// Scintilla reads R, but QScintilla has no class for it.
class RLexer final : public QsciLexer {
public:
    const char* language() const override { return "R"; }
    const char* lexer() const override { return "r"; }
    QString description(int style) const override
    {
        static const std::map<int, QString> names = {
            {0, QStringLiteral("Default")},  {1, QStringLiteral("Comment")},  {2, QStringLiteral("Keyword")},
            {3, QStringLiteral("Function")}, {5, QStringLiteral("Number")},   {6, QStringLiteral("String")},
            {7, QStringLiteral("String")},   {8, QStringLiteral("Operator")}, {9, QStringLiteral("Identifier")}};
        const auto name = names.find(style);
        return name == names.end() ? QString() : name->second;
    }
    const char* keywords(int set) const override
    {
        return set == 1 ? "if else repeat while function for next break TRUE FALSE NULL NA Inf NaN in" : nullptr;
    }
};

std::unique_ptr<QsciLexer> makeLexer(const QString& language)
{
    using Maker = std::function<std::unique_ptr<QsciLexer>()>;
    static const std::map<QString, Maker> makers = {
        {QStringLiteral("cpp"), [] { return std::make_unique<QsciLexerCPP>(); }},
        {QStringLiteral("javascript"), [] { return std::make_unique<QsciLexerJavaScript>(); }},
        {QStringLiteral("json"), [] { return std::make_unique<QsciLexerJSON>(); }},
        {QStringLiteral("matlab"), [] { return std::make_unique<QsciLexerMatlab>(); }},
        {QStringLiteral("python"), [] { return std::make_unique<QsciLexerPython>(); }},
        {QStringLiteral("r"), [] { return std::make_unique<RLexer>(); }}};
    const auto maker = makers.find(language);
    return maker == makers.end() ? nullptr : maker->second();
}

/// A style's colour by what its lexer says that it is, which is the same word in every language.
QColor colourOf(const QString& description, const Theme& theme)
{
    const auto says = [&](const char* word) { return description.contains(QLatin1String(word), Qt::CaseInsensitive); };
    if (says("comment"))
        return theme.muted_text;
    if (says("error") || says("unclosed"))
        return theme.error;
    if (says("keyword") || says("property"))
        return theme.accent;
    if (says("string") || says("quoted"))
        return theme.success;
    if (says("number"))
        return theme.warning;
    if (says("class") || says("function") || says("decorator"))
        return theme.untied;
    return theme.text;
}

constexpr int lastStyle = 127;
constexpr int numberMargin = 0;

} // namespace

CodeView::CodeView(QWidget* parent) : QWidget(parent), m_view(new QsciScintilla(this))
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    setFocusProxy(m_view);
    m_view->setUtf8(true);
    m_view->setReadOnly(true);
    m_view->setCaretWidth(0);
    m_view->setFrameShape(QFrame::StyledPanel);
    m_view->setMarginType(numberMargin, QsciScintilla::NumberMargin);
    for (int margin = 1; margin < m_view->margins(); ++margin)
        m_view->setMarginWidth(margin, 0);
    m_view->SendScintilla(QsciScintilla::SCI_SETMARGINLEFT, 0UL, 8L); // The text stands off from the numbers.
    // The bar follows the longest line that is there, instead of a width that was guessed.
    m_view->SendScintilla(QsciScintilla::SCI_SETSCROLLWIDTH, 1);
    m_view->SendScintilla(QsciScintilla::SCI_SETSCROLLWIDTHTRACKING, 1);
    // Tab leaves it, as it leaves every other field of a dialog.
    m_view->SendScintilla(QsciScintilla::SCI_CLEARCMDKEY, QsciScintilla::SCK_TAB);
    applyTheme();
}

CodeView::~CodeView()
{
    m_view->setLexer(nullptr);
}

void CodeView::setCode(const QString& code, const QString& language)
{
    if (language != m_language) {
        m_language = language;
        m_view->setLexer(nullptr);
        m_lexer = makeLexer(language);
        m_view->setLexer(m_lexer.get());
        applyTheme();
    }
    if (code == m_view->text())
        return;
    m_view->setReadOnly(false);
    m_view->setText(code);
    m_view->setReadOnly(true);
    m_view->setMarginWidth(numberMargin, QString(QString::number(m_view->lines()).size() + 1, u'9'));
    m_view->SendScintilla(QsciScintilla::SCI_SETSCROLLWIDTH, 1);
}

QString CodeView::code() const
{
    return m_view->text();
}

void CodeView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyTheme();
}

void CodeView::applyTheme()
{
    const Theme& theme = themeFor(palette());
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(this->font().pointSizeF());
    m_view->setFont(font);
    m_view->setColor(theme.text);
    m_view->setPaper(theme.field);
    if (m_lexer) {
        m_lexer->setDefaultColor(theme.text);
        m_lexer->setDefaultPaper(theme.field);
        for (int style = 0; style <= lastStyle; ++style) {
            const QString description = m_lexer->description(style);
            m_lexer->setColor(colourOf(description, theme), style);
            m_lexer->setPaper(theme.field, style);
            m_lexer->setFont(font, style);
        }
    }
    m_view->setMarginsForegroundColor(theme.muted_text);
    m_view->setMarginsBackgroundColor(theme.panel);
    m_view->setMarginsFont(font);
    m_view->setSelectionBackgroundColor(theme.accent);
    m_view->setSelectionForegroundColor(theme.accent_text);
}

} // namespace ligature
