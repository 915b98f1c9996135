// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/data_dialog.h"

#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/data/scaling.h"
#include "core/project/project_remedy.h"
#include "core/training/data_fit.h"
#include "core/training/trainer.h"
#include "ui/dialogs/attribute_form.h"
#include "ui/dialogs/message_bar.h"
#include "ui/dialogs/preview_pictures.h"
#include "ui/dialogs/preview_table.h"
#include "ui/document/document.h"
#include "ui/theme/look.h"

namespace ligature {

namespace {

/// So that the rows of the three forms stand below each other.
constexpr int labelWidth = 116;
/// More of them are scrolled to, so that there is room for the samples.
constexpr int highestOptions = 330;
constexpr int lowestOptions = 120;
/// The header and six rows: what is clicked and looked at is never squeezed away by the options.
constexpr int lowestSamples = 210;
constexpr QSize usualSize(800, 890);

/// As high as its options are, whenever some are folded in or out, up to a limit.
class OptionsArea : public QScrollArea {
public:
    using QScrollArea::QScrollArea;
    [[nodiscard]] QSize sizeHint() const override
    {
        const QSize wanted = widget()->sizeHint();
        return {wanted.width(), std::min(wanted.height(), highestOptions)};
    }
    [[nodiscard]] QSize minimumSizeHint() const override
    {
        return {widget()->minimumSizeHint().width(), std::min(sizeHint().height(), lowestOptions)};
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            updateGeometry();
        return QScrollArea::eventFilter(watched, event);
    }
};

QLabel* rowLabel(const QString& text, QWidget* buddy)
{
    auto* const label = new QLabel(text);
    label->setMinimumWidth(labelWidth);
    label->setBuddy(buddy);
    return label;
}

QFormLayout* rows()
{
    auto* const form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(6);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    return form;
}

/// Whether the format reads a file and none is chosen yet; a text has one by default.
bool lacksFile(const std::vector<AttributeSpec>& specs, const Attributes& options)
{
    return !specs.empty() && specs.front().kind == AttributeKind::Path &&
           withDefaults(specs, options).get<std::string>(specs.front().name).empty();
}

} // namespace

DataDialog::DataDialog(Document* document, QWidget* parent)
    : QDialog(parent), m_document(document),
      m_network_is_ready(trainingObstacles(document->project(), nullptr).empty()), m_format(new QComboBox(this)),
      m_open(new QPushButton(tr("&Open a file…"), this)), m_help(new QLabel(this)), m_options(new AttributeForm(this)),
      m_scaling(new QComboBox(this)), m_message(new MessageBar(this)), m_note(new QLabel(this)),
      m_roles_hint(new QLabel(tr("Click a header: target, feature or ignored"), this)),
      m_options_area(new OptionsArea(this)), m_samples(new QStackedWidget(this)), m_table(new PreviewTable(this)),
      m_pictures(new PreviewPictures(this)), m_balance(new ClassBalance(this)), m_use(nullptr)
{
    setWindowTitle(tr("Data"));
    resize(usualSize.boundedTo(screen()->availableSize() - QSize(0, 60)));
    if (!document->filePath().isEmpty())
        m_base = std::filesystem::path(document->filePath().toStdU16String()).parent_path();
    for (const DataFormat* const format : dataFormats())
        m_format->addItem(QString::fromStdString(format->title()), QString::fromStdString(format->name()));
    for (const AttributeChoice& choice : scalingChoices())
        m_scaling->addItem(QString::fromStdString(choice.label), QString::fromStdString(choice.value));
    makeLayout();

    connect(m_format, &QComboBox::currentIndexChanged, this, &DataDialog::takeFormat);
    connect(m_open, &QPushButton::clicked, this, &DataDialog::chooseFile);
    connect(m_options, &AttributeForm::edited, this, [this](const std::string& name, const AttributeValue& value) {
        m_source.options.set(name, value);
        refresh();
    });
    connect(m_table, &PreviewTable::roleAsked, this, &DataDialog::setRole);
    connect(m_options, &AttributeForm::problemChanged, this, &DataDialog::showUsable);
    connect(m_scaling, &QComboBox::currentIndexChanged, this, [this] {
        m_source.scaling = m_scaling->currentData().toString().toStdString();
        refresh();
    });
    connect(&m_reader, &DataReader::previewed, this, &DataDialog::showPreview);
    connect(&m_reader, &DataReader::failed, this, &DataDialog::showFailure);
    connect(&m_reader, &DataReader::checked, this, &DataDialog::showFit);
    connect(&m_reader, &DataReader::postponed, this,
            [this] { addToNote(tr("All of it is read when the training starts.")); });
    setSource(document->project().data);
}

void DataDialog::makeLayout()
{
    m_format->setObjectName(QStringLiteral("format"));
    m_scaling->setObjectName(QStringLiteral("scaling"));
    m_help->setWordWrap(true);
    m_help->setProperty("look", "muted");
    m_note->setObjectName(QStringLiteral("note"));
    m_note->setWordWrap(true);
    m_table->setAccessibleName(tr("The first rows of the data"));
    m_options->setLabelWidth(labelWidth);
    m_options_area->setWidget(m_options);
    m_options_area->setWidgetResizable(true);
    m_options_area->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    m_options_area->setFrameShape(QFrame::NoFrame);
    m_options_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_options->setAutoFillBackground(false);
    m_options_area->viewport()->setAutoFillBackground(false);
    m_samples->addWidget(m_table);
    m_samples->addWidget(m_pictures);
    m_samples->setMinimumHeight(lowestSamples);
    m_roles_hint->setProperty("look", "muted");
    m_roles_hint->hide();

    auto* const format_row = new QHBoxLayout;
    format_row->setSpacing(8);
    format_row->addWidget(m_format, 1);
    format_row->addWidget(m_open);
    auto* const format_rows = rows();
    format_rows->addRow(rowLabel(tr("&Format"), m_format), format_row);
    format_rows->addRow(rowLabel({}, nullptr), m_help);
    auto* const scaling_rows = rows();
    scaling_rows->addRow(rowLabel(tr("&Scaling"), m_scaling), m_scaling);

    auto* const note_row = new QHBoxLayout;
    note_row->setSpacing(16);
    note_row->addWidget(m_note, 1);
    note_row->addWidget(m_roles_hint, 0, Qt::AlignTop);

    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_use = buttons->addButton(tr("&Use this data"), QDialogButtonBox::AcceptRole);
    m_use->setObjectName(QStringLiteral("use"));
    setLook(*m_use, "primary");
    m_use->setDefault(true);
    m_open->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Cancel)
        ->setAutoDefault(false); // Return is never its, also while nothing is read yet.
    connect(buttons, &QDialogButtonBox::accepted, this, &DataDialog::use);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    layout->addLayout(format_rows);
    layout->addWidget(m_options_area);
    layout->addLayout(scaling_rows);
    layout->addWidget(m_message);
    layout->addLayout(note_row);
    layout->addWidget(m_balance);
    layout->addWidget(m_samples, 1);
    layout->addWidget(buttons);
}

