// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/counts_panel.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/document/document.h"
#include "ui/document/quantity_text.h"
#include "ui/plots/counts_bars.h"
#include "ui/plots/counts_model.h"
#include "ui/plots/counts_table.h"
#include "ui/plots/number_text.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

QString coloured(const QString& text, const QColor& colour)
{
    return QStringLiteral("<span style='color:%1'>%2</span>").arg(colour.name(), text);
}

} // namespace

CountsPanel::CountsPanel(Document* document, QWidget* parent)
    : QWidget(parent), m_document(document), m_headline(new QLabel), m_explanation(new QLabel), m_bars(new CountsBars),
      m_model(new CountsModel(this)), m_table(new CountsTable(m_model))
{
    setAccessibleName(tr("Parameter counts"));
    m_headline->setObjectName(QStringLiteral("countsHeadline"));
    m_headline->setTextFormat(Qt::RichText);
    m_headline->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_headline->setContentsMargins(12, 4, 12, 0);
    QFont large = font();
    large.setPointSizeF(font().pointSizeF() * 1.5);
    large.setBold(true);
    m_headline->setFont(large);
    m_explanation->setProperty("look", "muted");
    m_explanation->setWordWrap(true);
    m_explanation->setContentsMargins(12, 0, 12, 6);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_headline);
    layout->addWidget(m_explanation);
    layout->addWidget(m_bars);
    layout->addWidget(m_table, 1);
    connect(document, &Document::changed, this, [this](const ProjectChange& change) {
        if (change.everything || change.changesNetwork() || change.training)
            refresh();
    });
    refresh();
}

void CountsPanel::refresh()
{
    const Account& account = m_document->account();
    m_model->setAccount(m_document->network(), account);
    m_bars->setCounts(account.tied, account.untied);
    updateHeadline();
}

void CountsPanel::updateHeadline()
{
    const Theme& theme = themeFor(palette());
    const Account& account = m_document->account();
    const QString tied = groupedNumber(account.tied.parameters);
    const QString untied = groupedNumber(account.untied.parameters);
    if (account.tied.parameters == account.untied.parameters) {
        m_headline->setText(coloured(tied, theme.tied));
        m_headline->setAccessibleName(tied);
        m_explanation->setText(account.tied.parameters == 0 ? tr("The network has no parameters yet.")
                                                            : tr("parameters; nothing is tied"));
        return;
    }
    const double share =
        100.0 * static_cast<double>(account.tied.parameters) / static_cast<double>(account.untied.parameters);
    const QString percent = tr("%1 % of the untied").arg(fixedNumber(share, 0));
    m_headline->setText(tr("%1 vs %2").arg(coloured(tied, theme.tied), coloured(untied, theme.untied)) +
                        QStringLiteral(" · ") + percent);
    m_headline->setAccessibleName(tr("%1 vs %2").arg(tied, untied) + QStringLiteral(" · ") + percent);
    m_explanation->setText(tr("parameters tied, and with a copy for each use; each storage is counted once"));
}

void CountsPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    // Numbers first, where there is little room.
    constexpr int height_for_explanation = 300;
    m_explanation->setVisible(height() >= height_for_explanation);
    m_headline->setToolTip(m_explanation->text());
}

void CountsPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateHeadline();
}

} // namespace ligature
