// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/training/twin_check_label.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QTabBar>
#include <QTabWidget>

#include "ui/document/quantity_text.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/theme/icon.h"
#include "ui/theme/theme.h"

namespace ligature {

QString twinCheckText(const TwinCheck& check)
{
    if (check.identical)
        return TwinCheckLabel::tr("Identical to the last bit at step 0: tied %1 = untied %2")
            .arg(lossText(check.tied_loss), lossText(check.untied_loss));
    return TwinCheckLabel::tr("They differ by %3 at step 0: tied %1, untied %2")
        .arg(shortNumber(check.tied_loss, 17), shortNumber(check.untied_loss, 17),
             shortNumber(check.tied_loss - check.untied_loss, 3));
}

TwinCheckLabel::TwinCheckLabel(QWidget* parent)
    : QWidget(parent), m_icon(new QLabel(this)), m_text(new ElidedLabel({}, this))
{
    m_text->setObjectName(QStringLiteral("twin_check"));
    m_text->setExplanation(tr("Both losses on the first batch, before any update. The twin starts from the same values "
                              "and runs the same kernels, so any later difference comes from the tie alone."));
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    hide();
}

void TwinCheckLabel::show(const std::optional<TwinCheck>& check)
{
    m_check = check;
    setVisible(check.has_value());
    if (!check)
        return;
    m_text->setText(twinCheckText(*check));
    showIcon();
}

QSize TwinCheckLabel::sizeHint() const
{
    QSize hint = QWidget::sizeHint();
    if (const auto* const tabs = qobject_cast<QTabWidget*>(parentWidget())) {
        constexpr int gap = 12;
        const int room = tabs->width() - tabs->tabBar()->sizeHint().width() - gap;
        hint.setWidth(std::clamp(hint.width(), 0, std::max(room, 0)));
    }
    return hint;
}

QSize TwinCheckLabel::minimumSizeHint() const
{
    return {0, QWidget::minimumSizeHint().height()};
}

void TwinCheckLabel::showIcon()
{
    if (!m_check)
        return;
    const Theme& theme = themeFor(palette());
    const QIcon icon = m_check->identical ? colouredIcon(QStringLiteral("success"), theme.success)
                                          : colouredIcon(QStringLiteral("error"), theme.error);
    m_icon->setPixmap(icon.pixmap(QSize(16, 16), devicePixelRatioF()));
}

void TwinCheckLabel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        showIcon();
    QWidget::changeEvent(event);
}

} // namespace ligature
