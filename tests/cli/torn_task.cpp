// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/torn_task.h"

#include <algorithm>
#include <future>

#include <QDir>
#include <QDirIterator>

namespace ligature::testing {

namespace {

constexpr int lanes = 2; // As many cores as CI has.

bool isLeftover(const QString& path)
{
    return path.section(u'/', -1, -1, QString::SectionSkipEmpty).startsWith(".ligature-") ||
           path.contains("/.ligature-") || path.startsWith(".ligature-");
}

void writeFiles(const Files& files, const QString& folder)
{
    QDir(folder).removeRecursively();
    QDir().mkpath(folder);
    for (auto file = files.begin(); file != files.end(); ++file) {
        if (file.key().endsWith(u'/'))
            QDir(folder).mkpath(file.key());
        else
            writeBytes(folder + u'/' + file.key(), file.value());
    }
}

/// The task in folders of its own, for one run after the other.
class Lane {
public:
    Lane(const TornTask& task, const Disturbance& disturbance, const QString& folder)
        : m_task(task), m_disturbance(disturbance), m_folder(folder + "/place"), m_count(folder + "/count")
    {
        QDir().mkpath(m_folder);
        m_task.prepare(m_folder);
        m_before = filesBelow(m_folder);
        const Outcome whole = run(m_task.call, preloaded());
        if (whole.code != 0)
            outcome.wrong.append("undisturbed it fails: " + QString::fromUtf8(whole.errors));
        m_after = facts(filesBelow(m_folder));
        outcome.calls = bytesOf(m_count).trimmed().toInt();
        if (outcome.calls < 3 || facts(m_before) == m_after)
            outcome.wrong.append("undisturbed it changes nothing");
        if (leftovers() != Files())
            outcome.wrong.append("undisturbed it leaves " + leftovers().keys().join(u' '));
    }

    void disturbAt(int number)
    {
        writeFiles(m_before, m_folder);
        QProcessEnvironment environment = preloaded();
        environment.insert("LIGATURE_FAIL_AT", QString::number(number));
        environment.insert("LIGATURE_FAIL_WITH", m_disturbance.with);
        if (m_disturbance.lasts)
            environment.insert("LIGATURE_FAIL_ON", "1");
        const Outcome first = run(m_task.call, environment);
        m_where = QString("%1 at %2: ").arg(QLatin1String(m_disturbance.with)).arg(number);
        const bool is_kill = qstrcmp(m_disturbance.with, "kill") == 0 || qstrcmp(m_disturbance.with, "short") == 0;
        if (is_kill)
            checkKilled(first);
        else
            checkFailed(first);
        const Outcome next = run(m_task.again.isEmpty() ? m_task.call : m_task.again, preloaded());
        expect(next.code == 0, "the next call fails: " + QString::fromUtf8(next.errors));
        const Files now = filesBelow(m_folder);
        expect(facts(now) == m_after, "the next call gives something else: " + difference(facts(now), m_after));
        expect(leftovers() == Files(), "the next call leaves " + leftovers().keys().join(u' '));
    }

    TornOutcome outcome;

private:
    static QProcessEnvironment environmentAsIs() { return QProcessEnvironment::systemEnvironment(); }
    QProcessEnvironment preloaded() const
    {
        QProcessEnvironment environment = environmentAsIs();
        environment.insert("LD_PRELOAD", LIGATURE_FAILING_CALLS);
        environment.insert("LIGATURE_FAIL_BELOW", m_folder);
        environment.insert("LIGATURE_FAIL_COUNT", m_count);
        return environment;
    }

    Outcome run(QStringList arguments, const QProcessEnvironment& environment) const
    {
        arguments.replaceInStrings("FOLDER", m_folder);
        return runProgram(arguments, environment);
    }

    void expect(bool holds, const QString& what)
    {
        if (!holds)
            outcome.wrong.append(m_where + what);
    }

    Files facts(const Files& files) const
    {
        Files found;
        for (auto file = files.begin(); file != files.end(); ++file) {
            if (!isLeftover(file.key()))
                found[file.key()] = m_task.facts ? m_task.facts(file.key(), file.value()) : file.value();
        }
        return found;
    }

    Files leftovers() const
    {
        Files found = filesBelow(m_folder);
        found.removeIf([](const std::pair<const QString&, QByteArray&>& file) { return !isLeftover(file.first); });
        return found;
    }

