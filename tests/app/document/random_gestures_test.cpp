// SPDX-License-Identifier: Apache-2.0
// What people do to a drawing, a thousand times at random: the design stays valid, and undoing it all gives the first
// one back, to the byte.
#include "app/studio/document/edit_actions.h"
#include "app/studio/models/each.h"
#include "core/design/codec.h"
#include "core/design/validate.h"

#include <QSignalSpy>
#include <QtTest>

#include <random>
#include <set>

using namespace catenary;

namespace {

/// One person at work on one document.
class Author {
public:
    explicit Author(unsigned seed) : m_random(seed) { m_document.newDesign(); }

    void open(const QString& templateId) {
        QSignalSpy opened(&m_document, &studio::DocumentController::opened);
        m_document.openTemplate(templateId);
        QVERIFY(opened.wait(20000));
    }
    [[nodiscard]] const design::Design& design() const { return m_document.design(); }
    [[nodiscard]] std::string bytes() const { return design::encode(design()); }
    /// Returns how many steps that took.
    int undoEverything() {
        int steps = 0;
        for (; m_document.canUndo(); ++steps) m_document.undo();
        return steps;
    }

    /// Returns what was done, for a message.
    std::string act() {
        if (design().components.size() > 40) {
            selectSome();
            m_actions.remove();
            return "remove";
        }
        switch (below(27)) {
        case 0:
        case 1:
            m_actions.add(anyKind(), place(), place());
            return "add";
        case 2:
        case 3:
            m_actions.add(anyKind(), place(), place(), anyComponent());
            return "add and connect";
        case 4:
            m_actions.add("note", place(), place());
            return "add a note";
        case 5:
            m_actions.insertInto(anyConnection(), anyKind(), place(), place());
            return "insert into a connection";
        case 6:
            m_actions.changeKind(anyComponent(), anyKind());
            return "change the kind";
        case 7:
        case 8:
            connectForwards();
            return "connect";
        case 9:
            drag(false);
            return "drag";
        case 10:
            drag(true);
            return "drag a copy";
        case 11:
            selectSome();
            for (std::size_t i = below(4); i > 0; --i) m_actions.nudge(4, -4);
            m_actions.endNudges();
            return "nudge";
        case 12:
            selectSome();
            m_actions.group();
            return "group";
        case 13:
            m_selection.selectAll();
            m_actions.ungroup();
            return "ungroup";
        case 14:
            selectSome();
            m_actions.duplicate();
            return "duplicate";
        case 15:
            selectSome();
            m_actions.duplicateConnected();
            return "duplicate with connections";
        case 16:
            selectSome();
            m_actions.copy();
            return "copy";
        case 17:
            selectSome();
            m_actions.cut();
            return "cut";
        case 18:
            m_actions.paste();
            return "paste";
        case 19:
            selectSome();
            m_actions.align(QStringList{"left", "centre", "right", "top", "middle", "bottom"}[qsizetype(below(6))]);
            return "align";
        case 20:
            selectSome();
            m_actions.makeSame(QStringList{"width", "height", "size"}[qsizetype(below(3))]);
            m_actions.pack();
            return "make the same size and pack";
        case 21:
            selectSome();
            m_actions.toggleLock();
            return "lock";
        case 22:
            selectSome();
            m_actions.restack(below(2) == 0);
            return "restack";
        case 23:
            m_actions.rename(anyComponent(), QString::number(below(100)));
            return "rename";
        case 24:
            selectSome();
            m_actions.remove();
            return "remove";
        case 25:
            for (std::size_t i = below(5); i > 0; --i) m_document.undo();
            return "undo";
        default:
            for (std::size_t i = below(3); i > 0; --i) m_document.redo();
            return "redo";
        }
    }

private:
    std::size_t below(std::size_t limit) { return m_random() % limit; }
    double place() { return 4.0 * static_cast<double>(below(400)); }
    template <class T> QString any(const design::Parts<T>& parts) {
        return parts.empty() ? QString("none") : QString::fromStdString(parts[below(parts.size())].id.str());
    }
    QString anyComponent() { return any(design().components); }
    QString anyConnection() { return any(design().connections); }
    QString anyKind() {
        const auto& kinds = m_catalog->kinds();
        return QString::fromStdString(kinds[below(kinds.size())].id);
    }
    void selectSome() {
        QStringList ids;
        for (std::size_t i = 1 + below(4); i > 0; --i) {
            ids.append(anyComponent());
            if (below(4) == 0) ids.append(any(design().notes));
            if (below(4) == 0) ids.append(any(design().groups));
            if (below(4) == 0) ids.append(anyConnection());
        }
        m_selection.set(ids);
    }
    void drag(bool copy) {
        selectSome();
        const quint64 gesture = m_document.beginGesture();
        if (copy) m_actions.duplicateInPlace(gesture);
        std::vector<std::string> ids;
        for (const std::string& id : m_selection.elementIds())
            if (design().connection(design::ConnectionId(id)) == nullptr) ids.push_back(id);
        for (int step = 0; step < 3 && !ids.empty(); ++step)
            m_document.apply(design::MoveElements{ids, place() / 10, -place() / 10}, gesture);
        m_document.endGesture();
    }
    [[nodiscard]] bool leadsTo(const std::string& from, const std::string& to, std::set<std::string>& seen) const {
        if (from == to) return true;
        if (!seen.insert(from).second) return false;
        return std::ranges::any_of(studio::each(design().connections), [&](const design::Connection& connection) {
            return connection.from.str() == from && leadsTo(connection.to.str(), to, seen);
        });
    }
    /// A call that waits for itself is a fault of the author, and said by validate; this author makes none.
    void connectForwards() {
        const QString from = anyComponent(), to = anyComponent();
        std::set<std::string> seen;
        if (!leadsTo(to.toStdString(), from.toStdString(), seen)) m_actions.connectElements(from, to, below(3) == 0);
    }

