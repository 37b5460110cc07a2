using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno.Filters;

/// <summary>
/// A kind as policies name it: <c>Pod</c>, <c>apps/v1/Deployment</c>, <c>Pod/ephemeralcontainers</c>, <c>*</c>. Source:
/// pkg/utils/kube/kind.go and pkg/utils/match/kind.go.
/// </summary>
internal sealed record KindSelector(string Group, string Version, string Kind, string SubResource)
{
    public static KindSelector Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        var parts = slash < 0 ? text.Split('.') : [.. text[..slash].Split('/'), .. text[(slash + 1)..].Split('.')];
        return parts switch
        {
            [var kind] => new("*", "*", kind, ""),
            ["*", "*"] => new("*", "*", "*", "*"),
            ["*", var sub] when !sub.Any(char.IsUpper) => new("*", "*", "*", sub),
            [var version, var kind] when IsVersion(version) => new("*", version, kind, ""),
            [var kind, var sub] => new("*", "*", kind, sub),
            [var version, var kind, var sub] when IsVersion(version) => new("*", version, kind, sub),
            [var group, var version, var kind] => new(group, version, kind, ""),
            [var group, var version, var kind, var sub] => new(group, version, kind, sub),
            _ => new("", "", "", ""),
        };
    }

    /// <param name="takesEphemeral">
    /// Whether a selector of pods also means their ephemeral containers: so it is for policies, and for exceptions from Kyverno 1.13 on.
    /// </param>
    public bool Matches(GroupVersionKind kind, string subResource, bool takesEphemeral) =>
        Wildcard.Matches(Group, kind.Group)
        && Wildcard.Matches(Version, kind.Version)
        && Wildcard.Matches(Kind, kind.Kind)
        && (Wildcard.Matches(SubResource, subResource)
            || (takesEphemeral && subResource == "ephemeralcontainers" && kind is { Group: "", Version: "v1", Kind: "Pod" }));

    private static bool IsVersion(string text)
    {
        if (text == "*")
            return true;
        if (text.Length < 2 || text[0] != 'v')
            return false;
        var rest = text.AsSpan(1).TrimStart("0123456789");
        if (rest.Length == text.Length - 1)
            return false;
        foreach (var stage in (string[])["alpha", "beta"])
        {
            if (rest.StartsWith(stage) && rest.Length > stage.Length && rest[stage.Length..].TrimStart("0123456789").IsEmpty)
                return true;
        }

        return rest.IsEmpty;
    }
}
