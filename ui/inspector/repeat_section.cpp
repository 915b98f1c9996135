// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/repeat_section.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "core/network/repeat.h"
#include "ui/dialogs/remedy_buttons.h"
#include "ui/document/document.h"
#include "ui/document/named_repeat_edits.h"
#include "ui/document/quantity_text.h"
#include "ui/document/selection.h"
#include "ui/inspector/inspector_form.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/inspector/links.h"
#include "ui/inspector/name_line.h"
#include "ui/theme/loop_glyph.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

/// As long as they are few, the layers are listed.
constexpr std::size_t mostListed = 12;

std::vector<AttributeSpec> specs()
{
    return {{.name = "count",
             .label = "Passes",
             .kind = AttributeKind::Integer,
             .default_value = std::int64_t{2},
             .minimum = 1,
             .maximum = mostPasses,
             .help = "How often the layers are applied, one pass after the other."},
            {.name = "sharing",
             .label = "Parameters",
             .kind = AttributeKind::Choice,
             .default_value = std::string("shared"),
             .help = "Whether every pass reads the same parameters or has its own.",
             .choices = {{"shared", "Shared"}, {"own", "Own in each pass"}}}};
}

} // namespace

RepeatSection::RepeatSection(Document* document, Selection* selection, RepeatId repeat, QWidget* parent)
    : InspectorSection(parent), m_document(document), m_repeat(repeat)
{
    addTitle(m_layout, loopIcon(themeFor(palette()).text), tr("Repeat"));
    addMutedText(m_layout, tr("Layers that are applied several times in a row: each pass takes what the one before "
                              "gives."));
    m_diagnostics = addText(m_layout);
    m_remedies = new RemedyButtons(document, this);
    m_layout->addWidget(m_remedies);
    m_name = new NameLine(tr("&Name"), tr("For people; no two repeats have the same."),
                          [this](const QString& name) { return renameRepeat(*m_document, m_repeat, name); });
    m_layout->addWidget(m_name);
    m_form = new InspectorForm(this);
    m_form->setSpecs(specs());
    m_layout->addWidget(m_form);
    m_saving = addMutedText(m_layout);
    m_facts = addText(m_layout);
    connect(m_facts, &QLabel::linkActivated, selection,
            [selection](const QString& address) { follow(address, *selection); });
    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto* const select = new QPushButton(tr("Select its layers"), this);
    select->setObjectName(QStringLiteral("Select its layers"));
    connect(select, &QPushButton::clicked, this, [this, selection] {
        selection->set({.layers = layersOf(m_document->network(), {.repeats = {m_repeat}})});
    });
    auto* const remove = new QPushButton(tr("Remove repeat"), this);
    remove->setObjectName(QStringLiteral("Remove repeat"));
    remove->setToolTip(tr("Applies its layers once again; they stay"));
    connect(remove, &QPushButton::clicked, this, [this] { (void)removeRepeats(*m_document, {m_repeat}); });
    buttons->addWidget(select);
    buttons->addWidget(remove);
    buttons->addStretch(1);
    m_layout->addLayout(buttons);
    connect(m_form, &InspectorForm::edited, this, &RepeatSection::apply);
    connect(qApp, &QApplication::focusChanged, this, [this] { ++m_stay; });
    refresh();
}

void RepeatSection::apply(const std::string& name, const AttributeValue& value)
{
    if (name == "count") {
        const QString key = QStringLiteral("repeat %1 count %2").arg(m_repeat.value).arg(m_stay);
        m_form->report(name, setRepeatCount(*m_document, m_repeat, std::get<std::int64_t>(value), key));
    } else {
        m_form->report(name, setRepeatShared(*m_document, m_repeat, std::get<std::string>(value) == "shared"));
    }
}

void RepeatSection::refresh()
{
    const auto found = m_document->network().repeats.find(m_repeat);
    if (found == m_document->network().repeats.end())
        return;
    const Repeat& repeat = found->second;
    m_name->setName(QString::fromStdString(repeat.name));
    m_form->setValues({{"count", repeat.count}, {"sharing", std::string(repeat.shared ? "shared" : "own")}});
    const QString wrong = diagnosticsText(
        m_document->analysis(), [this](const Diagnostic& d) { return d.repeat == m_repeat; }, palette());
    m_diagnostics->setText(wrong);
    m_diagnostics->setVisible(!wrong.isEmpty());
    m_remedies->showFindings([this](const Diagnostic& d) { return d.repeat == m_repeat; });
    m_saving->setText(sharingText(repeat.count, repeat.shared, accountOf(*m_document, m_repeat)));
    m_facts->setText(factsText());
}

QString RepeatSection::factsText() const
{
    const Network& network = m_document->network();
    const Analysis& analysis = m_document->analysis();
    const Repeat& repeat = network.repeats.at(m_repeat);
    QString rows;
    const auto add = [&](const QString& label, const QString& value) {
        rows += QStringLiteral("<tr><td style='color:%1; padding-right:14px'>%2</td><td>%3</td></tr>")
                    .arg(themeFor(palette()).muted_text.name(), label, value);
    };
    const RepeatAccount account = accountOf(*m_document, m_repeat);
    add(tr("Tied"), tr("%1 parameters, %2").arg(groupedNumber(account.tied), bytesText(4 * account.tied)));
    add(tr("Untied"), tr("%1 parameters, %2").arg(groupedNumber(account.untied), bytesText(4 * account.untied)));
    const auto end = [&](const Port& port) {
        const auto shape = analysis.outputs.find(port);
        return shape == analysis.outputs.end() ? tr("not known yet") : QString::fromStdString(shape->second.toString());
    };
    if (const Result<RepeatPorts> ports = repeatPorts(network, repeat.layers)) {
        add(tr("Takes"), tr("%1 from %2").arg(end(ports->entry), linkTo(network, ports->entry.layer)));
        add(tr("Gives"), tr("%1 of %2").arg(end(ports->exit), linkTo(network, ports->exit.layer)));
    }
    QStringList names;
    for (const LayerId layer : analysis.order) {
        if (repeat.layers.contains(layer) && repeat.layers.size() <= mostListed)
            names << linkTo(network, layer);
    }
    add(tr("Layers"), groupedNumber(static_cast<std::int64_t>(repeat.layers.size())) +
                          (names.isEmpty() ? QString() : QStringLiteral(": ") + names.join(QStringLiteral(", "))));
    return QStringLiteral("<table cellspacing='0' cellpadding='1'>%1</table>").arg(rows);
}

} // namespace ligature
