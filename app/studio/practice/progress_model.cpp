// SPDX-License-Identifier: Apache-2.0
#include "app/studio/practice/progress_model.h"

#include "app/studio/practice/practice_text.h"
#include "core/practice/score.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <map>

namespace catenary::studio {

using library::DrillRecord;

namespace {

constexpr int weeklyDrills = 3;
constexpr int weeklyMinutes = 5;         ///< a shorter drill is a warm-up: it does not count towards the week
constexpr std::size_t longestTrend = 30; ///< points drawn

QString modeName(const std::string& mode) {
    return mode == "exam" ? ProgressModel::tr("Exam") : ProgressModel::tr("Guided");
}

} // namespace

ProgressModel::ProgressModel(QString path, QObject* parent)
    : QObject(parent), m_path(std::move(path)),
      m_drills({"title", "when", "length", "mode", "score", "tone", "complete"}), m_areas({"title", "share", "text"}) {}

ProgressModel::~ProgressModel() = default;

bool ProgressModel::open() {
    if (m_library) return true;
    auto opened = library::Library::open(m_path.isEmpty() ? library::Library::usualPath()
                                                          : std::filesystem::path(m_path.toStdString()));
    if (opened) {
        m_library = std::move(*opened);
        m_error.clear();
    } else {
        m_error = QString::fromStdString(support::describe(opened.error()));
    }
    return m_library.has_value();
}

void ProgressModel::load() {
    if (open()) {
        if (auto drills = m_library->drills()) {
            m_records = std::move(*drills);
            m_error.clear();
        } else {
            m_error = QString::fromStdString(support::describe(drills.error()));
        }
    }
    fill();
    emit changed();
}

bool ProgressModel::add(const DrillRecord& drill) {
    bool done = false;
    if (open()) {
        const auto added = m_library->addDrill(drill);
        done = added.has_value();
        if (!done) m_error = QString::fromStdString(support::describe(added.error()));
    }
    if (done)
        load();
    else
        emit changed();
    return done;
}

void ProgressModel::remove(const QString& key) {
    if (!open()) return;
    if (const auto removed = m_library->removeDrill(key.toLongLong()); !removed)
        m_error = QString::fromStdString(support::describe(removed.error()));
    load();
}

bool ProgressModel::showReview(const QString& key) {
    const auto drill = std::find_if(m_records.begin(), m_records.end(),
                                    [id = key.toLongLong()](const DrillRecord& record) { return record.id == id; });
    if (drill == m_records.end()) return false;
    std::map<std::string, int> ratings;
    for (const auto& [area, level] : drill->ratings.items())
        if (level.is_number_integer()) ratings[area] = level.get<int>();
    const auto review = practice::reviewFromJson(drill->review, ratings);
    if (!review) {
        m_error = QString::fromStdString(support::describe(review.error()));
        emit changed();
        return false;
    }
    m_review.show(
        *review, QString::fromStdString(drill->title),
        tr("%1 · %2 min, %3")
            .arg(QLocale().toString(QDateTime::fromMSecsSinceEpoch(drill->started_at_ms), QLocale::ShortFormat))
            .arg(drill->minutes)
            .arg(modeName(drill->mode)));
    return true;
}

void ProgressModel::fill() {
    QList<KeyedModel::Row> rows;
    for (const DrillRecord& drill : m_records) {
        const QDateTime when = QDateTime::fromMSecsSinceEpoch(drill.started_at_ms);
        rows.append({QString::number(drill.id),
                     {QString::fromStdString(drill.title), QLocale().toString(when, QLocale::ShortFormat),
                      tr("%1 min").arg(drill.minutes), modeName(drill.mode),
                      drill.complete ? scoreText(drill.total) : tr("incomplete"),
                      drill.complete ? toneOfTotal(drill.total) : QStringLiteral("quiet"), drill.complete}});
    }
    m_drills.replace(std::move(rows));
    const auto median = library::medianOfLastFive(m_records);
    m_median = median ? scoreText(*median) : QString();

    QList<KeyedModel::Row> areas;
    for (const ScoreName& score : scoreNames()) {
        std::vector<double> values;
        for (const DrillRecord& drill : m_records)
            if (drill.complete && values.size() < 5 && drill.review.contains("scores") &&
                drill.review["scores"].contains(score.key))
                values.push_back(drill.review["scores"][score.key].get<double>());
        if (values.empty()) continue;
        std::sort(values.begin(), values.end());
        const std::size_t middle = values.size() / 2;
        const double value = values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
        areas.append({QString::fromLatin1(score.key), {score.title, value, percentText(value)}});
    }
    m_areas.replace(std::move(areas));
}

QString ProgressModel::week() const {
    const QDate today = QDate::currentDate();
    const QDate monday = today.addDays(1 - today.dayOfWeek());
    const auto done = std::count_if(m_records.begin(), m_records.end(), [&](const DrillRecord& drill) {
        return drill.complete && drill.minutes >= weeklyMinutes &&
               QDateTime::fromMSecsSinceEpoch(drill.started_at_ms).date() >= monday;
    });
    return tr("%1 of %2 five-minute drills this week").arg(done).arg(weeklyDrills);
}

QString ProgressModel::missed() const {
    struct Absence {
        int times = 0;
        double weight = 0; ///< summed over the drills
    };
    std::map<std::string, Absence> absences;
    for (const DrillRecord& drill : m_records) {
        if (!drill.complete || !drill.review.contains("missed")) continue;
        for (const auto& component : drill.review["missed"]) {
            Absence& absence =
                absences[drill.title + " · " + component.value("title", component.value("id", std::string()))];
            ++absence.times;
            absence.weight += component.value("weight", 1.0);
        }
    }
    std::vector<std::pair<std::string, Absence>> sorted(absences.begin(), absences.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second.weight > b.second.weight; });
    QStringList lines;
    for (const auto& [name, absence] : sorted)
        if (absence.times > 1 && lines.size() < 3)
            lines.append(tr("%1 (%2 times)").arg(QString::fromStdString(name)).arg(absence.times));
    return lines.join(QLatin1Char('\n'));
}

std::vector<double> ProgressModel::totals() const {
    std::vector<double> totals;
    for (const DrillRecord& drill : m_records)
        if (drill.complete && totals.size() < longestTrend) totals.push_back(drill.total);
    std::reverse(totals.begin(), totals.end());
    return totals;
}

QVariantList ProgressModel::trend() const {
    const auto values = totals();
    QVariantList points;
    for (std::size_t i = 0; i < values.size(); ++i)
        points.append(QPointF(values.size() > 1 ? static_cast<double>(i) / static_cast<double>(values.size() - 1) : 0.5,
                              std::clamp(values[i] / 100, 0.0, 1.0)));
    return points;
}

QString ProgressModel::trendText() const {
    QStringList words;
    for (const double total : totals()) words.append(scoreText(total));
    return words.isEmpty() ? QString()
                           : tr("Scores from the oldest to the newest: %1").arg(words.join(QStringLiteral(", ")));
}

} // namespace catenary::studio