void DataDialog::setSource(DataSource source)
{
    m_source = std::move(source);
    m_remedies.clear();
    const QSignalBlocker quiet_format(m_format);
    const QSignalBlocker quiet_scaling(m_scaling);
    m_format->setCurrentIndex(m_format->findData(QString::fromStdString(m_source.format)));
    m_scaling->setCurrentIndex(m_scaling->findData(QString::fromStdString(m_source.scaling)));
    const DataFormat* const format = findDataFormat(m_source.format);
    const std::vector<AttributeSpec> specs = format == nullptr ? std::vector<AttributeSpec>() : format->options();
    m_help->setText(format == nullptr ? QString() : QString::fromStdString(format->help()));
    m_options->setSpecs(specs);
    m_options_area->setVisible(!specs.empty());
    m_options->setValues(withDefaults(specs, m_source.options));
    refresh();
}

void DataDialog::takeFormat(int index)
{
    const DataFormat& format = *dataFormats()[static_cast<std::size_t>(index)];
    m_options_of[m_source.format] = m_source.options;
    setSource({format.name(), m_options_of[format.name()], m_source.scaling});
}

void DataDialog::takeFile(const QString& path)
{
    const std::filesystem::path file(path.toStdU16String());
    const DataFormat* const chosen = findDataFormat(m_source.format);
    auto source = chosen != nullptr && chosen->accepts(file) ? DataSource{chosen->name(), chosen->optionsFor(file), {}}
                                                             : dataSourceFor(file);
    if (!source) {
        m_file_was_refused = true;
        m_message->showError(source.error());
        return;
    }
    source->scaling = m_source.scaling;
    setSource(std::move(*source));
}

void DataDialog::refresh()
{
    m_is_usable = false;
    m_file_was_refused = false;
    m_facts.reset();
    showUsable();
    const DataFormat* const format = findDataFormat(m_source.format);
    if (format != nullptr && lacksFile(format->options(), m_source.options)) {
        m_reader.cancel();
        m_note->clear();
        showNothing();
        m_message->showMessage(MessageKind::Information, tr("Choose the file to read."));
        return;
    }
    m_note->setText(tr("Reading…"));
    Project project = m_document->project();
    if (!apply(project)) // What was to mend the network is of no use any more.
        m_remedies.clear();
    m_reader.read(std::move(project), m_base);
}

