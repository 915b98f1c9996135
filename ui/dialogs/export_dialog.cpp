// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/export_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include "core/files/atomic_file.h"
#include "ui/dialogs/message_bar.h"
#include "ui/document/document.h"
#include "ui/training/run_controller.h"

namespace ligature {

ExportDialog::ExportDialog(const Document* document, const RunController* run, QWidget* parent)
    : QDialog(parent), m_document(document), m_trained(run->snapshot()), m_variant(new QComboBox(this)),
      m_format(new QComboBox(this)), m_help(new QLabel(this)), m_preview(new QPlainTextEdit(this)),
      m_message(new MessageBar(this))
{
    setWindowTitle(tr("Export weights"));
    resize(640, 520);
    if (m_trained) {
        for (const TrainedVariant& trained : *m_trained) {
            m_variant->addItem(trained.variant == Variant::Tied ? tr("Tied, each storage once")
                                                                : tr("Untied twin, a copy for each use"));
        }
    }
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
    connect(m_save, &QPushButton::clicked, this, &ExportDialog::chooseFile);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
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
    return ExportRequest{m_document->project().name, trained.variant, trained.network, trained.weights};
}

void ExportDialog::showChoice()
{
    m_help->setText(QString::fromStdString(exporter().help()));
    const auto chosen = request();
    m_save->setEnabled(chosen.has_value());
    m_variant->setEnabled(chosen.has_value());
    if (!chosen) {
        m_message->showMessage(
            MessageKind::Information,
            tr("Nothing is trained yet. Start the training, and come back when it has taken steps."));
        m_preview->setPlaceholderText(tr("The trained weights will be listed here."));
        return;
    }
    m_preview->setPlainText(QString::fromStdString(exporter().preview(*chosen)));
}

QString ExportDialog::suggestedName() const
{
    static const QRegularExpression not_in_names(QStringLiteral("[^\\w.-]+"));
    const QString project = QString::fromStdString(m_document->project().name).toLower();
    const Variant variant = (*m_trained)[static_cast<std::size_t>(m_variant->currentIndex())].variant;
    const QString name = project + QLatin1Char('-') + QString::fromStdString(toString(variant));
    const QString folder = QFileInfo(m_document->filePath()).path();
    return folder + QLatin1Char('/') + QString(name).replace(not_in_names, QStringLiteral("-")) +
           QString::fromStdString(exporter().extension());
}

void ExportDialog::chooseFile()
{
    const QString extension = QString::fromStdString(exporter().extension());
    auto* const chooser = new QFileDialog(this, tr("Export weights"), suggestedName(),
                                          QStringLiteral("%1 (*%2)").arg(m_format->currentText(), extension));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setDefaultSuffix(extension.mid(1));
    connect(chooser, &QFileDialog::fileSelected, this, [this](const QString& path) { (void)exportTo(path); });
    chooser->open();
}

Result<void> ExportDialog::exportTo(const QString& path)
{
    const auto chosen = request();
    if (!chosen)
        return fail(path.toStdString(), "nothing is trained yet", "start the training first");
    const auto bytes = exporter().write(*chosen);
    Result<void> written;
    if (bytes)
        written = writeFileAtomically(path.toStdString(), *bytes);
    else
        written = tl::unexpected(bytes.error());
    if (written)
        m_message->showMessage(MessageKind::Success, tr("Saved %1").arg(path));
    else
        m_message->showError(written.error());
    return written;
}

} // namespace ligature
