// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/training/twin_check_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

#include "ui/document/quantity_text.h"
#include "ui/theme/icon.h"
#include "ui/theme/theme.h"

namespace ligature {

QString twinCheckText(const TwinCheck& check)
{
    if (check.identical)
        return TwinCheckLabel::tr("Step 0: tied %1 = untied %2, identical to the last bit")
            .arg(lossText(check.tied_loss), lossText(check.untied_loss));
    return TwinCheckLabel::tr("Step 0: tied %1, untied %2: they differ by %3")
        .arg(QString::number(check.tied_loss, 'g', 17), QString::number(check.untied_loss, 'g', 17),
             QString::number(check.tied_loss - check.untied_loss, 'g', 3));
}

TwinCheckLabel::TwinCheckLabel(QWidget* parent) : QWidget(parent), m_icon(new QLabel(this)), m_text(new QLabel(this))
{
    m_text->setObjectName(QStringLiteral("twin_check"));
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setToolTip(tr("Both losses on the first batch, before any update. The twin starts from the same values and "
                          "runs the same kernels, so any later difference comes from the tie alone."));
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_icon);
    layout->addWidget(m_text);
    layout->addStretch(1);
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
