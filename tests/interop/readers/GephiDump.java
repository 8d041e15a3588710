import java.io.File;
import java.io.PrintStream;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gephi.graph.api.Column;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Element;
import org.gephi.graph.api.Graph;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Interval;
import org.gephi.graph.api.Node;
import org.gephi.graph.api.types.IntervalMap;
import org.gephi.graph.api.types.IntervalSet;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.importer.api.Issue;
import org.gephi.io.importer.api.Report;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.gephi.project.api.Workspace;
import org.openide.util.Lookup;

/** Opens files as Gephi opens them, and says as JSON what it then has: an object a file, one a line. */
public final class GephiDump {
    public static void main(String[] files) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // Libraries print on stdout what nobody asked for.
        System.setOut(System.err);
        for (String file : files) {
            out.println(json(dump(new File(file))));
        }
        out.flush();
        System.exit(0);
    }

    private static Map<String, Object> dump(File file) throws Exception {
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        projects.newProject();
        Workspace workspace = projects.getCurrentWorkspace();
        ImportController importer = Lookup.getDefault().lookup(ImportController.class);
        Container container = importer.importFile(file);
        Report report = container.getReport();
        importer.process(container, new DefaultProcessor(), workspace);
        GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel(workspace);
        Graph graph = model.getGraph();
        Map<String, Object> dump = new LinkedHashMap<>();
        dump.put("issues", issues(report));
        dump.put("told", report.getText());
        dump.put("directed", model.isDirected());
        dump.put("dynamic", model.isDynamic());
        List<Object> nodes = new ArrayList<>();
        for (Node node : graph.getNodes().toArray()) {
            Map<String, Object> said = element(node);
            said.put("x", (double) node.x());
            said.put("y", (double) node.y());
            said.put("size", (double) node.size());
            said.put("color", color(node.r(), node.g(), node.b()));
            nodes.add(said);
        }
        dump.put("nodes", nodes);
        List<Object> ties = new ArrayList<>();
        for (Edge edge : graph.getEdges().toArray()) {
            Map<String, Object> said = element(edge);
            said.put("source", edge.getSource().getId().toString());
            said.put("target", edge.getTarget().getId().toString());
            said.put("kind", edge.getTypeLabel());
            said.put("directed", edge.isDirected());
            said.put("weight", edge.hasDynamicWeight() ? null : edge.getWeight());
            said.put("color", color(edge.r(), edge.g(), edge.b()));
            ties.add(said);
        }
        dump.put("ties", ties);
        return dump;
    }

    private static Map<String, Object> element(Element element) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("id", element.getId().toString());
        said.put("label", element.getLabel());
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (Column column : element.getAttributeColumns()) {
            Object value = element.getAttribute(column);
            if (column.isProperty() || value == null) {
                continue;
            }
            attributes.put(column.getId(), value);
        }
        said.put("attributes", attributes);
        Object times = element.getAttribute("timeset");
        if (times instanceof IntervalSet) {
            List<Object> spells = new ArrayList<>();
            for (Interval interval : ((IntervalSet) times).toArray()) {
                spells.add(List.of(day(interval.getLow()), day(interval.getHigh())));
            }
            said.put("spells", spells);
        }
        Object weight = element instanceof Edge ? element.getAttribute("weight") : null;
        if (weight instanceof IntervalMap) {
            IntervalMap<?> map = (IntervalMap<?>) weight;
            List<Object> weights = new ArrayList<>();
            for (Interval interval : map.toKeysArray()) {
                weights.add(List.of(day(interval.getLow()), day(interval.getHigh()), map.get(interval, null)));
            }
            said.put("weights", weights);
        }
        return said;
    }

    private static String day(double milliseconds) {
        return Instant.ofEpochMilli((long) milliseconds).toString().substring(0, 10);
    }

    private static String color(float r, float g, float b) {
        return String.format("#%02x%02x%02x", Math.round(r * 255), Math.round(g * 255), Math.round(b * 255));
    }

    private static List<Object> issues(Report report) {
        List<Object> issues = new ArrayList<>();
        Iterator<Issue> all = report.getIssues(1000);
        while (all.hasNext()) {
            Issue issue = all.next();
            issues.add(issue.getLevel() + ": " + issue.getMessage());
        }
        return issues;
    }

    private static String json(Object value) {
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return String.valueOf(value);
        }
        StringBuilder text = new StringBuilder();
        if (value instanceof Map) {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                text.append(text.length() == 0 ? "" : ",").append(json(entry.getKey()));
                text.append(":").append(json(entry.getValue()));
            }
            return "{" + text + "}";
        }
        if (value instanceof Iterable) {
            for (Object item : (Iterable<?>) value) {
                text.append(text.length() == 0 ? "" : ",").append(json(item));
            }
            return "[" + text + "]";
        }
        if (value.getClass().isArray()) {
            List<Object> items = new ArrayList<>();
            for (int at = 0; at < Array.getLength(value); at++) {
                items.add(Array.get(value, at));
            }
            return json(items);
        }
        for (char c : value.toString().toCharArray()) {
            text.append(c < ' ' || c == '"' || c == '\\' ? String.format("\\u%04x", (int) c) : c);
        }
        return "\"" + text + "\"";
    }

    private GephiDump() {}
}
