// SPDX-License-Identifier: Apache-2.0
#include "app/studio/practice/drill_controller.h"

#include "app/studio/practice/drill_subject.h"
#include "app/studio/practice/practice_text.h"
#include "app/studio/practice/progress_model.h"
#include "core/design/codec.h"
#include "core/support/files.h"

#include <QDateTime>
#include <QtConcurrent>

#include <algorithm>
#include <chrono>
#include <unistd.h>

namespace catenary::studio {

using practice::Drill;
using practice::Milliseconds;
using practice::Stage;

namespace {

constexpr int tickMs = 100;
constexpr Milliseconds beatMs = 900; ///< with a tick, less than a second

practice::Milliseconds steadyMilliseconds() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
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

} // namespace

DrillController::DrillController(DocumentController& document, DocumentController::CatalogSource catalog,
                                 ProgressModel& progress, QString logFolder, QObject* parent, Clock clock)
    : QObject(parent), m_document(document), m_catalog(std::move(catalog)), m_progress(progress),
      m_folder(logFolder.isEmpty() ? support::userStateDirectory() / "drills"
                                   : std::filesystem::path(logFolder.toStdString())),
      m_plan(*practice::planFor(5)), m_drill(m_plan, m_mode),
      m_clock(clock ? std::move(clock) : Clock(steadyMilliseconds)),
      m_phases({"title", "prompt", "holds", "budget", "words", "share", "filled", "current", "done", "late"}),
      m_rubric({"title", "levels", "level"}), m_said({"label", "unit", "text", "error"}) {
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
    m_reviewShown.clear();
    m_said.replace({});
    m_lastBeat = 0;
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
}

bool DrillController::underWay() const {
    return m_drill.stage() != Stage::Setup && m_drill.stage() != Stage::Review && m_drill.stage() != Stage::Aborted;
}

void DrillController::prepare() {
    if (underWay()) abort();
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
    estimateSubject();
    m_timer.start();
    after(m_drill.begin(now()));
}

void DrillController::estimateSubject() {
    m_subject.setFuture(
        QtConcurrent::run([design = m_design, source = m_catalog] { return drillSubject(design, *source()); }));
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
    keepThis(practice::review(m_drill, subject ? *subject : plainSubject(m_design)));
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
    const bool empty = text.trimmed().isEmpty();
    if (value ? m_drill.number(now(), known->key, *value) : empty && m_drill.unsay(now(), known->key)) record();
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
    beat();
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

void DrillController::beat() {
    const bool timed = m_drill.running() || m_drill.stage() == Stage::Brief || m_drill.stage() == Stage::Countdown;
    if (!m_log || !timed || now() - m_lastBeat < beatMs) return;
    m_lastBeat = now();
    if (const auto written = m_log->beat(m_lastBeat); !written) {
        setError(QString::fromStdString(support::describe(written.error())));
        m_log.reset();
    }
}

bool DrillController::keep(const Drill& drill, const practice::LogHeader& header, const practice::Review& review,
                           const std::filesystem::path& log) {
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
        return false; // the record on disk stays and is offered at the next start
    }
    std::error_code ignored; // at worst it is offered once more
    if (!log.empty()) std::filesystem::remove(log, ignored);
    return true;
}

void DrillController::keepThis(const practice::Review& review) {
    if (keep(m_drill, m_header, review, m_log ? m_log->path() : std::filesystem::path())) m_log.reset();
}

void DrillController::showReview() {
    if (m_reviewShown.isShown()) return;
    const auto& subject = m_subject.result();
    const practice::Review review = practice::review(m_drill, subject ? *subject : plainSubject(m_design));
    keepThis(review);
    m_reviewShown.show(review, QString::fromStdString(m_header.title));
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
        const auto numbers = m_drill.said();
        for (const auto& figure : (*subject)->figures) {
            if (!figure.model) continue;
            const auto key = QString::fromStdString(figure.key);
            const int row = m_said.rowOf(key); // as it was typed; before that what the record of the drill holds
            const auto number = std::find_if(numbers.begin(), numbers.end(),
                                             [&](const practice::Said& one) { return one.key == figure.key; });
            const QString recorded = number == numbers.end() ? QString() : toTyped(number->value, figure.unit);
            said.append({key,
                         {QString::fromStdString(figure.label), typedUnit(figure.unit),
                          row >= 0 ? m_said.at(row, "text").toString() : recorded,
                          row >= 0 ? m_said.at(row, "error").toString() : QString()}});
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

void DrillController::setError(const QString& error) {
    if (error == m_error) return;
    m_error = error;
    emit errorChanged();
}

} // namespace catenary::studio
