using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Selectors;

namespace Scanner.Simulator.Serving;

/// <summary>The validation of Deployments as far as patches of this project's tests run into it: selector, names, images, volumes.</summary>
internal static class WorkloadRules
{
    private const string Invalid = "FieldValueInvalid";
    private const string Required = "FieldValueRequired";

    public static IEnumerable<FieldCause> Check(JsonObject obj, JsonObject? old)
    {
        var spec = obj.Object("spec") ?? [];
        var selector = spec.Object("selector");
        var template = spec.Object("template") ?? [];
        if (selector is null)
            yield return new(Required, "Required value", "spec.selector");
        var labels = template.Object("metadata")?.Object("labels");
        if (selector is null || !LabelSelector.FromObject(selector).Matches(Texts(labels)))
        {
            yield return new(
                Invalid, $"Invalid value: {Print(labels)}: `selector` does not match template `labels`", "spec.template.metadata.labels");
        }

        if (spec.Object("strategy") is { } strategy && strategy.Text("type") == "Recreate" && strategy.Object("rollingUpdate") is not null)
        {
            yield return new(
                "FieldValueForbidden", "Forbidden: may not be specified when strategy `type` is 'Recreate'", "spec.strategy.rollingUpdate");
        }

        foreach (var cause in Pod(template.Object("spec") ?? [], "spec.template.spec"))
            yield return cause;
        if (old is not null && !JsonNode.DeepEquals(selector, old.Object("spec")?["selector"]))
            yield return new(Invalid, $"Invalid value: {Print(selector)}: field is immutable", "spec.selector");
    }

    private static IEnumerable<FieldCause> Pod(JsonObject spec, string path)
    {
        foreach (var (volume, index) in spec.Objects("volumes").Select((v, i) => (v, i)))
        {
            foreach (var extra in volume.Where(p => p.Key != "name").Select(p => p.Key).Order(StringComparer.Ordinal).SkipLast(1))
                yield return new("FieldValueForbidden", "Forbidden: may not specify more than 1 volume type", $"{path}.volumes[{index}].{extra}");
        }

        var volumes = spec.Objects("volumes").Select(v => v.Text("name")).ToHashSet();
        var containers = spec.Objects("containers").ToArray();
        if (containers.Length == 0)
            yield return new(Required, "Required value", path + ".containers");
        foreach (var (container, index) in containers.Select((c, i) => (c, i)))
        {
            foreach (var field in new[] { "name", "image" }.Where(f => string.IsNullOrEmpty(container.Text(f))))
                yield return new(Required, "Required value", $"{path}.containers[{index}].{field}");
            foreach (var port in container.Objects("ports").Select((p, i) => (Port: p, Index: i)).Where(p => p.Port.Number("containerPort") is null or 0))
                yield return new(Required, "Required value", $"{path}.containers[{index}].ports[{port.Index}].containerPort");
            foreach (var (name, mount) in container.Objects("volumeMounts").Select((m, i) => (m.Text("name"), i)).Where(m => !volumes.Contains(m.Item1)))
                yield return new("FieldValueNotFound", $"Not found: {GoText.Quote(name ?? "")}", $"{path}.containers[{index}].volumeMounts[{mount}].name");
        }
    }

    private static Dictionary<string, string> Texts(JsonObject? labels) =>
        (labels ?? []).ToDictionary(l => l.Key, l => l.Value?.ToString() ?? "", StringComparer.Ordinal);

    private static string Print(JsonNode? node) => node is null ? "null" : JsonText.ToText(node);
}
