// SPDX-License-Identifier: Apache-2.0
// The part of DrillController that deals with a drill whose program ended in the middle: its record is still on disk.
#include "app/studio/practice/drill_controller.h"
#include "app/studio/practice/drill_subject.h"
#include "core/design/codec.h"
#include "core/support/process.h"

#include <QDateTime>
#include <QLocale>

#include <unistd.h>

namespace catenary::studio {

using practice::Drill;
using practice::Stage;

namespace {

/// The process that writes a log, from its name PROCESS-TIME.drill.
bool writerIsRunning(const std::filesystem::path& log) {
    const QString name = QString::fromStdString(log.stem().string());
    const auto process = name.section(QLatin1Char('-'), 0, 0).toLongLong();
    const auto begun_ms = name.section(QLatin1Char('-'), 1, 1).toLongLong();
    return process != ::getpid() && support::stillRuns(process, begun_ms);
}

/// The drill as it stood when its record ends.
support::Result<Drill> drillOf(const practice::LoggedDrill& logged) {
    const auto plan = practice::planFor(logged.header.minutes);
    if (!plan) return support::fail(support::ErrorCode::Input, "no drill has this length");
    auto drill = Drill::replay(*plan, logged.header.mode, logged.events);
    if (drill) drill->tick(logged.last_ms);
    return drill;
}

} // namespace

void DrillController::findInterrupted() {
    m_interrupted.clear();
    m_canResume = false;
    for (const auto& path : practice::interruptedDrills(m_folder)) {
        if (writerIsRunning(path) || (m_log && m_log->path() == path)) continue;
        const auto logged = practice::readLog(path);
        if (!logged) continue; // nothing in it to keep; it is left for whoever wants to look
        const auto drill = drillOf(*logged);
        m_canResume = drill && drill->stage() == Stage::SelfRate;
        m_interruptedPath = path;
        m_interrupted = (m_canResume ? tr("The drill of “%1” of %2 was run to its end, but not rated.")
                                     : tr("A drill of “%1” was interrupted on %2."))
                            .arg(QString::fromStdString(logged->header.title),
                                 QLocale().toString(QDateTime::fromMSecsSinceEpoch(logged->header.started_at_ms),
                                                    QLocale::ShortFormat));
        break;
    }
    emit interruptedChanged();
}

void DrillController::resumeInterrupted() {
    if (!m_canResume || underWay()) return;
    const auto logged = practice::readLog(m_interruptedPath);
    auto drill = logged ? drillOf(*logged) : support::Result<Drill>(tl::unexpected(logged.error()));
    if (!drill) return setError(QString::fromStdString(support::describe(drill.error())));
    auto decoded = design::decode(logged->header.design);
    auto log = practice::DrillLog::reopen(m_interruptedPath);
    if (!decoded) return setError(QString::fromStdString(support::describe(decoded.error())));
    if (!log) return setError(QString::fromStdString(support::describe(log.error())));
    m_timer.stop();
    m_plan = drill->plan();
    m_mode = drill->mode();
    reset();
    m_drill = std::move(*drill);
    m_header = logged->header;
    m_design = std::move(decoded->design);
    m_log.emplace(std::move(*log));
    m_logged = m_drill.events().size();
    m_origin = m_clock() - logged->last_ms;
    estimateSubject();
    findInterrupted();
    after(true);
}

void DrillController::keepInterrupted() {
    if (m_interrupted.isEmpty()) return;
    const auto logged = practice::readLog(m_interruptedPath);
    auto drill = logged ? drillOf(*logged) : support::Result<Drill>(tl::unexpected(logged.error()));
    if (!drill) return setError(QString::fromStdString(support::describe(drill.error())));
    if (drill->stage() != Stage::Review) drill->abort(logged->last_ms);
    practice::Subject subject;
    if (const auto decoded = design::decode(logged->header.design)) {
        const auto estimated = drillSubject(decoded->design, *m_catalog());
        subject = estimated ? *estimated : plainSubject(decoded->design);
    }
    if (keep(*drill, logged->header, practice::review(*drill, subject), m_interruptedPath)) findInterrupted();
}

void DrillController::discardInterrupted() {
    if (m_interrupted.isEmpty()) return;
    std::error_code failed;
    std::filesystem::remove(m_interruptedPath, failed);
    if (failed) return setError(QString::fromStdString(failed.message()));
    findInterrupted();
}

} // namespace catenary::studio
