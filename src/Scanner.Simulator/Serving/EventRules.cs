using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Serving;

/// <summary>The validation of events (k8s:pkg/apis/core/validation/events.go): strict in events.k8s.io, lax in the core group.</summary>
internal static class EventRules
{
    private const string Invalid = "FieldValueInvalid";
    private const int LongestNote = 1024;

    public static IEnumerable<FieldCause> Create(ResourceType type, JsonObject obj)
    {
        if (type.Group.Length == 0 || obj["eventTime"] is null)
        {
            foreach (var cause in Legacy(obj))
                yield return cause;
            if (type.Group.Length > 0 && obj["eventTime"] is null)
                yield return new("FieldValueRequired", "Required value", "eventTime");
            yield break;
        }

        foreach (var cause in Strict(obj))
            yield return cause;
    }

    public static IEnumerable<FieldCause> Update(ResourceType type, JsonObject obj, JsonObject old)
    {
        if (type.Group.Length == 0)
            return Legacy(obj);
        string[] kept = ["reason", "action", "reportingController", "reportingInstance", "type", "note", "regarding", "related", "eventTime"];
        return kept.Where(f => !JsonNode.DeepEquals(obj[f], old[f]))
            .Select(f => new FieldCause(Invalid, $"Invalid value: {Print(obj[f])}: field is immutable", f));
    }

    // An event lives in the namespace of what it is about, in "default" when that is cluster-scoped.
    private static IEnumerable<FieldCause> Legacy(JsonObject obj)
    {
        var ns = About(obj).Text("namespace") ?? "";
        if (ns != obj.Namespace() && !(ns.Length == 0 && obj.Namespace() == "default"))
            yield return new(Invalid, $"Invalid value: \"{ns}\": does not match event.namespace", "involvedObject.namespace");
    }

    private static IEnumerable<FieldCause> Strict(JsonObject obj)
    {
        var ns = About(obj).Text("namespace") ?? "";
        if (ns.Length == 0 && obj.Namespace() is not ("default" or "kube-system"))
            yield return new(Invalid, "Invalid value: \"\": does not match event.namespace", "involvedObject.namespace");
        var controller = obj.Text("reportingController") ?? "";
        if (controller.Length == 0)
            yield return new("FieldValueRequired", "Required value", "reportingController");
        foreach (var error in controller.Length == 0 ? [] : NameSyntax.KeyErrors(controller))
            yield return new(Invalid, $"Invalid value: {GoText.Quote(controller)}: {error}", "reportingController");
        foreach (var field in new[] { "reportingInstance", "action", "reason" }.Where(f => string.IsNullOrEmpty(obj.Text(f))))
            yield return new("FieldValueRequired", "Required value", field);
        if ((obj.Text("note") ?? "").Length > LongestNote)
            yield return new(Invalid, "Invalid value: \"\": can have at most 1024 characters", "message");
        if (obj.Text("type") is not ("Normal" or "Warning"))
            yield return new(Invalid, $"Invalid value: \"\": has invalid value: {obj.Text("type")}", "type");
        if (obj.Object("series")?.Number("count") < 2)
            yield return new(Invalid, "Invalid value: \"\": should be at least 2", "series.count");
    }

    private static JsonObject About(JsonObject obj) => obj.Object("regarding") ?? obj.Object("involvedObject") ?? [];

    private static string Print(JsonNode? value) => value is null ? "null" : JsonText.ToText(value);
}
