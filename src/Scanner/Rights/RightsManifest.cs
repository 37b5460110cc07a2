using System.Text;

namespace Scanner.Rights;

/// <summary>The needed rights as roles, in YAML. Who gets them is for the reader to bind.</summary>
internal static class RightsManifest
{
    /// <param name="ns">The namespace that the scanner is installed in.</param>
    public static string Of(RightUser by, string ns)
    {
        var name = by == RightUser.Run ? "ephemeral-scanner" : "ephemeral-scanner-scan";
        var text = new StringBuilder();
        text.Append(by == RightUser.Run ? "# All that scanner run sends, and why.\n" : "# All that scanner scan, probe, review and rbac send, and why.\n");
        var separator = "";
        foreach (var place in NeededRights.All.Where(r => r.By == by || (by == RightUser.Scan && r.By == RightUser.ScanOfEngines)).GroupBy(r => Namespace(r.Scope, ns)))
        {
            text.Append(separator).Append("apiVersion: rbac.authorization.k8s.io/v1\n");
            text.Append(place.Key is null ? "kind: ClusterRole\n" : "kind: Role\n").Append("metadata:\n").Append($"  name: {name}\n");
            if (place.Key is not null)
                text.Append($"  namespace: {place.Key}\n");
            text.Append("rules:\n");
            foreach (var right in place)
                Append(text, right);
            separator = "---\n";
        }

        return text.ToString();
    }

    // The scanner may be installed in default.
    private static string? Namespace(RightScope scope, string own) => scope switch
    {
        RightScope.Cluster => null,
        RightScope.OwnNamespace => own,
        _ => "default",
    };

    private static void Append(StringBuilder text, NeededRight right)
    {
        text.Append($"# {right.Why}\n");
        if (right.Group is { } group)
            text.Append($"- apiGroups: [\"{group}\"]\n  resources: {List(right.Resources)}\n");
        else
            text.Append($"- nonResourceURLs: {List(right.Resources)}\n");
        if (right.Names.Length > 0)
            text.Append($"  resourceNames: {List(right.Names)}\n");
        text.Append($"  verbs: {List(right.Verbs)}\n");
    }

    private static string List(IEnumerable<string> words) => $"[{string.Join(", ", words.Select(w => $"\"{w}\""))}]";
}
