// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/data_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/data/scaling.h"
#include "ui/dialogs/attribute_form.h"
#include "ui/dialogs/message_bar.h"
#include "ui/document/document.h"

namespace ligature {

namespace {

constexpr int previewRows = 20;
/// A picture's 784 columns say nothing in a table.
constexpr int previewColumns = 64;

} // namespace

DataDialog::DataDialog(Document* document, QWidget* parent)
    : QDialog(parent), m_document(document), m_format(new QComboBox(this)), m_help(new QLabel(this)),
      m_options(new AttributeForm(this)), m_scaling(new QComboBox(this)), m_message(new MessageBar(this)),
      m_note(new QLabel(this)), m_table(new QTableWidget(this))
{
    setWindowTitle(tr("Data"));
    resize(720, 640);
    if (!document->filePath().isEmpty())
        m_base = QFileInfo(document->filePath()).absolutePath().toStdString();
    for (const DataFormat* const format : dataFormats())
        m_format->addItem(QString::fromStdString(format->title()), QString::fromStdString(format->name()));
    for (const AttributeChoice& choice : scalingChoices())
        m_scaling->addItem(QString::fromStdString(choice.label), QString::fromStdString(choice.value));
    m_help->setWordWrap(true);
    m_note->setWordWrap(true);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setAlternatingRowColors(true);
    m_table->setAccessibleName(tr("The first rows of the data"));

    auto* const form = new QFormLayout;
    form->addRow(tr("&Format"), m_format);
    form->addRow(QString(), m_help);
    auto* const scaling_form = new QFormLayout;
    scaling_form->addRow(tr("&Scale the features"), m_scaling);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton* const open = buttons->addButton(tr("&Open a file…"), QDialogButtonBox::ResetRole);
    m_use = buttons->addButton(tr("&Use this data"), QDialogButtonBox::AcceptRole);
    m_use->setDefault(true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    layout->addLayout(form);
    layout->addWidget(m_options);
    layout->addLayout(scaling_form);
    layout->addWidget(m_message);
    layout->addWidget(m_note);
    layout->addWidget(m_table, 1);
    layout->addWidget(buttons);

    connect(m_format, &QComboBox::currentIndexChanged, this, &DataDialog::takeFormat);
    connect(m_options, &AttributeForm::edited, this, [this](const std::string& name, const AttributeValue& value) {
        m_source.options.set(name, value);
        refresh();
    });
    connect(m_scaling, &QComboBox::currentIndexChanged, this,
            [this] { m_source.scaling = m_scaling->currentData().toString().toStdString(); });
    connect(open, &QPushButton::clicked, this, &DataDialog::chooseFile);
    connect(buttons, &QDialogButtonBox::accepted, this, &DataDialog::use);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    setSource(document->project().data);
}

DataDialog::~DataDialog() = default;

void DataDialog::setSource(DataSource source)
{
    m_source = std::move(source);
    const DataFormat* const format = findDataFormat(m_source.format);
    if (format == nullptr)
        return;
    const QSignalBlocker quiet_format(m_format);
    const QSignalBlocker quiet_scaling(m_scaling);
    m_format->setCurrentIndex(m_format->findData(QString::fromStdString(m_source.format)));
    m_scaling->setCurrentIndex(m_scaling->findData(QString::fromStdString(m_source.scaling)));
    m_help->setText(QString::fromStdString(format->help()));
    const std::vector<AttributeSpec> specs = format->options();
    m_options->setSpecs(specs);
    m_options->setVisible(!specs.empty());
    m_options->setValues(withDefaults(specs, m_source.options));
    refresh();
}

void DataDialog::takeFormat(int index)
{
    const std::string name = dataFormats()[static_cast<std::size_t>(index)]->name();
    if (name == m_document->project().data.format)
        setSource(m_document->project().data);
    else
        setSource(DataSource{name, {}, m_source.scaling});
}

void DataDialog::takeFile(const QString& path)
{
    auto source = dataSourceFor(path.toStdString());
    if (!source) {
        m_message->showError(source.error());
        return;
    }
    source->scaling = m_source.scaling;
    setSource(std::move(*source));
}

void DataDialog::refresh()
{
    m_reading = true;
    m_use->setEnabled(false);
    m_note->setText(tr("Reading…"));
    const int request = ++m_request;
    m_reader = std::jthread([this, request, source = m_source, base = m_base] {
        const DataFormat* const format = findDataFormat(source.format);
        const std::vector<AttributeSpec> specs = format->options();
        Result<DataPreview> preview;
        if (const auto valid = validate(specs, source.options, format->title()); !valid)
            preview = tl::unexpected(valid.error());
        else
            preview = format->preview(withDefaults(specs, source.options), base, previewRows);
        // Queued to the dialog's thread; with the dialog the call is gone, and its destructor waits for this thread.
        QMetaObject::invokeMethod(this, [this, request, preview = std::move(preview)] { show(request, preview); });
    });
}

void DataDialog::show(int request, const Result<DataPreview>& preview)
{
    if (request != m_request)
        return;
    m_reading = false;
    m_use->setEnabled(preview.has_value());
    m_table->clear();
    m_table->setRowCount(0);
    m_table->setColumnCount(0);
    if (!preview) {
        m_note->clear();
        m_message->showError(preview.error());
        emit previewShown();
        return;
    }
    m_message->dismiss();
    m_note->setText(QString::fromStdString(preview->note));
    const int columns = std::min(static_cast<int>(preview->columns.size()), previewColumns);
    m_table->setColumnCount(columns);
    m_table->setRowCount(static_cast<int>(preview->rows.size()));
    for (int column = 0; column < columns; ++column) {
        const auto at = static_cast<std::size_t>(column);
        m_table->setHorizontalHeaderItem(column, new QTableWidgetItem(QString::fromStdString(preview->columns[at])));
        for (int row = 0; row < m_table->rowCount(); ++row) {
            const auto& cells = preview->rows[static_cast<std::size_t>(row)];
            if (at < cells.size())
                m_table->setItem(row, column, new QTableWidgetItem(QString::fromStdString(cells[at])));
        }
    }
    m_table->resizeColumnsToContents();
    emit previewShown();
}

void DataDialog::chooseFile()
{
    QStringList filters;
    for (const DataFormat* const format : dataFormats()) {
        if (!format->fileFilter().empty())
            filters << QString::fromStdString(format->fileFilter());
    }
    filters << tr("All files (*)");
    auto* const chooser = new QFileDialog(this, tr("Open data"), QString::fromStdString(m_base.string()));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setNameFilters(filters);
    chooser->setFileMode(QFileDialog::ExistingFile);
    connect(chooser, &QFileDialog::fileSelected, this, &DataDialog::takeFile);
    chooser->open();
}

void DataDialog::use()
{
    const auto edited = m_document->edit(tr("Choose data"), [this](Project& project) -> Result<void> {
        project.data = m_source;
        return {};
    });
    if (edited)
        accept();
    else
        m_message->showError(edited.error());
}

} // namespace ligature
