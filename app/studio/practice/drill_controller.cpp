// SPDX-License-Identifier: Apache-2.0
#include "app/studio/practice/drill_controller.h"

#include "app/studio/practice/practice_text.h"
#include "app/studio/practice/progress_model.h"
#include "core/design/codec.h"
#include "core/insight/estimate.h"
#include "core/support/files.h"

#include <QDateTime>
#include <QtConcurrent>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <unistd.h>

namespace catenary::studio {

using practice::Drill;
using practice::Milliseconds;
using practice::Stage;

namespace {

constexpr int tickMs = 100;

support::Result<practice::Subject> subjectOf(const design::Design& design, const catalog::Catalog& catalog) {
    insight::Request request;
    request.load_line = false;
    const auto estimate = insight::estimate(design, catalog, request);
    if (!estimate) return tl::unexpected<support::Error>(estimate.error());
    return practice::subjectOf(*estimate);
}

practice::Milliseconds steadyMilliseconds() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// What can be told of a design that has no estimate: its components, all alike, and none of the numbers.
practice::Subject plainSubject(const design::Design& design) {
    practice::Subject subject;
    for (const auto& part : design.components) subject.components.push_back({part->id.str(), part->title(), 1});
    return subject;
}

/// Components from left to right, then from top to bottom; those without a place last.
std::vector<std::string> tourOf(const design::Design& design) {
    std::vector<const design::Component*> components;
    for (const auto& part : design.components) components.push_back(part.get());
    std::stable_sort(components.begin(), components.end(), [](const auto* a, const auto* b) {
        if (!a->at || !b->at) return a->at.has_value() && !b->at.has_value();
        return std::pair(a->at->x, a->at->y) < std::pair(b->at->x, b->at->y);
    });
    std::vector<std::string> ids;
    for (const auto* component : components) ids.push_back(component->id.str());
    return ids;
}

/// The process that writes a log, from its name PROCESS-TIME.drill.
bool writerIsRunning(const std::filesystem::path& log) {
    const auto process = QString::fromStdString(log.stem().string()).section(QLatin1Char('-'), 0, 0).toInt();
    return process > 0 && process != ::getpid() && (::kill(process, 0) == 0 || errno == EPERM);
}

} // namespace

DrillController::DrillController(DocumentController& document, DocumentController::CatalogSource catalog,
                                 ProgressModel& progress, QString logFolder, QObject* parent, Clock clock)
    : QObject(parent), m_document(document), m_catalog(std::move(catalog)), m_progress(progress),
      m_folder(logFolder.isEmpty() ? support::userStateDirectory() / "drills"
                                   : std::filesystem::path(logFolder.toStdString())),
      m_plan(*practice::planFor(5)), m_drill(m_plan, m_mode),
      m_clock(clock ? std::move(clock) : Clock(steadyMilliseconds)),
      m_phases({"title", "prompt", "holds", "budget", "words", "share", "filled", "current", "done", "late"}),
      m_rubric({"title", "levels", "level"}), m_said({"label", "unit", "text", "error"}),
      m_scores({"title", "share", "text", "weight", "tone"}),
      m_pacing({"title", "budgetShare", "actualShare", "text", "tone"}), m_missed({"title", "why"}),
      m_numbers({"label", "said", "expected", "verdict", "tone"}), m_calibration({"title", "self", "machine", "text"}) {
    m_timer.setInterval(tickMs);
    connect(&m_timer, &QTimer::timeout, this, &DrillController::tick);
    connect(&m_subject, &QFutureWatcherBase::finished, this, [this] {
        fillRating();
        if (m_drill.stage() == Stage::Review) showReview();
    });
    connect(&m_document, &DocumentController::stateChanged, this, [this] {
        if (m_drill.stage() == Stage::Setup) emit stageChanged();
    });
    fillPhases();
    findInterrupted();
}

DrillController::~DrillController() {
    m_subject.waitForFinished();
}

void DrillController::setMinutes(int minutes) {
    const auto plan = practice::planFor(minutes);
    if (!plan || minutes == m_plan.minutes || m_drill.stage() != Stage::Setup) return;
    m_plan = *plan;
    reset();
}

void DrillController::setMode(const QString& mode) {
    const auto wanted = mode == QLatin1String("exam") ? practice::Mode::Exam : practice::Mode::Guided;
    if (wanted == m_mode || m_drill.stage() != Stage::Setup) return;
    m_mode = wanted;
    reset();
}

void DrillController::reset() {
    m_drill = Drill(m_plan, m_mode);
    m_log.reset();
    m_logged = 0;
    m_review.reset();
    m_touched.clear();
    m_last.clear();
    m_candidate = -1;
    m_shownStage = Stage::Setup;
    m_shownPhase = 0;
    fillPhases();
    emit planChanged();
    emit stageChanged();
    emit phaseChanged();
    emit clockChanged();
    emit touchedChanged();
    emit ratingChanged();
    emit reviewChanged();
}

void DrillController::prepare() {
    if (m_drill.stage() != Stage::Setup && m_drill.stage() != Stage::Review && m_drill.stage() != Stage::Aborted)
        abort();
    m_timer.stop();
    reset();
    findInterrupted();
}

void DrillController::begin() {
    if (!available() || m_drill.stage() != Stage::Setup) return;
    m_design = m_document.design();
    m_tour = tourOf(m_design);
    m_origin = m_clock();
    const auto started = QDateTime::currentMSecsSinceEpoch();
    m_header = {m_plan.minutes, m_mode, title().toStdString(), design::encode(m_design), started};
    auto log = practice::DrillLog::create(
        m_folder / (std::to_string(::getpid()) + "-" + std::to_string(started) + ".drill"), m_header);
    if (log)
        m_log.emplace(std::move(*log));
    else
        setError(QString::fromStdString(support::describe(log.error()))); // it can be run all the same
    m_subject.setFuture(
        QtConcurrent::run([design = m_design, source = m_catalog] { return studio::subjectOf(design, *source()); }));
    m_timer.start();
    after(m_drill.begin(now()));
}

void DrillController::next() {
    after(m_drill.next(now()));
}

void DrillController::togglePause() {
    after(m_drill.paused() ? m_drill.resume(now()) : m_drill.pause(now()));
}

void DrillController::abort() {
    const Milliseconds at = now();
    if (!m_drill.abort(at)) return;
    m_timer.stop();
    record();
    m_subject.waitForFinished(); // a fraction of a second at most, and it began with the drill
    const auto& subject = m_subject.result();
    keep(m_drill, m_header, practice::review(m_drill, subject ? *subject : plainSubject(m_design)));
    reset();
}

void DrillController::point(const QString& element) {
    if (!m_drill.point(now(), element.toStdString())) return;
    m_last = element;
    if (!m_touched.contains(element)) m_touched.append(element);
    record();
    emit touchedChanged();
}

void DrillController::moveCandidate(int steps) {
    if (m_tour.empty() || !running()) return;
    const int count = static_cast<int>(m_tour.size());
    m_candidate = m_candidate < 0 ? (steps > 0 ? 0 : count - 1) : ((m_candidate + steps) % count + count) % count;
    emit touchedChanged();
}

void DrillController::pointCandidate() {
    if (m_candidate >= 0) point(candidate());
}

void DrillController::rate(const QString& area, int level) {
    if (!m_drill.rate(now(), area.toStdString(), level)) return;
    record();
    fillRating();
    emit ratingChanged();
}

void DrillController::say(const QString& figure, const QString& text) {
    const auto row = m_said.rowOf(figure);
    if (row < 0 || !m_subject.isFinished()) return;
    const auto& subject = m_subject.result();
    if (!subject) return;
    const auto known = std::find_if(subject->figures.begin(), subject->figures.end(),
                                    [&](const auto& candidate) { return candidate.key == figure.toStdString(); });
    const auto value = fromTyped(text, known->unit);
    auto rows = m_said.rows();
    rows[row].cells[2] = text;
    rows[row].cells[3] = value || text.trimmed().isEmpty() ? QString() : tr("This is not a number");
    m_said.replace(std::move(rows));
    if (value && m_drill.number(now(), known->key, *value)) record();
}

void DrillController::finishRating() {
    if (!m_drill.finishRating(now())) return;
    record();
    m_timer.stop();
    after(true);
    if (m_subject.isFinished()) showReview();
}

void DrillController::tick() {
    const bool changed = m_drill.tick(now());
    after(changed);
    emit clockChanged();
    if (m_drill.running()) fillPhases();
}

void DrillController::after(bool happened) {
    if (!happened) return;
    record();
    const bool newStage = m_drill.stage() != m_shownStage;
    m_shownStage = m_drill.stage();
    m_shownPhase = m_drill.phase();
    if (newStage && m_drill.stage() == Stage::SelfRate) fillRating();
    fillPhases();
    emit stageChanged();
    emit phaseChanged();
    emit clockChanged();
    emit ratingChanged();
}

void DrillController::record() {
    if (!m_log) return;
    const auto& events = m_drill.events();
    for (; m_logged < events.size(); ++m_logged)
        if (const auto written = m_log->append(events[m_logged]); !written) {
            setError(QString::fromStdString(support::describe(written.error())));
            m_log.reset();
            return;
        }
}

void DrillController::keep(const Drill& drill, const practice::LogHeader& header, const practice::Review& review) {
    library::DrillRecord kept;
    kept.started_at_ms = header.started_at_ms;
    kept.title = header.title;
    kept.design = header.design;
    kept.minutes = header.minutes;
    kept.mode = practice::toString(header.mode);
    kept.complete = review.complete;
    kept.total = review.total;
    for (const auto& [area, level] : drill.ratings()) kept.ratings[area] = level;
    kept.review = practice::toJson(review);
    if (!m_progress.add(kept)) {
        setError(m_progress.error());
        return; // the record on disk stays and is offered at the next start
    }
    if (m_log) {
        std::error_code ignored; // at worst it is offered once more
        std::filesystem::remove(m_log->path(), ignored);
        m_log.reset();
    }
}

void DrillController::showReview() {
    if (m_review) return;
    const auto& subject = m_subject.result();
    m_review = practice::review(m_drill, subject ? *subject : plainSubject(m_design));
    if (!subject) m_review->numbers.clear();
    keep(m_drill, m_header, *m_review);

    QList<KeyedModel::Row> scores, pacing, missed, numbers, calibration;
    for (const ScoreName& name : scoreNames()) {
        const double value = scoreOf(m_review->scores, name.key);
        scores.append(
            {QString::fromLatin1(name.key), {name.title, value, percentText(value), name.weight, toneOfShare(value)}});
    }
    double longest = 1;
    for (const auto& phase : m_review->phases) longest = std::max({longest, phase.budget_s, phase.actual_s});
    for (const auto& phase : m_review->phases) {
        const double off = std::abs(phase.actual_s - phase.budget_s) / phase.budget_s;
        const auto text = tr("%1 of %2")
                              .arg(clockText(static_cast<Milliseconds>(1000 * phase.actual_s)),
                                   clockText(static_cast<Milliseconds>(1000 * phase.budget_s)));
        pacing.append({QString::fromStdString(phase.title),
                       {QString::fromStdString(phase.title), phase.budget_s / longest, phase.actual_s / longest, text,
                        off <= 0.15  ? QStringLiteral("good")
                        : off <= 0.4 ? QStringLiteral("close")
                                     : QStringLiteral("missed")}});
    }
    for (const auto& component : m_review->missed)
        missed.append(
            {QString::fromStdString(component.id),
             {QString::fromStdString(component.title), component.weight >= 3   ? tr("bottleneck or critical path")
                                                       : component.weight >= 2 ? tr("on the request's path")
                                                                               : tr("off the request's path")}});
    for (const auto& number : m_review->numbers)
        numbers.append({QString::fromStdString(number.figure.key),
                        {QString::fromStdString(number.figure.label),
                         number.said ? figureText(*number.said, number.figure.unit) : tr("not said"),
                         figureText(*number.figure.model, number.figure.unit),
                         number.credit >= 1  ? tr("close enough")
                         : number.credit > 0 ? tr("within a factor of 2")
                         : number.said       ? tr("off")
                                             : tr("left out"),
                         toneOfShare(number.credit)}});
    for (const auto& area : m_review->calibration)
        calibration.append({QString::fromStdString(area.area),
                            {QString::fromStdString(area.area), area.self, area.machine,
                             std::abs(area.gap()) < 0.17 ? tr("you judged it well")
                             : area.gap() > 0            ? tr("you rated it higher")
                                                         : tr("you rated it lower")}});
    m_scores.replace(std::move(scores));
    m_pacing.replace(std::move(pacing));
    m_missed.replace(std::move(missed));
    m_numbers.replace(std::move(numbers));
    m_calibration.replace(std::move(calibration));
    emit reviewChanged();
}

void DrillController::fillRating() {
    QList<KeyedModel::Row> areas, said;
    for (const auto& area : practice::rubric()) {
        QStringList levels;
        for (const auto& level : area.levels) levels.append(QString::fromStdString(level));
        const auto rated = m_drill.ratings().find(area.id);
        areas.append(
            {QString::fromStdString(area.id),
             {QString::fromStdString(area.title), levels, rated == m_drill.ratings().end() ? 0 : rated->second}});
    }
    m_rubric.replace(std::move(areas));
    const bool known = m_subject.isFinished() && m_subject.future().isValid() && m_subject.future().resultCount() > 0;
    const auto subject = known ? std::optional<SubjectOrError>(m_subject.result()) : std::nullopt;
    if (subject && *subject) {
        for (const auto& figure : (*subject)->figures) {
            if (!figure.model) continue;
            const auto key = QString::fromStdString(figure.key);
            const int row = m_said.rowOf(key);
            said.append({key,
                         {QString::fromStdString(figure.label), typedUnit(figure.unit),
                          m_drill.said().empty() ? QString() : m_said.at(row, "text").toString(), QString()}});
        }
    }
    m_said.replace(std::move(said));
}

void DrillController::fillPhases() {
    QList<KeyedModel::Row> rows;
    const Milliseconds at = now();
    const double whole = m_plan.seconds();
    for (int i = 0; i < static_cast<int>(m_plan.phases.size()); ++i) {
        const auto& phase = m_plan.phases[static_cast<std::size_t>(i)];
        const double spent = static_cast<double>(m_drill.inPhase(i, at)) / 1000;
        const bool current = m_drill.running() && i == m_drill.phase();
        rows.append({QString::fromStdString(phase.id),
                     {QString::fromStdString(phase.title), QString::fromStdString(phase.prompt),
                      QString::fromStdString(phase.holds), clockText(1000 * phase.seconds),
                      tr("%1 words").arg(phase.words()), phase.seconds / whole, std::min(1.0, spent / phase.seconds),
                      current, m_drill.running() && i<m_drill.phase(), spent> phase.seconds}});
    }
    m_phases.replace(std::move(rows));
}

void DrillController::findInterrupted() {
    m_interrupted.clear();
    for (const auto& path : practice::interruptedDrills(m_folder)) {
        if (writerIsRunning(path) || (m_log && m_log->path() == path)) continue;
        const auto drill = practice::readLog(path);
        if (!drill) continue; // nothing in it to keep; it is left for whoever wants to look
        m_interruptedPath = path;
        m_interrupted = tr("A drill of “%1” was interrupted on %2.")
                            .arg(QString::fromStdString(drill->header.title),
                                 QLocale().toString(QDateTime::fromMSecsSinceEpoch(drill->header.started_at_ms),
                                                    QLocale::ShortFormat));
        break;
    }
    emit interruptedChanged();
}

void DrillController::keepInterrupted() {
    if (m_interrupted.isEmpty()) return;
    const auto logged = practice::readLog(m_interruptedPath);
    const auto plan = logged ? practice::planFor(logged->header.minutes) : std::nullopt;
    if (!logged || !plan) return setError(tr("The record of the interrupted drill cannot be read."));
    auto drill = Drill::replay(*plan, logged->header.mode, logged->events);
    if (!drill) return setError(QString::fromStdString(support::describe(drill.error())));
    if (drill->stage() != Stage::Review) drill->abort(logged->events.empty() ? 0 : logged->events.back().t_ms);
    const auto decoded = design::decode(logged->header.design);
    const auto subject = decoded ? studio::subjectOf(decoded->design, *m_catalog())
                                 : support::Result<practice::Subject>(practice::Subject{});
    keep(*drill, logged->header, practice::review(*drill, subject ? *subject : practice::Subject{}));
    if (m_error.isEmpty()) discardInterrupted();
}

void DrillController::discardInterrupted() {
    if (m_interrupted.isEmpty()) return;
    std::error_code failed;
    std::filesystem::remove(m_interruptedPath, failed);
    if (failed) return setError(QString::fromStdString(failed.message()));
    findInterrupted();
}

void DrillController::setError(const QString& error) {
    if (error == m_error) return;
    m_error = error;
    emit errorChanged();
}

} // namespace catenary::studio
