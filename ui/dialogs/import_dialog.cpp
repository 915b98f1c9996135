// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/import_dialog.h"

#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QTableWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "core/memory/within_memory.h"
#include "ui/dialogs/message_bar.h"
#include "ui/document/background_work.h"
#include "ui/document/text.h"
#include "ui/theme/look.h"

namespace ligature {

namespace {

enum Column { ParameterColumn, ShapeColumn, TensorColumn, ByColumn, ColumnCount };

QString foundBy(const MappedParameter& parameter)
{
    if (parameter.tensors.empty())
        return ImportDialog::tr("nothing fits");
    switch (parameter.tensors.front().by) {
    case MappedBy::Name: return ImportDialog::tr("its name");
    case MappedBy::Use: return ImportDialog::tr("the name of a use");
    case MappedBy::Prefix: return ImportDialog::tr("its name behind a prefix");
    case MappedBy::Spelling: return ImportDialog::tr("its name, spelt otherwise");
    case MappedBy::Shape: return ImportDialog::tr("its shape alone");
    }
    return {};
}

QTableWidgetItem* readOnlyItem(const QString& text)
{
    auto* const item = new QTableWidgetItem(text);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    return item;
}

} // namespace

/// A mapping without its values, which the weights have.
struct ImportDialog::Match {
    std::optional<Error> error; ///< the network cannot be trained, or memory ran out
    WeightMapping mapping;
    std::shared_ptr<const Weights> weights;
    std::optional<Error> no_weights; ///< why there are none
    bool is_whole = false;           ///< no parameter misses its values
};

ImportDialog::ImportDialog(Project project, std::shared_ptr<const WeightFile> file, QString file_name, QWidget* parent)
    : QDialog(parent), m_project(std::make_shared<const Project>(std::move(project))), m_file(std::move(file)),
      m_file_name(std::move(file_name)), m_message(new MessageBar(this)),
      m_table(new QTableWidget(0, ColumnCount, this)), m_rest(new QLabel(this)),
      m_work(std::make_unique<BackgroundWork>(BackgroundWork::AtEnd::Finish))
{
    setWindowTitle(tr("Import weights"));
    resize(720, 480);
    m_table->setObjectName(QStringLiteral("mapping"));
    m_table->setAccessibleName(tr("Which tensor each parameter gets"));
    m_table->setHorizontalHeaderLabels({tr("Parameter"), tr("Shape"), tr("Values from"), tr("Found by")});
    m_table->verticalHeader()->hide();
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setShowGrid(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(TensorColumn, QHeaderView::Stretch);
    m_rest->setObjectName(QStringLiteral("rest"));
    m_rest->setWordWrap(true);
    m_rest->setProperty("look", "muted");
    auto* const explanation =
        new QLabel(tr("The network stays as it is; its parameters get the values of %1. Training goes on from them.")
                       .arg(m_file_name),
                   this);
    explanation->setWordWrap(true);
    for (QLabel* const label : {explanation, m_rest})
        label->setTextFormat(Qt::PlainText); // With names out of the file.

    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_import = buttons->addButton(tr("&Import"), QDialogButtonBox::AcceptRole);
    m_import->setObjectName(QStringLiteral("import"));
    setLook(*m_import, "primary");
    m_import->setDefault(true);
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    layout->addWidget(m_message);
    layout->addWidget(explanation);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_rest);
    layout->addWidget(buttons);
    map();
}

ImportDialog::~ImportDialog()
{
    // To free the values takes long, too.
    m_work->add([file = std::move(m_file), weights = std::move(m_weights)]() mutable -> BackgroundWork::Sequel {
        file.reset();
        weights.reset();
        return [] {};
    });
    BackgroundWork::retire(std::move(m_work));
}

WeightFile ImportDialog::chosenFile(const WeightFile& file, const Choice& choice)
{
    WeightFile chosen;
    for (const NamedTensor& tensor : file.tensors) {
        if (choice.left_out.contains(tensor.name))
            continue;
        // What is chosen goes by the parameter's name; what had that name is out.
        const auto taken = std::ranges::find(choice.chosen, tensor.name, [](const auto& pair) { return pair.second; });
        if (taken != choice.chosen.end()) {
            NamedTensor renamed = tensor;
            renamed.name = taken->first;
            chosen.tensors.push_back(std::move(renamed));
        } else if (!choice.chosen.contains(tensor.name)) {
            chosen.tensors.push_back(tensor);
        }
    }
    return chosen;
}

ImportDialog::Match ImportDialog::match(const Project& project, const WeightFile& file, const Choice& choice,
                                        const std::string& file_name)
{
    const auto made = withinMemory(file_name, [&]() -> Result<Match> {
        Result<WeightMapping> mapping = mapWeights(project, chosenFile(file, choice));
        if (!mapping)
            return tl::unexpected(std::move(mapping.error()));
        Match match;
        match.is_whole = std::ranges::none_of(mapping->parameters, &MappedParameter::isMissing);
        if (Result<Weights> weights = mapping->weights(file_name))
            match.weights = std::make_shared<const Weights>(std::move(*weights));
        else
            match.no_weights = std::move(weights.error());
        for (MappedParameter& parameter : mapping->parameters)
            parameter.values = {};
        match.mapping = std::move(*mapping);
        return match;
    });
    if (made)
        return *made;
    Match none;
    none.error = made.error();
    return none;
}

void ImportDialog::map()
{
    m_equal.clear();
    m_import->setEnabled(false);
    m_is_matching = true;
    if (m_table->rowCount() == 0)
        m_rest->setText(tr("Matching the tensors with the parameters…"));
    // Values are freed there, too: what was chosen before, and the file's where the dialog has gone meanwhile.
    m_work->add([this, guard = QPointer(this), number = ++m_newest, project = m_project, file = m_file,
                 choice = m_choice, earlier = std::exchange(m_weights, nullptr),
                 file_name = m_file_name.toStdString()]() mutable -> BackgroundWork::Sequel {
        earlier.reset();
        const auto made = std::make_shared<const Match>(match(*project, *file, choice, file_name));
        file.reset();
        return [this, number, made, guard] {
            if (guard == nullptr || number != m_newest)
                return;
            const bool is_first = m_table->rowCount() == 0;
            m_is_matching = false;
            showMatch(*made);
            if (is_first)
                focusChoice(0); // Not the cross of the message, which Return would press.
        };
    });
}

void ImportDialog::showMatch(const Match& match)
{
    if (match.error) {
        m_message->showError(*match.error);
        return;
    }
    showMapping(match.mapping);
    m_import->setEnabled(match.weights != nullptr);
    if (match.weights) {
        m_weights = match.weights;
        m_equal = match.mapping.equal;
        m_message->dismiss();
    } else if (match.mapping.conflicts.empty() || match.mapping.not_finite) {
        m_message->showError(*match.no_weights);
        if (match.is_whole && !match.mapping.not_finite && !match.mapping.unfit.empty()) {
            m_message->offer(tr("Leave %1 out").arg(text(match.mapping.unfit.front().name)),
                             [this, unfit = match.mapping.unfit.front()] {
                                 m_choice.left_out[unfit.name] = unfit.parameter;
                                 map();
                             });
        }
    } else {
        askAbout(match.mapping.conflicts.front());
    }
}

void ImportDialog::showMapping(const WeightMapping& mapping)
{
    const int focused = focusedChoice();
    m_table->setRowCount(static_cast<int>(mapping.parameters.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const MappedParameter& parameter = mapping.parameters[static_cast<std::size_t>(row)];
        const bool is_chosen = m_choice.chosen.contains(parameter.name);
        m_table->setItem(row, ParameterColumn, readOnlyItem(text(parameter.name)));
        m_table->setItem(row, ShapeColumn, readOnlyItem(text(parameter.shape.toString())));
        m_table->setCellWidget(row, TensorColumn, makeChoice(parameter));
        m_table->setItem(row, ByColumn, readOnlyItem(is_chosen ? tr("your choice") : foundBy(parameter)));
    }
    if (focused >= 0)
        focusChoice(focused); // The box that was chosen in is another one now.
    m_table->resizeRowsToContents();
    QStringList lines;
    if (!mapping.unused.empty())
        lines.append(tr("Nothing takes %1.").arg(text(toString(std::span(mapping.unused)))));
    for (const std::string& note : mapping.notes)
        lines.append(text(note));
    for (const EqualParameters& pair : mapping.equal)
        lines.append(text(toString(pair)));
    m_rest->setText(lines.join(u'\n'));
    m_rest->setVisible(!lines.isEmpty());
}

int ImportDialog::focusedChoice() const
{
    for (int row = 0; row < m_table->rowCount(); ++row) {
        if (const QWidget* const box = m_table->cellWidget(row, TensorColumn); box != nullptr && box->hasFocus())
            return row;
    }
    return -1;
}

void ImportDialog::focusChoice(int row)
{
    for (; row < m_table->rowCount(); ++row) {
        QWidget* const box = m_table->cellWidget(row, TensorColumn);
        if (box != nullptr && box->isEnabled())
            return box->setFocus(Qt::OtherFocusReason);
    }
}

QComboBox* ImportDialog::makeChoice(const MappedParameter& parameter)
{
    auto* const box = new QComboBox(m_table);
    box->setAccessibleName(tr("Values of %1").arg(text(parameter.name)));
    QStringList found;
    for (const MappedTensor& tensor : parameter.tensors)
        found.append(text(tensor.name));
    const auto chosen = m_choice.chosen.find(parameter.name);
    if (chosen != m_choice.chosen.end())
        found = {text(chosen->second)};
    box->addItem(found.isEmpty() ? tr("choose a tensor") : found.join(QStringLiteral(", ")));
    if (found.size() > 1)
        box->addItems(found);
    for (const NamedTensor& tensor : m_file->tensors) {
        const auto lost = m_choice.left_out.find(tensor.name);
        const bool is_own = lost != m_choice.left_out.end() && lost->second == parameter.name;
        if ((is_own || tensor.shape == parameter.shape) && tensor.floats() && !found.contains(text(tensor.name)))
            box->addItem(text(tensor.name));
    }
    box->setEnabled(box->count() > 1 || !found.isEmpty()); // Grey: nothing in the file fits.
    // Without the values, which every box would have a copy of.
    connect(box, &QComboBox::activated, this,
            [this, box, name = parameter.name, tensors = parameter.tensors](int place) {
                if (place > 0)
                    choose(name, tensors, box->itemText(place).toStdString());
            });
    return box;
}

void ImportDialog::choose(const std::string& parameter, const std::vector<MappedTensor>& found,
                          const std::string& tensor)
{
    // After the combo box is done with its signal: mapping makes the boxes anew.
    QTimer::singleShot(0, this, &ImportDialog::map);
    const auto lost = m_choice.left_out.find(tensor);
    const bool is_own =
        (lost != m_choice.left_out.end() && lost->second == parameter) ||
        (std::ranges::find(found, tensor, &MappedTensor::name) != found.end() && !m_choice.chosen.contains(parameter));
    if (lost != m_choice.left_out.end())
        m_choice.left_out.erase(lost);
    for (const MappedTensor& other : found) {
        if (other.name != tensor)
            m_choice.left_out[other.name] = parameter;
    }
    std::erase_if(m_choice.chosen, [&](const auto& pair) { return pair.second == tensor; });
    if (is_own) // What a use reads may be of another shape, so it keeps its name.
        m_choice.chosen.erase(parameter);
    else
        m_choice.chosen[parameter] = tensor;
}

void ImportDialog::askAbout(const TieConflict& conflict)
{
    m_message->showMessage(
        MessageKind::Warning,
        (conflict.use.empty()
             ? tr("%1 and %2 are tied in the network, and differ in the file by up to %3. Untie them "
                  "in the network, or choose below which to keep.")
             : tr("%1 and %2 have one name but for what stands before it, and differ in the file by up "
                  "to %3. Choose which to keep."))
            .arg(text(conflict.first), text(conflict.second))
            .arg(conflict.largest_difference, 0, 'g', 3));
    m_message->offer(tr("Keep %1").arg(text(conflict.first)), [this, conflict] {
        m_choice.left_out[conflict.second] = conflict.parameter;
        map();
    });
}

} // namespace ligature
