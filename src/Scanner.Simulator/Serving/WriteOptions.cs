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
        var causes = new List<(string Reason, string Message, string Field)>();
        var dryRun = request.Query["dryRun"];
        if (dryRun.Any(v => v != "All"))
        {
            var values = string.Join(", ", dryRun.Select(v => $"\"{v}\""));
            // Slices were printed as Go syntax before 1.34.
            var printed = version >= KubernetesVersion.V1_36 ? $"[{values}]" : $"[]string{{{values}}}";
            causes.Add(("FieldValueNotSupported", $"Unsupported value: {printed}: supported values: \"All\"", "dryRun"));
        }

        if (kind == "PatchOptions" && request.ContentType == ApplyPatch && request.Query["fieldManager"].ToString().Length == 0)
            causes.Add(("FieldValueRequired", "Required value: is required for apply patch", "fieldManager"));
        if (kind == "PatchOptions" && request.ContentType != ApplyPatch && request.Query["force"].ToString().Length > 0)
            causes.Add(("FieldValueForbidden", "Forbidden: may not be specified for non-apply patch", "force"));
        if (request.FieldValidation is not ("Strict" or "Warn" or "Ignore"))
        {
            causes.Add((
                "FieldValueNotSupported",
                $"Unsupported value: \"{request.FieldValidation}\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"",
                "fieldValidation"));
        }

        if (causes.Count > 0)
            throw new RefusalException(ApiErrors.Invalid("meta.k8s.io", kind, "", causes));
    }
}
