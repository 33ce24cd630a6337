// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/kind_order.h"
#include "core/design/codec.h"

#include <QtTest>

#include <set>

using namespace catenary;

namespace {

constexpr auto text = R"({"format":"catenary-design","version":1,"components":[
    {"id":"app","kind":"client"},{"id":"s","kind":"service"},{"id":"v","kind":"vector_db"}],
    "connections":[{"id":"s-v","from":"s","to":"v"}]})";

} // namespace

class KindOrderTest : public QObject {
    Q_OBJECT

    const std::shared_ptr<const catalog::Catalog> m_catalog = catalog::Catalog::builtIn();

    [[nodiscard]] QStringList offered(const design::Design& design, const char* from = "",
                                      const QStringList& recent = {}) const {
        QStringList ids;
        for (const catalog::Kind* kind : studio::offeredKinds(*m_catalog, design, design::ComponentId(from), recent))
            ids.append(QString::fromStdString(kind->id));
        return ids;
    }

private slots:
    void everyKindIsOfferedOnce() {
        const QStringList ids = offered({});
        QCOMPARE(static_cast<std::size_t>(ids.size()), m_catalog->kinds().size());
        QCOMPARE(QSet<QString>(ids.begin(), ids.end()).size(), ids.size());
    }

    void anEmptyDesignBeginsWithAClient() { QCOMPARE(offered({}).front(), QStringLiteral("client")); }

    void whatWasUsedLastComesFirst() {
        const design::Design design = design::decode(text).value().design;
        const QStringList recent{QStringLiteral("vector_db"), QStringLiteral("waf")};
        QCOMPARE(offered(design, "", recent).mid(0, 3), recent + QStringList{QStringLiteral("client")});
    }

    void whatFollowsTheKindComesFirstAfterAConnection() {
        const design::Design design = design::decode(text).value().design;
        QCOMPARE(offered(design, "s").front(), QStringLiteral("vector_db")); // as this design has it
        QCOMPARE(offered(design, "app").front(), QStringLiteral("load_balancer_l7"));
        QVERIFY(offered(design, "app").indexOf(QStringLiteral("client")) > 3);
    }

    void aTitleThatBeginsAsTypedComesFirst() {
        for (const auto& [typed, first] : {std::pair("serv", "service"), {" Cach", "cache"}, {"api", "api_gateway"}})
            QCOMPARE(QString::fromStdString(studio::foundKinds(*m_catalog, QString::fromLatin1(typed)).front()->id),
                     QString::fromLatin1(first));
    }

    void theKindsNamedInTheOrderExist() {
        const QStringList ids = offered({});
        for (const char* id : {"load_balancer_l7", "api_gateway", "cache", "relational_db", "queue", "event_log",
                               "model_server", "llm_server", "vector_db", "feature_store_online", "object_store"}) {
            QVERIFY2(m_catalog->kind(id) != nullptr, id);
            QVERIFY2(ids.indexOf(QString::fromLatin1(id)) < 15, id);
        }
    }
};

QTEST_GUILESS_MAIN(KindOrderTest)
#include "kind_order_test.moc"
