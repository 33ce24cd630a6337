// SPDX-License-Identifier: Apache-2.0
// The drill going on: the state machine of core/practice driven by a monotonic clock, its record on disk, its review.
// What QML shows is formatted here; the views hold no rule. A drill is about the design as it was when it began.
#pragma once

#include "app/studio/document/document_controller.h"
#include "app/studio/practice/review_model.h"
#include "core/practice/log.h"

#include <QFutureWatcher>
#include <QStringList>
#include <QTimer>

#include <functional>
#include <optional>

namespace catenary::studio {

class ProgressModel;

class DrillController : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    // Choosing
    Q_PROPERTY(int minutes READ minutes WRITE setMinutes NOTIFY planChanged)
    Q_PROPERTY(QVariantList lengths READ lengths CONSTANT)              ///< {value, text}
    Q_PROPERTY(QString mode READ mode WRITE setMode NOTIFY planChanged) ///< "guided", "exam"
    Q_PROPERTY(bool available READ available NOTIFY stageChanged)       ///< the open design has components to tell of
    Q_PROPERTY(QString title READ title NOTIFY stageChanged)
    Q_PROPERTY(QString task READ task NOTIFY stageChanged)  ///< what to explain, from the design's own prompt
    Q_PROPERTY(QString words READ words NOTIFY planChanged) ///< how many words the time is
    // Running
    Q_PROPERTY(
        QString stage READ stage NOTIFY stageChanged) ///< setup brief countdown running overtime self-rate review
    Q_PROPERTY(bool running READ running NOTIFY stageChanged) ///< running or overtime
    Q_PROPERTY(bool paused READ paused NOTIFY stageChanged)
    Q_PROPERTY(bool canPause READ canPause NOTIFY planChanged)
    Q_PROPERTY(QString clock READ clock NOTIFY clockChanged) ///< time left of the brief, the countdown or the whole
    Q_PROPERTY(QString phaseClock READ phaseClock NOTIFY clockChanged) ///< time in the phase, and its budget
    Q_PROPERTY(bool late READ late NOTIFY clockChanged)                ///< the phase is over its budget
    Q_PROPERTY(QString phaseTitle READ phaseTitle NOTIFY phaseChanged)
    Q_PROPERTY(QString prompt READ prompt NOTIFY phaseChanged) ///< empty in an exam
    Q_PROPERTY(QString holds READ holds NOTIFY phaseChanged)
    Q_PROPERTY(catenary::studio::KeyedModel* phases READ phases
                   CONSTANT) ///< title, prompt, holds, budget, words, share, filled, current, done, late
    Q_PROPERTY(QStringList components READ components NOTIFY stageChanged) ///< ids, left to right, of the design told
    Q_PROPERTY(QStringList touched READ touched NOTIFY touchedChanged)
    Q_PROPERTY(QString candidate READ candidate NOTIFY touchedChanged) ///< id that the keyboard would point at
    Q_PROPERTY(QString candidateTitle READ candidateTitle NOTIFY touchedChanged)
    Q_PROPERTY(QString lastTouched READ lastTouched NOTIFY touchedChanged) ///< title
    // Rating
    Q_PROPERTY(catenary::studio::KeyedModel* rubric READ rubric CONSTANT) ///< title, levels, level
    Q_PROPERTY(catenary::studio::KeyedModel* said READ said CONSTANT)     ///< label, unit, text, error
    Q_PROPERTY(bool rated READ rated NOTIFY ratingChanged)                ///< every area has a level
    Q_PROPERTY(QString ratingLeft READ ratingLeft NOTIFY ratingChanged)
    Q_PROPERTY(catenary::studio::ReviewModel* review READ review CONSTANT) ///< of the drill that has ended
    // An interrupted drill
    Q_PROPERTY(
        QString interrupted READ interrupted NOTIFY interruptedChanged) ///< what was left behind; empty if nothing
    Q_PROPERTY(bool canResume READ canResume NOTIFY interruptedChanged) ///< it was run to its end and not yet rated
    Q_PROPERTY(QString error READ error NOTIFY errorChanged)

public:
    /// Milliseconds that never go back; where it starts is of no matter.
    using Clock = std::function<practice::Milliseconds()>;

    /// `logFolder`: where drills are recorded while they run; empty for the usual place. `clock`: empty for the
    /// system's monotonic one.
    DrillController(DocumentController& document, DocumentController::CatalogSource catalog, ProgressModel& progress,
                    QString logFolder = {}, QObject* parent = nullptr, Clock clock = {});
    ~DrillController() override;

