// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/export_dialog.h"

#include <filesystem>

#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include "core/export/description.h"
#include "core/export/write_export.h"
#include "core/memory/within_memory.h"
#include "core/tying/arm.h"
#include "ui/dialogs/attribute_form.h"
#include "ui/dialogs/code_view.h"
#include "ui/dialogs/export_run_box.h"
#include "ui/dialogs/message_bar.h"
#include "ui/document/background_work.h"
#include "ui/document/document.h"
#include "ui/document/documents_folder.h"
#include "ui/theme/look.h"
#include "ui/training/run_controller.h"

namespace ligature {

namespace {

constexpr int optionLabelWidth = 130;
/// What is shown of a longer one: more than anybody reads, less than the dialog would stumble over.
constexpr std::size_t longestPreview = 400'000;

QString previewText(std::string text)
{
    if (text.size() > longestPreview) {
        text.resize(text.rfind('\n', longestPreview) + 1);
        text += "…\n";
    }
    return QString::fromStdString(text);
}

/// What the two that everybody asks for come to in a file.
QString titleOf(const ArmChoice& arm)
{
    if (arm.id == tiedArm)
        return ExportDialog::tr("Tied, each storage once");
    if (arm.id == untiedArm)
        return ExportDialog::tr("Untied twin, a copy for each use");
    return QString::fromStdString(arm.title);
}

} // namespace

ExportDialog::ExportDialog(const Document* document, const RunController* run, QWidget* parent)
    : QDialog(parent), m_document(document), m_format(new QComboBox(this)), m_variant(new QComboBox(this)),
      m_chosen_run(new ExportRunBox(document, run, this)), m_option_form(new AttributeForm(this)),
      m_help(new QLabel(this)), m_preview(new CodeView(this)), m_message(new MessageBar(this)),
      m_work(std::make_unique<BackgroundWork>(BackgroundWork::AtEnd::Finish))
{
    setWindowTitle(tr("Export"));
    resize(860, 720); // A hundred columns of code.
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    layout->addWidget(m_message);
    makeForm();
    makeButtons();

    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::showFormat);
    connect(m_variant, &QComboBox::currentIndexChanged, this, &ExportDialog::showChoice);
    connect(m_chosen_run, &ExportRunBox::chosen, this, &ExportDialog::showChoice);
    connect(m_option_form, &AttributeForm::edited, this, [this](const std::string& name, const AttributeValue& value) {
        m_options[exporter().name()].set(name, value);
        showChoice();
    });
    connect(run, &RunController::progressChanged, m_chosen_run, &ExportRunBox::takeSnapshot);
    connect(run, &RunController::stateChanged, m_chosen_run, &ExportRunBox::takeSnapshot);
    m_reading_is_long.setSingleShot(true);
    m_reading_is_long.setInterval(200); // milliseconds
    connect(&m_reading_is_long, &QTimer::timeout, this,
            [this] { m_message->showMessage(MessageKind::Information, tr("Reading the values…")); });
    showFormat();
}

ExportDialog::~ExportDialog()
{
    BackgroundWork::retire(std::move(m_work)); // What is being saved is saved.
}

