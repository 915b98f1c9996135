// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/export_dialog.h"

#include <filesystem>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QStandardPaths>
#include <QVBoxLayout>

#include "core/export/write_export.h"
#include "ui/dialogs/message_bar.h"
#include "ui/document/document.h"
#include "ui/training/run_controller.h"

namespace ligature {

ExportDialog::ExportDialog(const Document* document, const RunController* run, QWidget* parent)
    : QDialog(parent), m_document(document), m_run(run), m_variant(new QComboBox(this)), m_format(new QComboBox(this)),
      m_help(new QLabel(this)), m_preview(new QPlainTextEdit(this)), m_message(new MessageBar(this))
{
    setWindowTitle(tr("Export weights"));
    resize(640, 520);
    m_variant->setObjectName(QStringLiteral("variant"));
    m_format->setObjectName(QStringLiteral("format"));
    m_preview->setObjectName(QStringLiteral("preview"));
    for (const Exporter* const format : exporters())
        m_format->addItem(QString::fromStdString(format->title()), QString::fromStdString(format->name()));
    m_help->setWordWrap(true);
    m_preview->setReadOnly(true);
    m_preview->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_preview->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_preview->setAccessibleName(tr("Preview of the file"));

    auto* const form = new QFormLayout;
    form->addRow(tr("&Variant"), m_variant);
    form->addRow(tr("&Format"), m_format);
    form->addRow(QString(), m_help);
    auto* const preview_label = new QLabel(tr("&What the file will hold"), this);
    preview_label->setBuddy(m_preview);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_save = buttons->addButton(tr("&Save as…"), QDialogButtonBox::ActionRole);
    m_save->setObjectName(QStringLiteral("save"));
    m_save->setProperty("look", "primary");
    m_save->setDefault(true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    layout->addWidget(m_message);
    layout->addLayout(form);
    layout->addWidget(preview_label);
    layout->addWidget(m_preview, 1);
    layout->addWidget(buttons);

    connect(m_variant, &QComboBox::currentIndexChanged, this, &ExportDialog::showChoice);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::showChoice);
    connect(run, &RunController::progressChanged, this, &ExportDialog::takeSnapshot);
    connect(run, &RunController::stateChanged, this, &ExportDialog::takeSnapshot);
    connect(m_save, &QPushButton::clicked, this, &ExportDialog::chooseFile);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    takeSnapshot();
    showChoice();
}

const Exporter& ExportDialog::exporter() const
{
    return *exporters()[static_cast<std::size_t>(m_format->currentIndex())];
}

std::optional<ExportRequest> ExportDialog::request() const
{
    if (!m_trained || m_variant->currentIndex() < 0)
        return std::nullopt;
    const TrainedVariant& trained = (*m_trained)[static_cast<std::size_t>(m_variant->currentIndex())];
    const Project& project = m_document->project();
    return ExportRequest{project.name,    trained.variant,  trained.network,
                         trained.weights, project.training, project.data};
}

void ExportDialog::takeSnapshot()
{
    const bool is_first = m_trained == nullptr;
    if (const auto newest = m_run->snapshot())
        m_trained = newest;
    if (!is_first || m_trained == nullptr)
        return;
    const QSignalBlocker quiet(m_variant);
    for (const TrainedVariant& trained : *m_trained) {
        m_variant->addItem(trained.variant == Variant::Tied ? tr("Tied, each storage once")
                                                            : tr("Untied twin, a copy for each use"));
    }
    showChoice();
}

void ExportDialog::showChoice()
{
    m_help->setText(QString::fromStdString(exporter().help()));
    const auto chosen = request();
    m_save->setEnabled(chosen.has_value());
    m_variant->setEnabled(chosen.has_value());
    if (!chosen) {
        const QString reason = tr("Train first: there are no trained weights yet.");
        m_message->showMessage(MessageKind::Information, reason);
        m_save->setToolTip(reason);
        m_preview->setPlaceholderText(tr("What the file holds is shown here once there are trained weights."));
        return;
    }
    m_message->dismiss();
    m_save->setToolTip({});
    m_preview->setPlainText(QString::fromStdString(exporter().preview(*chosen)));
}

QString ExportDialog::suggestedPath() const
{
    static const QRegularExpression not_in_names(QStringLiteral("[^\\w.-]+"),
                                                 QRegularExpression::UseUnicodePropertiesOption);
    const Variant variant = (*m_trained)[static_cast<std::size_t>(m_variant->currentIndex())].variant;
    QString name = QString::fromStdString(m_document->project().name).trimmed().toLower();
    name.replace(not_in_names, QStringLiteral("-"));
    if (name.isEmpty())
        name = QStringLiteral("network");
    name += u'-' + QString::fromStdString(toString(variant)) + QString::fromStdString(exporter().extension());
    QString folder = m_folder;
    if (folder.isEmpty())
        folder = m_document->filePath().isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)
                                                  : QFileInfo(m_document->filePath()).absolutePath();
    return QDir(folder).filePath(name);
}

void ExportDialog::chooseFile()
{
    const QString extension = QString::fromStdString(exporter().extension());
    auto* const chooser = new QFileDialog(this, tr("Export weights"), suggestedPath(),
                                          QStringLiteral("%1 (*%2)").arg(m_format->currentText(), extension));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setDefaultSuffix(extension.mid(1));
    connect(chooser, &QFileDialog::fileSelected, this, [this](const QString& path) { (void)exportTo(path); });
    chooser->open();
}

Result<void> ExportDialog::exportTo(const QString& path)
{
    takeSnapshot();
    const auto chosen = request();
    if (!chosen)
        return fail(path.toStdString(), "there are no trained weights yet", "train first");
    const Result<void> written =
        writeExport(exporter(), *chosen, std::filesystem::path(path.toStdU16String())).map([](const auto&) {});
    if (written) {
        m_folder = QFileInfo(path).absolutePath();
        m_message->showMessage(MessageKind::Success, tr("Saved as %1").arg(QDir::toNativeSeparators(path)));
    } else {
        m_message->showError(written.error());
    }
    return written;
}

} // namespace ligature