    Q_INVOKABLE void prepare(); ///< back to choosing; an unfinished drill is kept as incomplete
    Q_INVOKABLE void begin();
    Q_INVOKABLE void next(); ///< Space
    Q_INVOKABLE void togglePause();
    Q_INVOKABLE void abort();
    Q_INVOKABLE void point(const QString& element);
    Q_INVOKABLE void moveCandidate(int steps); ///< keyboard: along the components, left to right
    Q_INVOKABLE void pointCandidate();
    Q_INVOKABLE void rate(const QString& area, int level);
    Q_INVOKABLE void say(const QString& figure, const QString& text);
    Q_INVOKABLE void finishRating();
    Q_INVOKABLE void resumeInterrupted(); ///< to its rating; not while a drill is under way
    Q_INVOKABLE void keepInterrupted();   ///< as incomplete, where it is
    Q_INVOKABLE void discardInterrupted();

    [[nodiscard]] int minutes() const { return m_plan.minutes; }
    void setMinutes(int minutes);
    [[nodiscard]] QVariantList lengths() const;
    [[nodiscard]] QString mode() const { return QString::fromLatin1(practice::toString(m_mode)); }
    void setMode(const QString& mode);
    [[nodiscard]] bool available() const { return !m_document.design().components.empty(); }
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString task() const;
    [[nodiscard]] QString words() const;
    [[nodiscard]] QString stage() const { return QString::fromLatin1(practice::toString(m_drill.stage())); }
    [[nodiscard]] bool running() const { return m_drill.running(); }
    [[nodiscard]] bool paused() const { return m_drill.paused(); }
    [[nodiscard]] bool canPause() const { return m_mode == practice::Mode::Guided; }
    [[nodiscard]] QString clock() const;
    [[nodiscard]] QString phaseClock() const;
    [[nodiscard]] bool late() const;
    [[nodiscard]] QString phaseTitle() const;
    [[nodiscard]] QString prompt() const;
    [[nodiscard]] QString holds() const;
    [[nodiscard]] KeyedModel* phases() { return &m_phases; }
    [[nodiscard]] QStringList components() const;
    [[nodiscard]] const QStringList& touched() const { return m_touched; }
    [[nodiscard]] QString candidate() const;
    [[nodiscard]] QString candidateTitle() const { return titleOf(candidate()); }
    [[nodiscard]] QString lastTouched() const { return m_last.isEmpty() ? QString() : titleOf(m_last); }
    [[nodiscard]] KeyedModel* rubric() { return &m_rubric; }
    [[nodiscard]] KeyedModel* said() { return &m_said; }
    [[nodiscard]] bool rated() const;
    [[nodiscard]] QString ratingLeft() const;
    [[nodiscard]] ReviewModel* review() { return &m_reviewShown; }
    [[nodiscard]] QString interrupted() const { return m_interrupted; }
    [[nodiscard]] bool canResume() const { return m_canResume; }
    [[nodiscard]] const QString& error() const { return m_error; }

signals:
    void planChanged();
    void stageChanged();
    void clockChanged();
    void phaseChanged();
    void touchedChanged();
    void ratingChanged();
    void interruptedChanged();
    void errorChanged();

private:
    using SubjectOrError = support::Result<practice::Subject>;

    [[nodiscard]] practice::Milliseconds now() const { return m_clock() - m_origin; }
    [[nodiscard]] QString titleOf(const QString& id) const;
    void reset();
    void tick();
    void after(bool happened); ///< records what is new and tells the views
    void record();
    void beat();
    void estimateSubject(); ///< of m_design, on a worker
    void fillPhases();
    void fillRating();
    void showReview();
    /// Into the library; then the record at `log` is not needed any more.
    bool keep(const practice::Drill& drill, const practice::LogHeader& header, const practice::Review& review,
              const std::filesystem::path& log);
    void keepThis(const practice::Review& review);
    [[nodiscard]] bool underWay() const;
    void findInterrupted();
    void setError(const QString& error);

    DocumentController& m_document;
    DocumentController::CatalogSource m_catalog;
    ProgressModel& m_progress;
    std::filesystem::path m_folder;
    practice::Plan m_plan;
    practice::Mode m_mode = practice::Mode::Guided;
    practice::Drill m_drill;
    practice::LogHeader m_header;
    std::optional<practice::DrillLog> m_log;
    std::size_t m_logged = 0; ///< events already in the log
    design::Design m_design;
    std::vector<std::string> m_tour; ///< components from left to right, for the keyboard
    int m_candidate = -1;
    QFutureWatcher<SubjectOrError> m_subject; ///< of m_design, made on a worker while the drill runs
    ReviewModel m_reviewShown;
    Clock m_clock;
    practice::Milliseconds m_origin = 0; ///< when the drill began, on m_clock
    practice::Milliseconds m_lastBeat = 0;
    QTimer m_timer;
    QStringList m_touched;
    QString m_last, m_error, m_interrupted;
    std::filesystem::path m_interruptedPath;
    bool m_canResume = false;
    practice::Stage m_shownStage = practice::Stage::Setup;
    int m_shownPhase = 0;
    KeyedModel m_phases, m_rubric, m_said;
};

} // namespace catenary::studio
