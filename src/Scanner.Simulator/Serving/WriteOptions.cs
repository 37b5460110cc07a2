using System.Text;
using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Patching;

namespace Scanner.Simulator.Serving;

/// <summary>Validation of the query parameters of writes, which comes before the object is looked up.</summary>
internal static class WriteOptions
{
    private const string ApplyPatch = "application/apply-patch+yaml";

    /// <exception cref="RefusalException">422 that names the options type.</exception>
    public static void Validate(ApiRequest request, KubernetesVersion version)
    {
        var kind = request.Info.Verb switch
        {
            "create" => "CreateOptions",
            "update" => "UpdateOptions",
            "patch" => "PatchOptions",
            _ => "DeleteOptions",
        };
        var causes = new List<FieldCause>();
        causes.AddRange(request.Deletion is { } deletion ? Propagation(deletion) : FieldManager(request));
        string?[] dryRun = request.Deletion is null ? [.. request.Query["dryRun"]] : [.. (request.Deletion["dryRun"] as JsonArray ?? []).Select(v => v?.ToString())];
        if (dryRun.Any(v => v != "All"))
        {
            // Slices were printed as Go syntax before 1.34.
            var isNew = version >= KubernetesVersion.V1_36;
            var values = string.Join(isNew ? "," : ", ", dryRun.Select(v => $"\"{v}\""));
            var printed = isNew ? $"[{values}]" : $"[]string{{{values}}}";
            causes.Add(new("FieldValueNotSupported", $"Unsupported value: {printed}: supported values: \"All\"", "dryRun"));
        }

        if (kind == "PatchOptions" && request.ContentType != ApplyPatch && request.Query["force"].ToString().Length > 0)
            causes.Add(new("FieldValueForbidden", "Forbidden: may not be specified for non-apply patch", "force"));
        if (request.FieldValidation is not ("Strict" or "Warn" or "Ignore"))
        {
            causes.Add(new(
                "FieldValueNotSupported",
                $"Unsupported value: \"{request.FieldValidation}\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"",
                "fieldValidation"));
        }

        if (causes.Count > 0)
            throw new RefusalException(ApiErrors.Invalid("meta.k8s.io", kind, "", [.. causes]));
    }

    private static IEnumerable<FieldCause> Propagation(JsonObject deletion)
    {
        if (deletion["propagationPolicy"]?.ToString() is not { } policy)
            yield break;
        if (deletion["orphanDependents"] is not null)
            yield return new("FieldValueInvalid", $"Invalid value: \"{policy}\": orphanDependents and deletionPropagation cannot be both set", "propagationPolicy");
        else if (policy is not ("Foreground" or "Background" or "Orphan"))
            yield return new(
                "FieldValueNotSupported",
                $"Unsupported value: \"{policy}\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"",
                "propagationPolicy");
    }

    private static IEnumerable<FieldCause> FieldManager(ApiRequest request)
    {
        var manager = request.Query["fieldManager"].ToString();
        if (manager.Length == 0 && request.Info.Verb == "patch" && request.ContentType == ApplyPatch)
            yield return new("FieldValueRequired", "Required value: is required for apply patch", "fieldManager");
        if (Encoding.UTF8.GetByteCount(manager) > ManagedFields.LongestName)
            yield return new("FieldValueTooLong", $"Too long: may not be more than {ManagedFields.LongestName} bytes", "fieldManager");
        for (var i = 0; i < manager.Length; i++)
        {
            if (char.IsControl(manager[i]))
                yield return new(
                    "FieldValueInvalid", $"Invalid value: {GoText.Quote(manager)}: invalid character U+{(int)manager[i]:X4} (at position {i})", "fieldManager");
        }
    }
}
