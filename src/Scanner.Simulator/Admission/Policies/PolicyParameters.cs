using System.Text.Json.Nodes;
using Scanner.Simulator.Api;
using Scanner.Simulator.Selectors;

namespace Scanner.Simulator.Admission.Policies;

/// <summary>Finds the parameter objects of a binding (<c>spec.paramRef</c> with the policy's <c>spec.paramKind</c>).</summary>
internal sealed class PolicyParameters(IClusterView cluster)
{
    /// <summary>
    /// Empty when the binding's parameters are absent and that is allowed; one null when the policy has no parameters.
    /// </summary>
    /// <param name="error">The configuration error when absent parameters deny, else null.</param>
    public IReadOnlyList<JsonObject?> Find(JsonObject policy, JsonObject binding, AdmissionRequest request, out string? error)
    {
        error = null;
        var kind = policy.Object("spec").Object("paramKind");
        var reference = binding.Object("spec").Object("paramRef");
        if (kind is null || reference is null)
            return [null];
        var found = Candidates(kind, reference.Text("namespace") ?? request.Namespace)
            .Where(p => reference.Text("name") is { } name
                ? p.Object("metadata").Text("name") == name
                : LabelSelector.FromObject(reference.Object("selector") ?? []).Matches(p.Labels()))
            .ToList();
        if (found.Count == 0 && reference.Text("parameterNotFoundAction") != "Allow")
            error = "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction";
        return found;
    }

    /// <summary>A policy names the kind only; the resource is the kind in lower case, with or without a plural ending.</summary>
    private IEnumerable<JsonObject> Candidates(JsonObject kind, string ns)
    {
        var apiVersion = kind.Text("apiVersion") ?? "";
        var slash = apiVersion.IndexOf('/');
        var group = slash < 0 ? "" : apiVersion[..slash];
        var singular = (kind.Text("kind") ?? "").ToLowerInvariant();
        return new[] { singular, singular + "s" }
            .SelectMany(resource => cluster.List(group, resource))
            .Where(p => p.Object("metadata").Text("namespace") is not { } where || where == ns);
    }
}