    static QString difference(const Files& found, const Files& expected)
    {
        QStringList names;
        for (const QString& name : found.keys() + expected.keys()) {
            if (found.value(name, "-") != expected.value(name, "-") && !names.contains(name))
                names.append(name);
        }
        return names.join(u' ');
    }

    /// Folders that are empty say nothing.
    static Files onlyFiles(Files files)
    {
        files.removeIf([](const std::pair<const QString&, QByteArray&>& file) { return file.first.endsWith(u'/'); });
        return files;
    }

    bool isOld(const Files& now) const { return onlyFiles(now) == onlyFiles(facts(m_before)); }
    bool isNew(const Files& now) const { return onlyFiles(now) == onlyFiles(m_after); }

    /// Each file is a whole one, the old or the new.
    void checkEachFile(const Files& now)
    {
        const Files before = facts(m_before);
        for (auto file = now.begin(); file != now.end(); ++file) {
            const bool was = before.contains(file.key()) && before[file.key()] == file.value();
            const bool becomes = m_after.contains(file.key()) && m_after[file.key()] == file.value();
            expect(was || becomes || file.key().endsWith(u'/'), file.key() + " is torn");
        }
        for (auto file = before.begin(); file != before.end(); ++file)
            expect(now.contains(file.key()) || !m_after.contains(file.key()), file.key() + " is gone");
    }

    /// All old or all new, at the latest when the next call has looked.
    void checkWhole()
    {
        Files now = facts(filesBelow(m_folder));
        checkEachFile(now);
        if (isOld(now) || isNew(now))
            return;
        expect(!m_task.whole_at_once, "half old, half new: " + difference(now, m_after) + " is not new");
        (void)run(m_task.look, preloaded());
        now = facts(filesBelow(m_folder));
        expect(isOld(now) || isNew(now), "a look does not mend it: " + difference(now, m_after) + " is not new");
        ++outcome.mended;
    }

    void checkKilled(const Outcome& first)
    {
        expect(first.died, "it lives");
        ++outcome.killed;
        checkWhole();
    }

    void checkFailed(const Outcome& first)
    {
        expect(!first.died && (first.code == 0 || first.code == 1),
               first.died ? "it dies" : QString("exit code %1").arg(first.code));
        if (m_disturbance.lasts)
            checkWhole(); // What cannot be put back either is put back by the next call.
        const Files now = facts(filesBelow(m_folder));
        if (first.code == 0) {
            ++outcome.done;
            expect(isNew(now), "it says that it is done, and " + difference(now, m_after) + " is not new");
            return;
        }
        ++outcome.refused;
        expect(first.errors.count('\n') == 1 && first.errors.contains(m_folder.toUtf8()),
               "it does not name the file: " + QString::fromUtf8(first.errors));
        expect(m_disturbance.lasts ? isOld(now) : now == facts(m_before),
               "it fails, and has changed " + difference(now, facts(m_before)));
    }

    const TornTask& m_task;
    Disturbance m_disturbance;
    QString m_folder;
    QString m_count;
    QString m_where;
    Files m_before;
    Files m_after; ///< the facts of it
};

} // namespace

Files filesBelow(const QString& folder)
{
    Files found;
    const QDir::Filters all = QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot;
    for (QDirIterator it(folder, all, QDirIterator::Subdirectories); it.hasNext();) {
        const QString path = it.next();
        const QString name = QDir(folder).relativeFilePath(path);
        if (it.fileInfo().isDir())
            found[name + u'/'] = {};
        else
            found[name] = bytesOf(path);
    }
    return found;
}

TornOutcome disturb(const TornTask& task, const Disturbance& disturbance, const QString& folder)
{
    const auto runLane = [&](int lane) {
        Lane own(task, disturbance, folder + u'/' + QString::number(lane));
        for (int number = 1 + lane; number <= own.outcome.calls && own.outcome.wrong.size() < 5; number += lanes)
            own.disturbAt(number);
        return own.outcome;
    };
    std::vector<std::future<TornOutcome>> running;
    for (int lane = 0; lane < lanes; ++lane)
        running.push_back(std::async(std::launch::async, runLane, lane));
    TornOutcome all;
    for (std::future<TornOutcome>& lane : running) {
        const TornOutcome seen = lane.get();
        all.calls = seen.calls;
        all.killed += seen.killed;
        all.refused += seen.refused;
        all.done += seen.done;
        all.mended += seen.mended;
        all.wrong += seen.wrong;
    }
    return all;
}

} // namespace ligature::testing
