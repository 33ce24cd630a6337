// SPDX-License-Identifier: Apache-2.0
//
// practice: drills as the views see them. `ProgressModel` holds the library of past drills and what follows from it;
// `DrillController` is the drill going on. The library is opened when it is first needed. Lives on the GUI thread.
#pragma once

#include "app/studio/practice/review_model.h"
#include "core/library/library.h"

#include <optional>

namespace catenary::studio {

class ProgressModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    Q_PROPERTY(
        catenary::studio::KeyedModel* drills READ drills CONSTANT) ///< title, when, length, mode, score, tone, complete
    Q_PROPERTY(
        catenary::studio::KeyedModel* areas READ areas CONSTANT) ///< title, share, text: medians of the last five
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(QString median READ median NOTIFY changed) ///< of the last five complete drills; empty without any
    Q_PROPERTY(QString week READ week NOTIFY changed)     ///< how many of this week's five-minute drills are done
    Q_PROPERTY(QString missed READ missed NOTIFY changed) ///< the components whose absence cost the most; empty if none
    Q_PROPERTY(catenary::studio::ReviewModel* review READ review CONSTANT) ///< of the past drill that was opened
    Q_PROPERTY(QVariantList trend READ trend NOTIFY
                   changed) ///< points of the complete drills, oldest first: x, y in 0…1 from bottom left
    Q_PROPERTY(QString trendText READ trendText NOTIFY changed) ///< the same in words
    Q_PROPERTY(QString error READ error NOTIFY changed)         ///< why the library cannot be used; empty if it can

public:
    /// `path`: of the library's file; empty for the usual one.
    explicit ProgressModel(QString path = {}, QObject* parent = nullptr);
    ~ProgressModel() override;

    /// Opens the library if need be and reads it again.
    Q_INVOKABLE void load();
    Q_INVOKABLE void remove(const QString& key);
    /// Shows the review of a past drill in `review`, from the library. False where it cannot be read.
    Q_INVOKABLE bool showReview(const QString& key);
    /// Keeps a drill. False, and `error`, when that fails.
    bool add(const library::DrillRecord& drill);

    [[nodiscard]] KeyedModel* drills() { return &m_drills; }
    [[nodiscard]] KeyedModel* areas() { return &m_areas; }
    [[nodiscard]] ReviewModel* review() { return &m_review; }
    [[nodiscard]] int count() const { return static_cast<int>(m_records.size()); }
    [[nodiscard]] const QString& median() const { return m_median; }
    [[nodiscard]] QString week() const;
    [[nodiscard]] QString missed() const;
    [[nodiscard]] QVariantList trend() const;
    [[nodiscard]] QString trendText() const;
    [[nodiscard]] const QString& error() const { return m_error; }

signals:
    void changed();

private:
    bool open();
    void fill();
    [[nodiscard]] std::vector<double> totals() const; ///< of complete drills, oldest first

    QString m_path;
    std::optional<library::Library> m_library;
    std::vector<library::DrillRecord> m_records; ///< newest first
    QString m_median, m_error;
    KeyedModel m_drills, m_areas;
    ReviewModel m_review;
};

} // namespace catenary::studio
