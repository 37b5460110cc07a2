using System.Text.Json;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>
/// <c>namespaceObject</c>: the namespace without owner references and managed fields, which the server takes away. Source:
/// apiserver/pkg/admission/plugin/cel, <c>CreateNamespaceObject</c>.
/// </summary>
internal static class NamespaceObjects
{
    private static readonly string[] s_metadata =
    [
        "name", "generateName", "namespace", "annotations", "uid", "creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp",
        "generation", "resourceVersion", "finalizers",
    ];

    /// <summary>Null where only name and labels are known.</summary>
    public static CelTable? Find(PolicyObjects objects, AdmissionRequest request)
    {
        if (request.Namespace.Length == 0 || ResourceRule.IsNamespace(request) || objects.Find("", "Namespace", "", request.Namespace) is not { } found)
            return null;
        var fields = new List<(string, CelValue)> { ("metadata", Metadata(MatchReader.Child(found, "metadata"), request)) };
        foreach (var name in (string[])["spec", "status"])
        {
            if (MatchReader.Child(found, name) is { } part)
                fields.Add((name, JsonValues.From(part)));
        }

        return CelTable.Of([.. fields]);
    }

    private static CelTable Metadata(JsonElement? metadata, AdmissionRequest request)
    {
        var fields = new List<(string, CelValue)> { ("labels", RequestVariables.LabelsOfNamespace(request)) };
        foreach (var name in s_metadata)
        {
            if (MatchReader.Child(metadata, name) is { } field)
                fields.Add((name, JsonValues.From(field)));
        }

        return CelTable.Of([.. fields]);
    }
}