    std::mt19937 m_random;
    std::shared_ptr<const catalog::Catalog> m_catalog = catalog::Catalog::builtIn();
    studio::DocumentController m_document{[] { return catalog::Catalog::builtIn(); }};
    studio::Selection m_selection{m_document};
    studio::EditActions m_actions{m_document, m_selection, [] { return catalog::Catalog::builtIn(); }};
};

std::string errorsOf(const design::Design& design) {
    std::string errors;
    for (const support::Finding& finding : design::validate(design, *catalog::Catalog::builtIn()))
        if (finding.severity == support::Severity::Error) errors += finding.where + ": " + finding.message + "\n";
    return errors;
}

} // namespace

class RandomGesturesTest : public QObject {
    Q_OBJECT

private slots:
    void aThousandGesturesLeaveAValidDesignAndUndoGivesTheFirstOneBack_data() {
        QTest::addColumn<QString>("start");
        QTest::addColumn<unsigned>("seed");
        unsigned seed = 1;
        for (const char* start : {"", "restaurant-recommendation", "rag-legal-assistant", ""})
            for (int run = 0; run < 5; ++run, ++seed)
                QTest::addRow("%s seed %u", *start == '\0' ? "empty" : start, seed) << QString(start) << seed;
    }
    void aThousandGesturesLeaveAValidDesignAndUndoGivesTheFirstOneBack() {
        constexpr int gestures = 50; // in each of twenty rows
        QFETCH(QString, start);
        QFETCH(unsigned, seed);
        Author author(seed);
        if (!start.isEmpty()) author.open(start);
        const std::string first = author.bytes();
        QCOMPARE(errorsOf(author.design()), std::string());
        std::string done;
        for (int i = 0; i < gestures; ++i) {
            done += author.act() + "\n";
            const std::string errors = errorsOf(author.design());
            QVERIFY2(errors.empty(), (errors + "after\n" + done).c_str());
            const auto read = design::decode(author.bytes());
            QVERIFY2(read.has_value() && read->design == author.design(), done.c_str());
        }
        QVERIFY2(author.undoEverything() > gestures / 4, "hardly anything was done");
        QCOMPARE(author.bytes(), first);
    }
};

QTEST_MAIN(RandomGesturesTest)
#include "random_gestures_test.moc"
