using System.Text.Json;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Bypasses;

/// <summary>Who may be exempt from a policy, by what its texts name.</summary>
/// <param name="ordinary">Namespaces whose accounts no policy should stop.</param>
internal sealed class UserCandidates(IReadOnlySet<string> ordinary)
{
    private const int Most = 40;

    /// <summary>What shows that it matters who asks.</summary>
    private static readonly string[] s_signs = ["userInfo", "\"subjects\"", "oles\"", "\"excludeGroups\"", "\"excludeUsernames\""];

    /// <summary>Groups that somebody outside the control plane is in.</summary>
    private static readonly string[] s_everybody = ["system:authenticated", "system:unauthenticated", "system:serviceaccounts"];

    /// <summary>Whom kubeadm makes administrators (https://kubernetes.io/docs/reference/setup-tools/kubeadm/implementation-details/).</summary>
    private static readonly string[] s_administrators = ["kubernetes-admin", "kubeadm:cluster-admins", "cluster-admin"];

    /// <returns>In words, and as who asks.</returns>
    public IEnumerable<(string Told, RequestUser User)> Of(IReadOnlyCollection<JsonElement> sources, string engine, RequestUser user)
    {
        if (!sources.Any(s => Array.Exists(s_signs, sign => s.GetRawText().Contains(sign, StringComparison.Ordinal))))
            yield break;
        var words = sources.SelectMany(Accounts).Concat(sources.SelectMany(SourceWords.Of)).Distinct(StringComparer.Ordinal).Take(Most).ToList();
        foreach (var (told, name) in words.Select(Named).Where(n => !IsOrdinary(n.Name)))
        {
            yield return ($"user {told}", user with { Name = name });
            yield return ($"group {told}", user with { Groups = [.. user.Groups, name] });
            if (engine != EngineNames.Kyverno)
                continue;
            yield return ($"ClusterRole {told}", user with { ClusterRoles = [name] });
            yield return ($"Role {told}", user with { Roles = [name] });
        }
    }

    /// <summary>A name, or one that a pattern, a beginning or an end stands for; and how that is told.</summary>
    private static (string Told, string Name) Named(string word)
    {
        const string any = "made-up";
        var name = word.Replace("*", any, StringComparison.Ordinal).Replace('?', 'a');
        if (name.EndsWith(':') || name.EndsWith('-'))
            return (word + "*", name + any);
        return name.StartsWith('@') ? ("*" + word, any + name) : (word, name);
    }

    /// <summary>The control plane, those who may do everything, and the accounts of the engines: no policy should stop them.</summary>
    private bool IsOrdinary(string name) => name.Split(':') switch
    {
        ["system", "serviceaccount", var space, ..] => ordinary.Contains(space),
        ["system", "serviceaccounts", var space, ..] => ordinary.Contains(space),
        ["system", ..] => !s_everybody.Contains(name),
        _ => s_administrators.Contains(name),
    };

    /// <summary>Service accounts as Kyverno names them, by namespace and name.</summary>
    private static IEnumerable<string> Accounts(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.Array => item.EnumerateArray().SelectMany(Accounts),
        JsonValueKind.Object when MatchReader.Text(item, "kind") == "ServiceAccount" && MatchReader.Text(item, "name") is { Length: > 0 } name =>
            [$"system:serviceaccount:{MatchReader.Text(item, "namespace")}:{name}"],
        JsonValueKind.Object => item.EnumerateObject().SelectMany(f => Accounts(f.Value)),
        _ => [],
    };
}