void ExportDialog::makeForm()
{
    m_format->setObjectName(QStringLiteral("format"));
    m_variant->setObjectName(QStringLiteral("variant"));
    m_chosen_run->setObjectName(QStringLiteral("run"));
    m_preview->setObjectName(QStringLiteral("preview"));
    for (const Exporter* const format : exporters())
        m_format->addItem(QString::fromStdString(format->title()), QString::fromStdString(format->name()));
    m_format->setMaxVisibleItems(20);
    for (const ArmChoice& arm : armChoices(m_document->network())) {
        const int place = m_variant->count();
        m_variant->addItem(titleOf(arm), QString::fromStdString(toString(arm.id)));
        m_variant->setItemData(place, QString::fromStdString(arm.help), Qt::ToolTipRole);
    }
    m_help->setWordWrap(true);
    m_help->setProperty("look", "muted");
    m_help->setAlignment(Qt::AlignTop | Qt::AlignLeft); // Beneath its format, where the row is higher than the text.
    QSizePolicy as_its_text = m_help->sizePolicy();
    as_its_text.setVerticalPolicy(QSizePolicy::Minimum);
    m_help->setSizePolicy(as_its_text);
    m_option_form->setLabelWidth(optionLabelWidth);
    m_preview->setAccessibleName(tr("Preview of the file"));

    auto* const form = new QFormLayout;
    form->addRow(tr("&Format"), m_format);
    form->addRow(QString(), m_help);
    form->addRow(tr("&Variant"), m_variant);
    form->addRow(tr("&Run"), m_chosen_run);
    form->labelForField(m_format)->setMinimumWidth(optionLabelWidth); // The options below stand in line with it.
    auto* const column = static_cast<QVBoxLayout*>(layout());
    column->addLayout(form);
    column->addWidget(m_option_form);

    auto* const heading = new QHBoxLayout;
    auto* const label = new QLabel(tr("&What the file will hold"), this);
    label->setBuddy(m_preview);
    m_copy = new QPushButton(tr("&Copy"), this);
    m_copy->setObjectName(QStringLiteral("copy"));
    m_copy->setToolTip(tr("Copy all of the preview"));
    m_copy->setAutoDefault(false);
    connect(m_copy, &QPushButton::clicked, this, &ExportDialog::copyPreview);
    heading->addWidget(label, 1);
    heading->addWidget(m_copy);
    column->addLayout(heading);
    column->addWidget(m_preview, 1);
}

