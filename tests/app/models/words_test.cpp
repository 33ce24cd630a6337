// SPDX-License-Identifier: Apache-2.0
#include "app/studio/models/figure_text.h"
#include "app/studio/models/words.h"
#include "core/design/codec.h"

#include <QtTest>

#include <limits>

using namespace catenary;

namespace {

constexpr auto text = R"({"format":"catenary-design","version":1,"components":[
    {"id":"app","kind":"client","name":"Phone"},{"id":"s","kind":"service","name":"Ranker"}],
    "connections":[{"id":"app-s","from":"app","to":"s"}],
    "workloads":[{"id":"w","name":"Searches","source":"app","arrival":{"process":"poisson","rate_per_s":20}}]})";

} // namespace

class WordsTest : public QObject {
    Q_OBJECT

    const design::Design m_design = design::decode(text).value().design;
    const std::shared_ptr<const catalog::Catalog> m_catalog = catalog::Catalog::builtIn();

    [[nodiscard]] QString said(const char* message, const char* where = "") const {
        return studio::inWords(message, m_design, *m_catalog, where);
    }

private slots:
    void aFieldIsCalledByItsLabel() {
        QCOMPARE(said("`replicas` must be a whole number", "s.replicas"),
                 QStringLiteral("“Replicas” must be a whole number."));
        QCOMPARE(said("set `retries`", "connections.app-s.policy"), QStringLiteral("Set “Retries”."));
        QCOMPARE(said("an arrival needs `rate_per_s`", "w"), QStringLiteral("An arrival needs “Mean rate”."));
    }

    void anElementIsCalledByItsTitle() {
        QCOMPARE(said("`s` is locked"), QStringLiteral("“Ranker” is locked."));
        QCOMPARE(said("there is no call from `app` to `s`"),
                 QStringLiteral("There is no call from “Phone” to “Ranker”."));
    }

    void anotherWordStandsInQuotes() {
        QCOMPARE(said("unknown kind `some_thing`"), QStringLiteral("Unknown kind “some thing”."));
        QCOMPARE(said("one ` alone"), QStringLiteral("One ` alone."));
    }

    void namesOfAFileStayAsTheyAre() {
        QCOMPARE(studio::inQuotes("the field `rate_per_s` is missing"),
                 QStringLiteral("the field “rate_per_s” is missing"));
    }

    void whatIsCountedHasItsPlural() {
        QCOMPARE(said("`replicas` is 0 replica, but must be from 1 to 100000 replica", "s"),
                 QStringLiteral("“Replicas” is 0 replicas, but must be from 1 to 100000 replicas."));
        QCOMPARE(said("it takes 1 request and 2.5 ms"), QStringLiteral("It takes 1 request and 2.5 ms."));
        QCOMPARE(said("at most 20 request/s"), QStringLiteral("At most 20 request/s."));
    }

    void sentencesAreJoinedBySentences() {
        QCOMPARE(studio::joined(said("a loop: a → b → a"), said("a call that waits cannot wait for itself")),
                 QStringLiteral("A loop: a → b → a. A call that waits cannot wait for itself."));
        QCOMPARE(studio::joined(said("enough."), {}), QStringLiteral("Enough."));
        QCOMPARE(said(""), QString());
    }

    void noCheckOfADesignLeavesBackTicks() {
        const catalog::Kind* kind = m_catalog->kind("service");
        for (const std::string& name : m_catalog->parameterNames(*kind)) {
            const catalog::Parameter* parameter = m_catalog->parameter(*kind, name);
            const auto finding = m_catalog->check(*parameter, support::Json{{"no", "such"}});
            if (!finding) continue;
            for (const std::string& message : {finding->message, finding->hint}) {
                const QString words = studio::inWords(message, m_design, *m_catalog, "s." + name);
                QVERIFY2(!words.contains('`'), qPrintable(words));
                if (name.find('_') != std::string::npos)
                    QVERIFY2(!words.contains(QString::fromStdString(name)), qPrintable(words));
            }
        }
    }

    void aPreciseNumberHasFourDigitsAtMost() {
        QCOMPARE(studio::preciseText(41.26057146442224, "ms"), QStringLiteral("41.26 ms"));
        QCOMPARE(studio::preciseText(0.658038, "ms"), QStringLiteral("658 µs"));
        QCOMPARE(studio::preciseText(25374.4, "usd/month"), QStringLiteral("$25.37 k/mo"));
        QCOMPARE(studio::preciseText(0.0032145, "usd"), QStringLiteral("$0.003214"));
        QCOMPARE(studio::preciseText(3000, "request/s"), QStringLiteral("3000 req/s"));
        QCOMPARE(studio::preciseText(0.61251, "ratio"), QStringLiteral("61.25 %"));
        QCOMPARE(studio::preciseText(1.5, "1"), QStringLiteral("1.5"));
        QCOMPARE(studio::preciseText(0, "ms"), QStringLiteral("0 ms"));
        QCOMPARE(studio::preciseText(1, "token"), QStringLiteral("1 token"));
        QCOMPARE(studio::preciseText(2, "round_trip"), QStringLiteral("2 round trips"));
        QCOMPARE(studio::preciseText(std::numeric_limits<double>::quiet_NaN(), "ms"), QStringLiteral("–"));
    }
};

QTEST_GUILESS_MAIN(WordsTest)
#include "words_test.moc"
