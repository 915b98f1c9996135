// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/document/recent_files.h"

namespace tst_recent_files {

using namespace ligature;

class RecentFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<QSettings>(m_folder->filePath("settings.ini"), QSettings::IniFormat);
    }

    void theNewestIsFirstAndOnlyOnce()
    {
        RecentFiles files(*m_settings);
        const QString a = touch("a.ligature");
        const QString b = touch("b.ligature");
        files.add(a);
        files.add(b);
        files.add(m_folder->filePath("./a.ligature"));
        QCOMPARE(files.paths(), QStringList({a, b}));
    }

    void oldOnesFallOffTheEnd()
    {
        RecentFiles files(*m_settings);
        for (int i = 0; i < RecentFiles::limit + 3; ++i)
            files.add(touch(QStringLiteral("%1.ligature").arg(i)));
        QCOMPARE(files.paths().size(), RecentFiles::limit);
        QVERIFY(files.paths().front().endsWith("/12.ligature"));
        QVERIFY(files.paths().back().endsWith("/3.ligature"));
    }

    void aFileThatIsGoneCanBeRemoved()
    {
        RecentFiles files(*m_settings);
        const QString path = touch("a.ligature");
        files.add(path);
        QVERIFY(QFile::remove(path));
        files.remove(path);
        QVERIFY(files.paths().isEmpty());
    }

    void listenersHearOfRealChangesOnly()
    {
        RecentFiles files(*m_settings);
        QSignalSpy spy(&files, &RecentFiles::changed);
        files.add(touch("a.ligature"));
        files.add(touch("a.ligature"));
        files.remove(QStringLiteral("/nowhere/b.ligature"));
        QCOMPARE(spy.count(), 1);
        files.clear();
        files.clear();
        QCOMPARE(spy.count(), 2);
    }

    void theListOutlivesTheProgram()
    {
        const QString path = touch("a b ü.ligature");
        RecentFiles(*m_settings).add(path);
        m_settings->sync();
        QSettings again(m_folder->filePath("settings.ini"), QSettings::IniFormat);
        QCOMPARE(RecentFiles(again).paths(), QStringList({path}));
    }

private:
    QString touch(const QString& name)
    {
        const QString path = QDir(m_folder->path()).canonicalPath() + QLatin1Char('/') + name;
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write %s", qPrintable(path));
        return path;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
};

LIGATURE_GUILESS_TEST(RecentFilesTest)

} // namespace tst_recent_files

#include "tst_recent_files.moc"