void ExportDialog::makeButtons()
{
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_save_folder = buttons->addButton(tr("Save as a fol&der…"), QDialogButtonBox::ActionRole);
    m_save_folder->setObjectName(QStringLiteral("save_folder"));
    m_save_folder->setToolTip(tr("Code, weights and data in a folder of their own, to go on training elsewhere"));
    m_save_folder->setAutoDefault(false);
    m_save = buttons->addButton(tr("&Save as…"), QDialogButtonBox::ActionRole);
    m_save->setObjectName(QStringLiteral("save"));
    setLook(*m_save, "primary");
    m_save->setDefault(true);
    layout()->addWidget(buttons);
    connect(m_save, &QPushButton::clicked, this, &ExportDialog::chooseFile);
    connect(m_save_folder, &QPushButton::clicked, this, &ExportDialog::chooseFolder);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

const Exporter& ExportDialog::exporter() const
{
    return *exporters()[static_cast<std::size_t>(m_format->currentIndex())];
}

ArmId ExportDialog::variant() const
{
    return ArmId(m_variant->currentData().toString().toStdString());
}

std::function<Result<ExportRequest>()> ExportDialog::request()
{
    const std::filesystem::path folder =
        m_document->filePath().isEmpty() ? std::filesystem::current_path()
                                         : std::filesystem::path(m_document->filePath().toStdU16String()).parent_path();
    return [values = m_chosen_run->values(), options = m_options[exporter().name()], project = m_document->project(),
            folder]() -> Result<ExportRequest> {
        return withinMemory(project.name, [&]() -> Result<ExportRequest> {
            Result<ExportRequest> chosen = values();
            if (chosen) {
                chosen->options = options;
                setDrawn(*chosen, project);
                chosen->data_folder = folder;
            }
            return chosen;
        });
    };
}

template <typename Work, typename Sequel>
void ExportDialog::inBackground(Work work, Sequel sequel)
{
    ++m_pending;
    m_work->add([work = std::move(work), sequel = std::move(sequel),
                 dialog = QPointer<ExportDialog>(this)]() -> BackgroundWork::Sequel {
        const auto result = std::make_shared<decltype(work())>(work());
        return [result, sequel, dialog] {
            if (!dialog)
                return;
            --dialog->m_pending;
            sequel(*result);
        };
    });
}

void ExportDialog::showFormat()
{
    const std::vector<AttributeSpec> specs = exporter().options();
    m_help->setText(QString::fromStdString(exporter().help()));
    m_option_form->setSpecs(specs);
    m_option_form->setValues(m_options[exporter().name()]);
    m_option_form->setVisible(!specs.empty());
    m_save_folder->setVisible(exporter().isFolder("folder"));
    showChoice();
}

void ExportDialog::setReady(bool ready)
{
    for (QPushButton* const button : {m_save, m_save_folder, m_copy})
        button->setEnabled(ready);
}

void ExportDialog::showChoice()
{
    m_chosen_run->setVariant(variant());
    setReady(false);
    m_message->dismiss();
    m_reading_is_long.start();
    inBackground(
        [request = request(), format = &exporter(), name = m_document->project().name]() -> Result<std::string> {
            const Result<ExportRequest> chosen = request();
            if (!chosen)
                return tl::unexpected(chosen.error());
            return withinMemory(name, [&] { return format->preview(*chosen); });
        },
        [this, mine = ++m_preview_of](const Result<std::string>& text) {
            if (mine == m_preview_of)
                showPreview(text);
        });
}

void ExportDialog::showPreview(const Result<std::string>& text)
{
    m_reading_is_long.stop();
    setReady(text.has_value());
    if (!text) {
        m_message->showError(text.error());
        m_preview->setCode({}, {});
        return;
    }
    m_message->dismiss();
    m_preview->setCode(previewText(*text), QString::fromStdString(exporter().language()));
}

QString ExportDialog::suggestedPath(const QString& extension) const
{
    static const QRegularExpression not_in_names(QStringLiteral("[^\\w.-]+"),
                                                 QRegularExpression::UseUnicodePropertiesOption);
    QString name = QString::fromStdString(m_document->project().name).trimmed().toLower();
    name.replace(not_in_names, QStringLiteral("-"));
    if (name.isEmpty())
        name = QStringLiteral("network");
    name += u'-' + QString::fromStdString(toString(variant())) + extension;
    QString folder = m_folder;
    if (folder.isEmpty())
        folder = m_document->filePath().isEmpty() ? documentsFolder().path()
                                                  : QFileInfo(m_document->filePath()).absolutePath();
    return QDir(folder).filePath(name);
}

void ExportDialog::chooseFile()
{
    const QString extension = QString::fromStdString(exporter().extension());
    auto* const chooser = new QFileDialog(this, tr("Export"), suggestedPath(extension),
                                          QStringLiteral("%1 (*%2)").arg(m_format->currentText(), extension));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setDefaultSuffix(extension.mid(1));
    connect(chooser, &QFileDialog::fileSelected, this, &ExportDialog::exportTo);
    chooser->open();
}

void ExportDialog::chooseFolder()
{
    auto* const chooser = new QFileDialog(this, tr("Export as a folder"), suggestedPath({}));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    connect(chooser, &QFileDialog::fileSelected, this, &ExportDialog::exportTo);
    chooser->open();
}

void ExportDialog::copyPreview()
{
    QGuiApplication::clipboard()->setText(m_preview->code());
    m_message->showMessage(MessageKind::Success, tr("Copied."));
}

void ExportDialog::exportTo(const QString& path)
{
    m_chosen_run->takeSnapshot();
    m_message->showMessage(MessageKind::Information, tr("Saving %1…").arg(QFileInfo(path).fileName()));
    inBackground(
        [request = request(), format = &exporter(),
         file = std::filesystem::path(path.toStdU16String())]() -> Result<std::vector<std::filesystem::path>> {
            const Result<ExportRequest> chosen = request();
            if (!chosen)
                return tl::unexpected(chosen.error());
            return withinMemory(file.string(), [&] { return writeExport(*format, *chosen, file); });
        },
        [this, path, format = &exporter()](const Result<std::vector<std::filesystem::path>>& written) {
            showExported(path, written, *format);
        });
}

void ExportDialog::showExported(const QString& path, const Result<std::vector<std::filesystem::path>>& written,
                                const Exporter& exporter)
{
    if (!written) {
        m_message->showError(written.error());
        emit exported(false);
        return;
    }
    m_folder = QFileInfo(path).absolutePath();
    const QString native = QDir::toNativeSeparators(path);
    const auto beside = static_cast<int>(written->size()) - 1;
    if (beside == 0 || exporter.isFolder(QFileInfo(path).fileName().toStdString()))
        m_message->showMessage(MessageKind::Success, tr("Saved as %1").arg(native));
    else
        m_message->showMessage(MessageKind::Success,
                               tr("Saved as %1, with %2 beside it")
                                   .arg(native, QString::fromStdString(written->back().filename().string())));
    emit exported(true);
}

} // namespace ligature
