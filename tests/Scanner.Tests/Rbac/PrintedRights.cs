using System.Text.Json.Nodes;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Index;
using Scanner.Publishing.Formats;

namespace Scanner.Tests.Rbac;

/// <summary>Answers access reviews from nothing but what <c>-o json</c> prints.</summary>
internal sealed class PrintedRights
{
    private const string ServiceAccountUser = "system:serviceaccount:";

    private readonly JsonArray _subjects;

    /// <param name="document">Text of one.</param>
    public PrintedRights(string document) => _subjects = JsonNode.Parse(document)!["rbac"]!["subjects"]!.AsArray();

    public static PrintedRights Of(RbacPosture rbac)
    {
        var result = new ScanResult { Cluster = new ClusterReference("https://test", null, null), StartedAt = default, Duration = default, Rbac = rbac };
        var text = new StringWriter();
        new JsonResultWriter().Write(result, text);
        return new PrintedRights(text.ToString());
    }

    /// <param name="ns">Empty for all namespaces at once.</param>
    public bool Allows(string user, IReadOnlyCollection<string> groups, string verb, string ns, string pod) =>
        _subjects.Any(s => Is(s!, user, groups) && s!["grants"]!.AsArray().Any(g => Gives(g!, verb, ns, pod)));

    private static bool Is(JsonNode subject, string user, IReadOnlyCollection<string> groups)
    {
        var name = (string)subject["name"]!;
        return (string)subject["kind"]! switch
        {
            "User" => name == user,
            "Group" => groups.Contains(name),
            _ => user == $"{ServiceAccountUser}{(string)subject["namespace"]!}:{name}",
        };
    }

    private static bool Gives(JsonNode grant, string verb, string ns, string pod) =>
        ((string?)grant["namespace"] is not { } only || only == ns)
        && grant["verbs"]!.AsArray().Any(v => (string)v! == verb)
        && (grant["pods"] is not JsonArray pods || pods.Any(p => (string)p! == pod));
}
