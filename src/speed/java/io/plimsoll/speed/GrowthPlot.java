package io.plimsoll.speed;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws series of (what grows, microseconds) side by side as SVG, both axes logarithmic, with a dashed line of slope 1 for comparison. */
final class GrowthPlot {

    private static final int SIDE = 220;
    private static final int MARGIN = 36;
    private static final int COLUMNS = 3;

    private GrowthPlot() {}

    static String of(Map<String, List<double[]>> series) {
        StringBuilder svg = new StringBuilder();
        int number = 0;
        for (Map.Entry<String, List<double[]>> entry : series.entrySet()) {
            svg.append(
                    "<g transform=\"translate(%d,%d)\">\n".formatted(number % COLUMNS * SIDE, number / COLUMNS * SIDE));
            panel(svg, entry.getKey(), entry.getValue());
            svg.append("</g>\n");
            number++;
        }
        int rows = (series.size() + COLUMNS - 1) / COLUMNS;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="10">
                <rect width="100%%" height="100%%" fill="white"/>
                %s</svg>
                """.formatted(COLUMNS * SIDE, rows * SIDE, svg);
    }

    private static void panel(StringBuilder svg, String name, List<double[]> points) {
        double left = Math.log(points.getFirst()[0]);
        double right = Math.log(points.getLast()[0]);
        double first = Math.log(points.getFirst()[1]);
        double low = points.stream().mapToDouble(p -> Math.log(p[1])).min().orElseThrow();
        double high = Math.max(
                first + right - left,
                points.stream().mapToDouble(p -> Math.log(p[1])).max().orElseThrow());
        Scale x = new Scale(left, right, MARGIN, SIDE - 12);
        Scale y = new Scale(low, high, SIDE - MARGIN, 30);
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"16\">%s, slope %.2f</text>%n", MARGIN, name, Growth.slope(points)));
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M%d 30V%dH%d\" fill=\"none\" stroke=\"#888\"/>%n",
                MARGIN,
                SIDE - MARGIN,
                SIDE - 12));
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#bbb\" stroke-dasharray=\"4\"/>%n",
                x.of(left),
                y.of(first),
                x.of(right),
                y.of(first + right - left)));
        StringBuilder line = new StringBuilder();
        for (double[] point : points) {
            double px = x.of(Math.log(point[0]));
            double py = y.of(Math.log(point[1]));
            line.append(String.format(Locale.ROOT, "%s%.1f %.1f", line.isEmpty() ? "M" : "L", px, py));
            svg.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"/>%n", px, py));
        }
        svg.append("<path d=\"" + line + "\" fill=\"none\" stroke=\"black\"/>\n");
        label(svg, MARGIN, SIDE - MARGIN + 14, points.getFirst()[0]);
        label(svg, SIDE - 44, SIDE - MARGIN + 14, points.getLast()[0]);
        label(svg, 2, (int) y.of(first) + 3, points.getFirst()[1]);
        label(svg, 2, (int) y.of(Math.log(points.getLast()[1])) - 3, points.getLast()[1]);
    }

    private static void label(StringBuilder svg, int x, int y, double value) {
        svg.append(String.format(
                Locale.ROOT,
                value < 100 ? "<text x=\"%d\" y=\"%d\">%.3g</text>%n" : "<text x=\"%d\" y=\"%d\">%.0f</text>%n",
                x,
                y,
                value));
    }

    private record Scale(double from, double to, double start, double end) {
        double of(double value) {
            return to == from ? start : start + (value - from) / (to - from) * (end - start);
        }
    }
}
