// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/network_status.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include "ui/document/document.h"
#include "ui/document/quantity_text.h"
#include "ui/document/selection.h"
#include "ui/theme/icon.h"
#include "ui/theme/severity_style.h"
#include "ui/theme/theme.h"

namespace ligature {

QString countsText(const Account& account)
{
    const QString tied = groupedNumber(account.tied.parameters);
    const QString bytes = bytesText(account.tied.weight_bytes);
    if (account.tied.parameters == account.untied.parameters)
        return NetworkStatus::tr("%1 parameters  ·  %2").arg(tied, bytes);
    return NetworkStatus::tr("%1 parameters tied  ·  %2 untied  ·  %3")
        .arg(tied, groupedNumber(account.untied.parameters), bytes);
}

NetworkStatus::NetworkStatus(Document* document, Selection* selection, QWidget* parent)
    : QWidget(parent), m_document(document), m_selection(selection), m_counts(new QLabel(this)),
      m_diagnostics(new QToolButton(this))
{
    m_counts->setObjectName(QStringLiteral("counts_label"));
    m_diagnostics->setObjectName(QStringLiteral("diagnostics_button"));
    m_diagnostics->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_diagnostics->setIconSize({15, 15});
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 0, 4, 0);
    layout->setSpacing(12);
    layout->addWidget(m_diagnostics);
    layout->addWidget(m_counts);
    connect(m_diagnostics, &QToolButton::clicked, this, &NetworkStatus::showDiagnostics);
    connect(document, &Document::changed, this, [this](const ProjectChange& change) {
        if (!change.everything && !change.changesNetwork() && !change.training)
            return;
        if (!std::exchange(m_update_pending, true))
            QMetaObject::invokeMethod(this, &NetworkStatus::update, Qt::QueuedConnection);
    });
    connect(document, &Document::analysisChanged, this, &NetworkStatus::update);
    update();
}

void NetworkStatus::update()
{
    m_update_pending = false;
    const Account& account = m_document->account();
    m_counts->setText(countsText(account));
    m_counts->setToolTip(tr("Each parameter counts once by storage, however many layers use it.\n"
                            "Weights %1 tied, %2 untied; gradients %3 and %4; optimizer state %5 and %6;\n"
                            "%7 and %8 operations per sample.")
                             .arg(bytesText(account.tied.weight_bytes), bytesText(account.untied.weight_bytes),
                                  bytesText(account.tied.gradient_bytes), bytesText(account.untied.gradient_bytes),
                                  bytesText(account.tied.optimizer_bytes), bytesText(account.untied.optimizer_bytes),
                                  groupedNumber(account.tied.flops_per_sample),
                                  groupedNumber(account.untied.flops_per_sample)));

    const std::vector<Diagnostic>& diagnostics = m_document->analysis().diagnostics;
    const auto count = [&](Severity severity) {
        return static_cast<int>(std::ranges::count(diagnostics, severity, &Diagnostic::severity));
    };
    const Theme& theme = themeFor(palette());
    const bool is_blank = m_document->network().layers.empty() && m_document->network().parameters.empty();
    if (diagnostics.empty() || is_blank) {
        m_diagnostics->setIcon(is_blank ? QIcon() : colouredIcon(QStringLiteral("success"), theme.success));
        m_diagnostics->setText(is_blank ? tr("Nothing drawn yet") : tr("No errors"));
        m_diagnostics->setToolTip({});
        m_diagnostics->setEnabled(false);
        return;
    }
    QStringList parts;
    if (const int errors = count(Severity::Error); errors > 0)
        parts << (errors == 1 ? tr("1 error") : tr("%1 errors").arg(errors));
    if (const int warnings = count(Severity::Warning); warnings > 0)
        parts << (warnings == 1 ? tr("1 warning") : tr("%1 warnings").arg(warnings));
    if (const int hints = count(Severity::Info); hints > 0)
        parts << (hints == 1 ? tr("1 hint") : tr("%1 hints").arg(hints));
    const Severity worst = std::ranges::max(diagnostics, {}, &Diagnostic::severity).severity;
    m_diagnostics->setIcon(iconOf(worst, theme));
    m_diagnostics->setText(parts.join(QStringLiteral(", ")));
    m_diagnostics->setToolTip(tr("Show what is wrong and where"));
    m_diagnostics->setEnabled(true);
}

void NetworkStatus::showDiagnostics()
{
    const std::vector<Diagnostic> diagnostics = m_document->analysis().diagnostics;
    if (diagnostics.size() == 1) {
        locate(diagnostics.front());
        return;
    }
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    const Theme& theme = themeFor(palette());
    for (const Diagnostic& diagnostic : diagnostics) {
        QAction* const entry =
            menu->addAction(iconOf(diagnostic.severity, theme),
                            QString::fromStdString(diagnostic.message).replace(u'&', QStringLiteral("&&")));
        entry->setToolTip(QString::fromStdString(diagnostic.mend));
        connect(entry, &QAction::triggered, this, [this, diagnostic] { locate(diagnostic); });
    }
    menu->popup(m_diagnostics->mapToGlobal(QPoint(0, -menu->sizeHint().height())));
}

void NetworkStatus::locate(const Diagnostic& diagnostic)
{
    SelectedItems items;
    if (diagnostic.repeat && m_document->network().repeats.contains(*diagnostic.repeat))
        items.repeats.insert(*diagnostic.repeat);
    else if (diagnostic.layer && m_document->network().layers.contains(*diagnostic.layer))
        items.layers.insert(*diagnostic.layer);
    else if (diagnostic.parameter && m_document->network().parameters.contains(*diagnostic.parameter))
        items.parameters.insert(*diagnostic.parameter);
    if (items.empty())
        return;
    m_selection->set(std::move(items));
    emit located();
}

} // namespace ligature
