// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTimer>

#include "core/project/examples.h"
#include "ui/theme/appearance.h"
#include "ui/theme/icon.h"
#include "ui/window/file_actions.h"
#include "ui/window/main_window.h"

namespace {

using ligature::MainWindow;

/// What `ligature` was asked to begin with.
struct Call {
    QString project;
    QString example;
    bool exit_after_first_paint = false; ///< for the benchmark of the cold start
};

Call parse(const QApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Draw neural networks, tie their weights, train them beside their untied twins."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("project"), QStringLiteral("A .ligature file to open."),
                                 QStringLiteral("[project]"));
    const QCommandLineOption example(QStringLiteral("example"),
                                     QStringLiteral("Open a built-in example, as `ligature-cli examples` lists them."),
                                     QStringLiteral("name"));
    parser.addOption(example);
    QCommandLineOption first_paint(QStringLiteral("exit-after-first-paint"));
    first_paint.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOption(first_paint);
    parser.process(application);

    const auto refuse = [](const QString& message) {
        std::fprintf(stderr, "ligature: %s\n", qPrintable(message));
        std::exit(2);
    };
    Call call{parser.positionalArguments().value(0), parser.value(example), parser.isSet(first_paint)};
    if (parser.positionalArguments().size() > 1)
        refuse(QStringLiteral("one project at a time; the window opens others"));
    if (!call.project.isEmpty() && !call.example.isEmpty())
        refuse(QStringLiteral("a project and an example cannot both be opened; leave one out"));
    if (!call.example.isEmpty() && ligature::findExample(call.example.toStdString()) == nullptr) {
        const ligature::Error error = ligature::loadExample(call.example.toStdString()).error();
        refuse(QString::fromStdString(error.oneLine()));
    }
    return call;
}

/// Prints how long it took from the start of main() until the window was painted and took input, and ends.
void exitAfterFirstPaint(const QElapsedTimer& since_start)
{
    QTimer::singleShot(0, qApp, [since_start] {
        // The zero timer runs after the expose and paint events that were waiting.
        QTimer::singleShot(0, qApp, [since_start] {
            std::printf("%lld ms to the first paint\n", static_cast<long long>(since_start.elapsed()));
            QCoreApplication::exit(0);
        });
    });
}

} // namespace

int main(int argc, char* argv[])
{
    QElapsedTimer since_start;
    since_start.start();
    QApplication::setApplicationName(QStringLiteral("Ligature"));
    QApplication::setOrganizationName(QStringLiteral("Ligature"));
    QApplication::setApplicationVersion(QStringLiteral(LIGATURE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("ligature"));
    QApplication application(argc, argv);
    const Call call = parse(application);

    QApplication::setWindowIcon(ligature::programIcon());
    ligature::Appearance appearance;
    appearance.start();
    MainWindow window(&appearance);
    if (!call.example.isEmpty())
        window.files().openExample(call.example);
    else if (!call.project.isEmpty())
        window.files().openAtStart(QFileInfo(call.project).absoluteFilePath());
    window.show();
    QTimer::singleShot(0, &appearance, &ligature::Appearance::watchSystem);
    if (call.exit_after_first_paint)
        exitAfterFirstPaint(since_start);
    return QApplication::exec();
}
