// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/view_chain_editor.h"

#include <algorithm>

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/document/document.h"
#include "ui/document/names.h"
#include "ui/document/view_edits.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/inspector/parameter_shape_line.h"
#include "ui/inspector/view_menu.h"
#include "ui/inspector/view_picture.h"
#include "ui/inspector/view_step_row.h"

namespace ligature {

ViewChainEditor::ViewChainEditor(Document* document, Slot slot, QWidget* parent)
    : QWidget(parent), m_document(document), m_slot(std::move(slot)), m_notation(new ElidedLabel({}, this)),
      m_picture(new ViewPicture(this)), m_steps(new QVBoxLayout)
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_notation->setProperty("look", "strong");
    m_notation->setObjectName(QStringLiteral("Notation"));
    m_notation->setExplanation(tr("How the canvas writes what is read."));
    layout->addWidget(m_notation);
    layout->addWidget(m_picture);
    m_shape = new ParameterShapeLine(m_document, tr("The parameter's shape"), this);
    layout->addWidget(m_shape);
    m_steps->setSpacing(6);
    layout->addLayout(m_steps);
    m_problem = addProblem(layout);
    m_verdict = addText(layout);
    m_verdict->setObjectName(QStringLiteral("Verdict"));
    m_mend = new QPushButton(this);
    m_mend->setObjectName(QStringLiteral("Set the parameter's shape"));
    m_mend->setAccessibleName(m_mend->objectName());
    m_mend->setToolTip(tr("Gives the parameter a shape of its own with which this use fits and no other breaks"));
    connect(m_mend, &QPushButton::clicked, this, [this] {
        report(setParameterShape(*m_document, m_document->network().ties.at(m_slot).parameter, m_mending_shape));
    });
    layout->addWidget(m_mend, 0, Qt::AlignLeft);
    addMenu();
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    connect(qApp, &QApplication::focusChanged, this, [this] { ++m_stay; });
}

void ViewChainEditor::addMenu()
{
    m_menu = new QMenu(this);
    m_add = new QPushButton(tr("Add a step"), this);
    m_add->setObjectName(QStringLiteral("Add a step"));
    m_add->setAccessibleName(tr("Add a step to how %1 reads it").arg(QString::fromStdString(m_slot.slot)));
    m_add->setToolTip(tr("Lets the slot read the parameter in another way: transposed, a part of it, hashed…"));
    m_add->setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, [this] {
        fillViewMenu(*m_menu, viewOffers(m_document->network(), m_document->analysis(), m_slot),
                     QString::fromStdString(m_slot.slot), [this](const ViewStep& step) { add(step); });
    });
}

void ViewChainEditor::refresh()
{
    const Network& network = m_document->network();
    const auto tie = network.ties.find(m_slot);
    if (tie == network.ties.end())
        return;
    const ViewChain chain = viewChain(network, m_document->analysis(), m_slot);
    const QString name = parameterTitle(network, tie->second.parameter);
    m_notation->setText(QString::fromStdString(notation(chain.view, name.toStdString())));
    m_picture->showView(chain.view, chain.parameter, name, QString::fromStdString(m_slot.slot));
    const auto parameter = network.parameters.find(tie->second.parameter);
    m_shape->refresh(tie->second.parameter);
    m_shape->setVisible(!chain.view.empty() || parameter->second.shape || !m_shape->problem().isEmpty());
    showRows(chain);
    m_add->setEnabled(chain.view.size() < longestView);
    showVerdict(chain);
}

void ViewChainEditor::showRows(const ViewChain& chain)
{
    const std::vector<ViewStepRow*> before = m_rows;
    for (std::size_t at = 0; at < chain.view.size(); ++at) {
        // The next row of that type, which stays what it is where the chain has not changed.
        std::size_t from = at;
        while (from < m_rows.size() && m_rows[from]->type() != chain.view[at].type)
            ++from;
        if (from == m_rows.size())
            m_rows.push_back(makeRow(chain.view[at].type));
        placeRow(from, at);
        m_rows[at]->refresh(chain, at);
    }
    while (m_rows.size() > chain.view.size())
        dropRow(m_rows.size() - 1);
    if (m_rows != before)
        orderTabs();
}

