// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/help/about_dialog.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "core/data/data_format.h"
#include "ui/theme/icon.h"

namespace ligature {

namespace {

QString licences()
{
    QString text =
        AboutDialog::tr(
            "<p>Ligature is free software under the GNU General Public License, version 3 or later. It comes without "
            "any "
            "warranty. What you make with it and what it exports belongs to you.</p>"
            "<p><b>Built on</b><br>Qt %1 (LGPL 3)<br>QCustomPlot 2 (GPL 3 or later)<br>Eigen 3 (MPL 2)<br>"
            "JSON for Modern C++ (MIT)<br>tl::expected (CC0)<br>libzip (BSD)<br>zlib (zlib)<br>libcsv (LGPL 2.1)<br>"
            "libspng (BSD)<br>libjpeg-turbo (IJG, BSD)<br>"
            "Inter, where it is installed (OFL 1.1)</p><p><b>Data in the program</b></p>")
            .arg(QLatin1String(qVersion()));
    for (const DataFormat* const format : dataFormats()) {
        if (format->fileFilter().empty())
            text += QStringLiteral("<p>%1: %2</p>")
                        .arg(QString::fromStdString(format->title()).toHtmlEscaped(),
                             QString::fromStdString(format->help()).toHtmlEscaped());
    }
    return text;
}

} // namespace

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("about_dialog"));
    setWindowTitle(tr("About Ligature"));
    resize(520, 480);
    auto* const mark = new QLabel(this);
    mark->setPixmap(programIcon().pixmap(QSize(56, 56), devicePixelRatioF()));
    auto* const title = new QLabel(QStringLiteral("Ligature"), this);
    title->setProperty("look", "title");
    auto* const version =
        new QLabel(tr("Version %1. A workbench for weight tying.").arg(QCoreApplication::applicationVersion()), this);
    version->setProperty("look", "muted");
    auto* const words = new QVBoxLayout;
    words->addWidget(title);
    words->addWidget(version);
    auto* const head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(mark);
    head->addLayout(words, 1);

    auto* const text = new QTextBrowser(this);
    text->setHtml(licences());
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(14);
    layout->addLayout(head);
    layout->addWidget(text, 1);
    layout->addWidget(buttons);
}

} // namespace ligature
