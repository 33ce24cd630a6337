// SPDX-License-Identifier: Apache-2.0
#include "app/studio/models/choice_model.h"

#include <algorithm>

namespace catenary::studio {

namespace {

/// Letters and digits alone, in lower case.
QString bare(const QString& text) {
    QString letters;
    for (const QChar letter : text.toLower())
        if (letter.isLetterOrNumber()) letters.append(letter);
    return letters;
}

QString textOf(const QVariantMap& choice, const char* member) {
    return choice.value(QLatin1String(member)).toString();
}

/// How well one word fits a choice: its name begins with it, a word of the name does, the name holds it, anything else
/// that is said of it does. 0: not at all.
int fit(const QVariantMap& choice, const QString& word) {
    const QString name = textOf(choice, "text");
    if (bare(name).startsWith(word)) return 4;
    const QStringList words = name.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (std::ranges::any_of(words, [&](const QString& part) { return bare(part).startsWith(word); })) return 3;
    if (bare(name).contains(word) || bare(textOf(choice, "value")).contains(word)) return 2;
    const auto says = [&](const char* member) { return bare(textOf(choice, member)).contains(word); };
    return says("detail") || says("trailing") || says("group") ? 1 : 0;
}

} // namespace

int ChoiceModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ChoiceModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= count()) return {};
    const QVariantMap& choice = m_found[index.row()];
    if (role != HeadingRole) return choice.value(QString::fromLatin1(roleNames().value(role)));
    const QString group = textOf(choice, "group");
    return index.row() > 0 && textOf(m_found[index.row() - 1], "group") == group ? QString() : group;
}

QHash<int, QByteArray> ChoiceModel::roleNames() const {
    return {{ValueRole, "value"},
            {TextRole, "text"},
            {DetailRole, "detail"},
            {TrailingRole, "trailing"},
            {HeadingRole, "heading"}};
}

void ChoiceModel::setChoices(const QVariantList& choices) {
    if (choices == m_choices) return;
    m_choices = choices;
    find();
}

void ChoiceModel::setQuery(const QString& query) {
    if (query == m_query) return;
    m_query = query;
    find();
}

int ChoiceModel::rowOf(const QString& value) const {
    const auto found =
        std::ranges::find_if(m_found, [&](const QVariantMap& choice) { return textOf(choice, "value") == value; });
    return found == m_found.end() ? -1 : static_cast<int>(found - m_found.begin());
}

QString ChoiceModel::valueAt(int row) const {
    return textOf(m_found.at(row), "value");
}

void ChoiceModel::find() {
    QStringList words;
    for (const QString& word : m_query.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        if (const QString letters = bare(word); !letters.isEmpty()) words.append(letters);
    beginResetModel();
    m_found.clear();
    m_best = -1;
    int most = -1;
    for (const QVariant& each : m_choices) {
        const QVariantMap choice = each.toMap();
        int sum = 0;
        const bool all = std::ranges::all_of(words, [&](const QString& word) {
            const int fits = fit(choice, word);
            sum += fits;
            return fits > 0;
        });
        if (!all || (!words.isEmpty() && textOf(choice, "value").isEmpty())) continue;
        m_found.append(choice);
        if (sum > most) {
            most = sum;
            m_best = count() - 1;
        }
    }
    endResetModel();
    emit changed();
}

} // namespace catenary::studio
