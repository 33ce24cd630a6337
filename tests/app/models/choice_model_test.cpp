// SPDX-License-Identifier: Apache-2.0
#include "app/studio/models/choice_model.h"

#include <QtTest>

using catenary::studio::ChoiceModel;

namespace {

QVariantMap choice(const char* value, const char* text, const char* detail, const char* group) {
    return {{"value", value}, {"text", text}, {"detail", detail}, {"trailing", ""}, {"group", group}};
}

} // namespace

class ChoiceModelTest : public QObject {
    Q_OBJECT

    const QVariantList m_choices{
        choice("", "–", "", ""),
        choice("L4", "NVIDIA L4", "24 GiB", "NVIDIA accelerators"),
        choice("H100-SXM", "NVIDIA H100 80 GB SXM", "80 GiB", "NVIDIA accelerators"),
        choice("MI300X", "AMD Instinct MI300X", "192 GiB", "AMD accelerators"),
        choice("aws:p5.48xlarge", "AWS p5.48xlarge", "8 × H100-SXM", "AWS machines"),
    };

    [[nodiscard]] static QStringList valuesOf(const ChoiceModel& model) {
        QStringList values;
        for (int row = 0; row < model.count(); ++row) values.append(model.valueAt(row));
        return values;
    }

private slots:
    void everyWordMustBeFoundInWhatAChoiceSays_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QStringList>("values");
        QTest::newRow("none") << "" << QStringList{"", "L4", "H100-SXM", "MI300X", "aws:p5.48xlarge"};
        QTest::newRow("in the name and the detail") << "h100" << QStringList{"H100-SXM", "aws:p5.48xlarge"};
        QTest::newRow("case, hyphen and blanks do not count")
            << "H100sxm" << QStringList{"H100-SXM", "aws:p5.48xlarge"};
        QTest::newRow("in any order") << "80 nvidia" << QStringList{"H100-SXM"};
        QTest::newRow("a heading") << "amd acc" << QStringList{"MI300X"};
        QTest::newRow("nothing") << "h100 amd" << QStringList{};
    }
    void everyWordMustBeFoundInWhatAChoiceSays() {
        QFETCH(QString, query);
        QFETCH(QStringList, values);
        ChoiceModel model;
        model.setChoices(m_choices);
        model.setQuery(query);
        QCOMPARE(valuesOf(model), values);
    }

    void theBestIsNamedLikeTheQueryAndTheOrderStays() {
        ChoiceModel model;
        model.setChoices(m_choices);
        QCOMPARE(model.best(), 0);
        model.setQuery("aws"); // the name; of no other choice anything
        QCOMPARE(model.valueAt(model.best()), QString("aws:p5.48xlarge"));
        model.setQuery("accelerators");
        QCOMPARE(model.best(), 0);
        model.setQuery("m"); // "AWS machines" by its heading, "AMD Instinct MI300X" by a word of its name
        QCOMPARE(model.valueAt(model.best()), QString("MI300X"));
        model.setQuery("quantum");
        QCOMPARE(model.best(), -1);
        QCOMPARE(model.count(), 0);
    }

    void theFirstThatIsFoundOfAGroupHasItsHeading() {
        ChoiceModel model;
        model.setChoices(m_choices);
        const auto heading = [&](int row) { return model.data(model.index(row), ChoiceModel::HeadingRole).toString(); };
        QCOMPARE(heading(0), QString());
        QCOMPARE(heading(1), QString("NVIDIA accelerators"));
        QCOMPARE(heading(2), QString());
        QCOMPARE(heading(3), QString("AMD accelerators"));
        model.setQuery("h100");
        QCOMPARE(heading(0), QString("NVIDIA accelerators"));
    }

    void aValueIsFoundAgainByItsRow() {
        ChoiceModel model;
        model.setChoices(m_choices);
        QCOMPARE(model.rowOf("MI300X"), 3);
        model.setQuery("amd");
        QCOMPARE(model.rowOf("MI300X"), 0);
        QCOMPARE(model.rowOf("L4"), -1);
    }
};

QTEST_GUILESS_MAIN(ChoiceModelTest)
#include "choice_model_test.moc"