void ViewChainEditor::showVerdict(const ViewChain& chain)
{
    const QString slot = QString::fromStdString(m_slot.slot);
    m_mending_shape.reset();
    QString text;
    if (!chain.needed)
        text = tr("What %1 needs is not known yet: link its layer.").arg(slot);
    else if (chain.fits())
        text = tr("Fits: %1 needs %2.").arg(slot, QString::fromStdString(chain.needed->toString()));
    else if (chain.broken)
        text = tr("Does not fit: %1 needs %2, and a step cannot read what it is given.")
                   .arg(slot, QString::fromStdString(chain.needed->toString()));
    else
        text = tr("Does not fit: %1.").arg(QString::fromStdString(chain.problem->what));
    if (chain.needed && !chain.fits()) {
        m_mending_shape = mendingShape(m_document->network(), m_document->analysis(), m_slot);
        QStringList fitting;
        for (const ViewOffer& offer : viewOffers(m_document->network(), m_document->analysis(), m_slot)) {
            if (offer.fits && !offer.type->repeats()) // A hash makes anything fit, and is rarely what was meant.
                fitting << QStringLiteral("“%1”").arg(QString::fromStdString(offer.type->title()));
        }
        if (!fitting.isEmpty())
            text += tr(" To mend it, add %1.").arg(fitting.join(tr(" or ")));
        else if (!m_mending_shape)
            text += tr(" Change a step, or take one out.");
    }
    m_verdict->setProperty("look", chain.needed && !chain.fits() ? "error" : "muted");
    m_verdict->style()->polish(m_verdict); // Reads the look again.
    m_verdict->setText(text.toHtmlEscaped());
    if (m_mending_shape) {
        const QString name = parameterTitle(m_document->network(), m_document->network().ties.at(m_slot).parameter);
        const QString label = tr("Set %1's shape to %2").arg(name, QString::fromStdString(m_mending_shape->toString()));
        m_mend->setText(fontMetrics().elidedText(label, Qt::ElideMiddle, 200));
    }
    m_mend->setVisible(m_mending_shape.has_value());
}

ViewStepRow* ViewChainEditor::makeRow(const std::string& type)
{
    auto* const row = new ViewStepRow(type, this);
    connect(row, &ViewStepRow::edited, this,
            [this, row](const std::string& name, const AttributeValue& value) { edit(row, name, value); });
    connect(row, &ViewStepRow::moveAsked, this, [this, row](int places) { move(row, places); });
    connect(row, &ViewStepRow::removeAsked, this, [this, row] { remove(row); });
    m_steps->addWidget(row);
    row->show();
    return row;
}

std::size_t ViewChainEditor::placeOf(const ViewStepRow* row) const
{
    return static_cast<std::size_t>(std::ranges::find(m_rows, row) - m_rows.begin());
}

void ViewChainEditor::placeRow(std::size_t from, std::size_t to)
{
    if (from == to)
        return;
    ViewStepRow* const row = m_rows[from];
    m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(from));
    m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(to), row);
    m_steps->removeWidget(row);
    m_steps->insertWidget(static_cast<int>(to), row);
}

void ViewChainEditor::orderTabs()
{
    QWidget* last = m_shape->findChild<QLineEdit*>();
    for (ViewStepRow* const row : m_rows)
        last = row->tabAfter(last);
    setTabOrder(last, m_mend);
    setTabOrder(m_mend, m_add);
}

void ViewChainEditor::dropRow(std::size_t at)
{
    ViewStepRow* const row = m_rows[at];
    const QWidget* const focused = QApplication::focusWidget();
    const bool had_focus = focused == row || row->isAncestorOf(focused);
    m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(at));
    m_steps->removeWidget(row);
    if (had_focus) {
        QWidget* const next = m_rows.empty() ? static_cast<QWidget*>(m_add) : m_rows[std::min(at, m_rows.size() - 1)];
        next->setFocus(Qt::OtherFocusReason);
    }
    row->hide();
    row->deleteLater(); // It may be what is asking.
}

void ViewChainEditor::edit(ViewStepRow* row, const std::string& name, const AttributeValue& value)
{
    const std::size_t at = placeOf(row);
    const QString key = std::holds_alternative<std::int64_t>(value) ? QStringLiteral("view %1 %2 %3 %4 %5")
                                                                          .arg(m_slot.layer.value)
                                                                          .arg(QString::fromStdString(m_slot.slot))
                                                                          .arg(at)
                                                                          .arg(QString::fromStdString(name))
                                                                          .arg(m_stay)
                                                                    : QString();
    row->report(name, setViewAttribute(*m_document, m_slot, at, name, value, key));
    refresh();
}

void ViewChainEditor::move(ViewStepRow* row, int places)
{
    const std::size_t from = placeOf(row);
    const std::size_t to = places < 0 ? from - 1 : from + 1;
    if ((places < 0 && from == 0) || to >= m_rows.size())
        return;
    placeRow(from, to); // First, so that the step keeps its widgets and the keyboard.
    orderTabs();
    report(moveViewStep(*m_document, m_slot, from, to));
    // The button that was pressed may be greyed now.
    if (!row->isAncestorOf(QApplication::focusWidget()))
        row->setFocus(Qt::OtherFocusReason);
}

void ViewChainEditor::remove(ViewStepRow* row)
{
    const std::size_t at = placeOf(row);
    if (at >= m_rows.size())
        return;
    dropRow(at);
    report(removeViewStep(*m_document, m_slot, at));
}

void ViewChainEditor::add(const ViewStep& step)
{
    report(addViewStep(*m_document, m_slot, step));
    if (!m_rows.empty())
        m_rows.back()->setFocus(Qt::OtherFocusReason);
}

void ViewChainEditor::report(const Result<void>& result)
{
    showProblem(*m_problem, result ? QString() : refusalText(result.error()));
    refresh();
}

} // namespace ligature
