// SPDX-License-Identifier: Apache-2.0
// A review as the views show it: of the drill that has just ended, or of one in the library. Formats only.
#pragma once

#include "app/studio/models/keyed_model.h"
#include "core/practice/review.h"

#include <optional>

namespace catenary::studio {

class ReviewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by the drill and by the progress")
    Q_PROPERTY(bool shown READ isShown NOTIFY changed)
    Q_PROPERTY(QString title READ title NOTIFY changed) ///< of the design
    Q_PROPERTY(QString when READ when NOTIFY changed)   ///< empty for the drill that has just ended
    Q_PROPERTY(bool complete READ complete NOTIFY changed)
    Q_PROPERTY(QString total READ total NOTIFY changed)
    Q_PROPERTY(QString totalTone READ totalTone NOTIFY changed)
    Q_PROPERTY(QString grade READ grade NOTIFY changed)
    Q_PROPERTY(QString nextStep READ nextStep NOTIFY changed)
    Q_PROPERTY(QString timing READ timing NOTIFY changed)
    Q_PROPERTY(QString backwards READ backwards NOTIFY changed)     ///< edges told the wrong way round
    Q_PROPERTY(QString noBackwards READ noBackwards NOTIFY changed) ///< said when there are none
    Q_PROPERTY(QString noFigures READ noFigures NOTIFY changed)     ///< why there are no numbers to hold it against
    Q_PROPERTY(catenary::studio::KeyedModel* scores READ scores CONSTANT) ///< title, share, text, weight, tone
    Q_PROPERTY(
        catenary::studio::KeyedModel* pacing READ pacing CONSTANT) ///< title, budgetShare, actualShare, text, tone
    Q_PROPERTY(catenary::studio::KeyedModel* missed READ missed CONSTANT)   ///< title, why
    Q_PROPERTY(catenary::studio::KeyedModel* numbers READ numbers CONSTANT) ///< label, said, expected, verdict, tone
    Q_PROPERTY(catenary::studio::KeyedModel* calibration READ calibration CONSTANT) ///< title, self, machine, text

public:
    explicit ReviewModel(QObject* parent = nullptr);

    void show(const practice::Review& review, const QString& title, const QString& when = {});
    void clear();

    [[nodiscard]] bool isShown() const { return m_review.has_value(); }
    [[nodiscard]] const QString& title() const { return m_title; }
    [[nodiscard]] const QString& when() const { return m_when; }
    [[nodiscard]] bool complete() const { return m_review && m_review->complete; }
    [[nodiscard]] QString total() const;
    [[nodiscard]] QString totalTone() const;
    [[nodiscard]] QString grade() const;
    [[nodiscard]] QString nextStep() const;
    [[nodiscard]] QString timing() const;
    [[nodiscard]] QString backwards() const;
    [[nodiscard]] QString noBackwards() const;
    [[nodiscard]] QString noFigures() const;
    [[nodiscard]] KeyedModel* scores() { return &m_scores; }
    [[nodiscard]] KeyedModel* pacing() { return &m_pacing; }
    [[nodiscard]] KeyedModel* missed() { return &m_missed; }
    [[nodiscard]] KeyedModel* numbers() { return &m_numbers; }
    [[nodiscard]] KeyedModel* calibration() { return &m_calibration; }

signals:
    void changed();

private:
    void fillScores();
    void fillPacing();
    void fillMissed();
    void fillNumbers();
    void fillCalibration();

    std::optional<practice::Review> m_review;
    QString m_title, m_when;
    KeyedModel m_scores, m_pacing, m_missed, m_numbers, m_calibration;
};

} // namespace catenary::studio
