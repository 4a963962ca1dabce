package io.plimsoll.speed;

import com.sun.management.ThreadMXBean;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.RuleChecker;
import io.plimsoll.rules.check.RuleSource;
import io.plimsoll.rules.straight.StraightRules;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** From the text of rules of which one has changed to a rule book that answers, again and again; its arguments are how many rules, by default 1,000. */
public final class ChangeOfOneRule {

    private static final int CHANGES = 60;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private ChangeOfOneRule() {}

    public static void main(String... args) throws Exception {
        for (String rules : args.length == 0 || args[0].equals(".*") ? new String[] {"1000"} : args) {
            run(Integer.parseInt(rules));
        }
    }

    private static void run(int rules) throws Exception {
        Workload load = Workload.of("synthetic-" + rules);
        Map<String, List<Map<String, Object>>> rows = load.rows();
        List<SyntheticRules.Spec> specs = new ArrayList<>(
                IntStream.range(0, rules).mapToObj(SyntheticRules.Spec::of).toList());
        List<Long> check = new ArrayList<>();
        List<Long> code = new ArrayList<>();
        List<Long> first = new ArrayList<>();
        for (int change = 0; change < CHANGES; change++) {
            int place = 3 * (change % (rules / 3));
            specs.set(place, specs.get(place).limitedTo(BigDecimal.valueOf(500 + change)));
            List<RuleSource> files = SyntheticRules.files(specs);
            long began = THREADS.getCurrentThreadCpuTime();
            CheckedRules checked = RuleChecker.check(files);
            long read = THREADS.getCurrentThreadCpuTime();
            var book = StraightRules.of(checked).with(rows, Contender.LIMITS);
            long made = THREADS.getCurrentThreadCpuTime();
            for (Workload.Question question : load.accounts().getFirst()) {
                book.propose(question.stage(), question.view());
            }
            check.add(read - began);
            code.add(made - read);
            first.add(THREADS.getCurrentThreadCpuTime() - made);
        }
        System.out.println(String.format(
                Locale.ROOT,
                "%,d rules, one changed, median of the last %d of %d changes, ms on a processor: check %.1f, code and rows %.1f, first account %.1f;"
                        + " the first change of all: %.1f, %.1f, %.1f",
                rules,
                CHANGES / 2,
                CHANGES,
                median(check),
                median(code),
                median(first),
                check.getFirst() / 1e6,
                code.getFirst() / 1e6,
                first.getFirst() / 1e6));
    }

    private static double median(List<Long> nanos) {
        List<Long> warm = nanos.subList(CHANGES / 2, CHANGES).stream().sorted().toList();
        return warm.get(warm.size() / 2) / 1e6;
    }
}
