using Scanner.Simulator.Catalog;

namespace Scanner.Simulator.Selectors;

/// <summary>The fields by which objects of a kind can be selected (k8s:pkg/apis, AddFieldLabelConversionFunc).</summary>
internal static class SelectableFields
{
    private static readonly Dictionary<string, string[]> Special = new(StringComparer.Ordinal)
    {
        ["Pod"] =
        [
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase",
            "status.podIP", "status.podIPs", "status.nominatedNodeName",
        ],
        ["Namespace"] = ["status.phase"],
        ["Secret"] = ["type"],
        ["Service"] = ["spec.clusterIP", "spec.type"],
        ["Node"] = ["spec.unschedulable"],
        ["Job"] = ["status.successful"],
        ["Event"] =
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
        ],
    };

    public static bool Allows(ResourceType type, string field) => field is "metadata.name" or "metadata.namespace" || Own(type).Contains(field, StringComparer.Ordinal);

    public static string Refusal(ResourceType type, string field) => type.Custom is not null || Own(type).Length > 0
        ? $"field label not supported: {field}"
        : $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";

    private static string[] Own(ResourceType type)
    {
        var fields = type.Custom is null ? Special.GetValueOrDefault(type.Kind, []) : [];
        return type is { Kind: "Event", Group.Length: > 0 }
            ? [.. fields.Select(f => f.Replace("involvedObject.", "regarding.", StringComparison.Ordinal)
                .Replace("reportingComponent", "reportingController", StringComparison.Ordinal))]
            : fields;
    }
}