void DataDialog::showPreview(const DataPreview& preview)
{
    m_is_usable = true;
    showUsable();
    if (!m_file_was_refused)
        m_message->dismiss();
    m_note->setText(QString::fromStdString(preview.note));
    m_columns = preview.roles.empty() ? std::vector<std::string>() : preview.names;
    m_roles_hint->setVisible(!m_columns.empty());
    m_table->showPreview(preview);
    m_pictures->showImages(preview.images);
    m_samples->setCurrentWidget(preview.images.empty() ? static_cast<QWidget*>(m_table) : m_pictures);
    m_balance->showClasses(preview.classes);
    emit previewShown();
}

void DataDialog::showFailure(const Error& error)
{
    // The message says it, once.
    m_note->clear();
    if (!m_is_usable) // Not even a preview.
        showNothing();
    m_is_usable = false;
    showUsable();
    m_message->showError(error);
    emit previewShown();
}

void DataDialog::showNothing()
{
    m_columns.clear();
    m_roles_hint->hide();
    m_table->showNothing();
    m_samples->setCurrentWidget(m_table);
    m_balance->showClasses({});
}

void DataDialog::setRole(std::size_t column, ColumnRole role)
{
    const DataFormat* const format = findDataFormat(m_source.format);
    if (format == nullptr || column >= m_columns.size())
        return;
    const std::vector<AttributeSpec> specs = format->options();
    m_source.options = format->withRole(m_source.options, m_columns, column, role);
    m_options->setValues(withDefaults(specs, m_source.options));
    refresh();
}

void DataDialog::showFit(const std::vector<Diagnostic>& obstacles, const DataFacts& facts)
{
    m_facts = facts;
    if (!m_network_is_ready || m_file_was_refused)
        return;
    if (obstacles.empty()) {
        addToNote(tr("It fits the network."));
        return;
    }
    const Diagnostic& first = obstacles.front();
    QString text = QString::fromStdString(first.message + " " + first.mend).trimmed();
    if (obstacles.size() > 1)
        text += tr(" (and %n more)", nullptr, static_cast<int>(obstacles.size()) - 1);
    m_message->showMessage(MessageKind::Warning, text);
    if (first.remedy && !asksForData(*first.remedy)) // It is being chosen.
        m_message->offer(QString::fromStdString(first.remedy->title), [this, remedy = *first.remedy] { mend(remedy); });
}

void DataDialog::mend(const Remedy& remedy)
{
    Project project = m_document->project();
    if (!apply(project) || !applyRemedy(project, remedy))
        return refresh(); // Something else has changed the network meanwhile.
    if (project.data == m_source) {
        m_remedies.push_back(remedy);
        return refresh();
    }
    // An edit of the data themselves, which are shown here.
    const std::vector<Remedy> earlier = m_remedies;
    setSource(project.data);
    m_remedies = earlier;
    if (!earlier.empty())
        refresh();
}

void DataDialog::addToNote(const QString& sentence)
{
    QString note = m_note->text();
    if (!note.isEmpty())
        note += note.endsWith(u'.') ? QStringLiteral(" ") : QStringLiteral(". ");
    m_note->setText(note + sentence);
}

void DataDialog::showUsable()
{
    m_use->setEnabled(m_is_usable && m_options->isValid());
}

void DataDialog::chooseFile()
{
    QStringList filters;
    QString all;
    for (const DataFormat* const format : dataFormats()) {
        const QString filter = QString::fromStdString(format->fileFilter());
        if (filter.isEmpty())
            continue;
        filters << filter;
        all += u' ' + filter.section(u'(', 1).chopped(1);
    }
    filters.prepend(tr("Data (%1)").arg(all.trimmed()));
    filters << tr("All files (*)");
    auto* const chooser = new QFileDialog(this, tr("Open data"), QString::fromStdString(m_base.string()));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setNameFilters(filters);
    chooser->setFileMode(QFileDialog::ExistingFile);
    connect(chooser, &QFileDialog::fileSelected, this, &DataDialog::takeFile);
    chooser->open();
}

Result<void> DataDialog::apply(Project& project) const
{
    project.data = m_source;
    for (const Remedy& remedy : m_remedies) {
        if (auto done = applyRemedy(project, remedy); !done)
            return done;
    }
    // Where nothing reads the Inputs and Targets yet, they just follow.
    if (m_facts && project.network.links.empty())
        project.network = withShapesOf(*m_facts, project.network);
    return {};
}

void DataDialog::use()
{
    const auto facts = m_facts;
    const auto edited = m_document->edit(tr("Choose data"), [this](Project& project) { return apply(project); });
    if (edited) {
        if (facts)
            m_document->setDataFacts(facts);
        accept();
    } else
        m_message->showError(edited.error());
}

} // namespace ligature
