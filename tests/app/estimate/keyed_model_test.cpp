// SPDX-License-Identifier: Apache-2.0
#include "app/studio/models/keyed_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

using catenary::studio::KeyedModel;

namespace {

QList<KeyedModel::Row> rows(const QString& keys) {
    QList<KeyedModel::Row> list;
    for (const QChar c : keys) list.append({QString(c.toLower()), {QString(c)}});
    return list;
}

QString shown(const KeyedModel& model) {
    QString text;
    for (int i = 0; i < model.count(); ++i) text += model.at(i, QStringLiteral("text")).toString();
    return text;
}

} // namespace

class KeyedModelTest : public QObject {
    Q_OBJECT

private slots:
    void replacingShowsTheNewRowsAndSpeaksTheProtocol_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        for (const char* pair : {" ", " abc", "abc ", "abc abc", "abc aBc", "abc axc", "abc bc", "abc ab", "abc xabc",
                                 "abc abcx", "abc cab", "abcd abxyd", "aa a", "abab ab"}) {
            const QStringList parts = QString::fromLatin1(pair).split(QLatin1Char(' '));
            QTest::newRow(pair) << parts[0] << parts[1];
        }
    }
    void replacingShowsTheNewRowsAndSpeaksTheProtocol() {
        QFETCH(QString, before);
        QFETCH(QString, after);
        KeyedModel model({"text"});
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.replace(rows(before));
        QCOMPARE(shown(model), before);
        model.replace(rows(after));
        QCOMPARE(shown(model), after);
    }

    void aRowThatKeepsItsKeyKeepsItsPlaceInTheView() {
        KeyedModel model({"text"});
        model.replace(rows("abc"));
        const QPersistentModelIndex first = model.index(0), last = model.index(2);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged), removed(&model, &QAbstractItemModel::rowsRemoved);
        model.replace(rows("AbC"));
        QCOMPARE(removed.count(), 0);
        QCOMPARE(changed.count(), 2); // b did not change
        model.replace(rows("Axyc"));
        QVERIFY(first.isValid());
        QCOMPARE(last.row(), 3);
    }
};

QTEST_GUILESS_MAIN(KeyedModelTest)
#include "keyed_model_test.moc"
