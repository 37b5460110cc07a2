using System.Text.Json;
using Scanner.Policies.Decisions;
using Scanner.Policies.Kyverno;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Kyverno;

/// <summary>Policies as text, asked about a pod with one container more.</summary>
internal static class Policies
{
    private const string Pod = """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"shop","labels":{"app":"web"}},
         "spec":{"containers":[{"name":"web","image":"registry.example/web:1"}]}}
        """;

    /// <param name="validate">What stands in <c>validate</c> of the one rule.</param>
    /// <param name="rule">More of the rule, each with a comma after it.</param>
    /// <param name="spec">More of the policy, each with a comma after it.</param>
    public static string Cluster(string validate, string rule = "", string spec = "", string name = "p") => $$"""
        {"apiVersion":"kyverno.io/v1","kind":"ClusterPolicy","metadata":{"name":"{{name}}"},"spec":{"validationFailureAction":"Enforce",{{spec}}
         "rules":[{"name":"r",{{rule}}"match":{"any":[{"resources":{"kinds":["Pod"]} }] },"validate":{{validate}} }] } }
        """;

    public static PolicyDecision Decide(string policy, string container, RequestChannel channel, params string[] objects)
    {
        var compiled = Assert.Single(KyvernoEngine.Compile(Objects([policy, .. objects]), 36));
        return Assert.Single(compiled.Decide(Request(container, channel))).Decision;
    }

    public static AdmissionRequest Request(string container, RequestChannel channel, string pod = Pod) => PodRequests.Make(
        Element(pod),
        Element(container),
        channel,
        new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = "shop" },
        new RequestUser("dev", ["system:authenticated"]));

    public static PolicyObjects Objects(params string[] objects) => new([.. objects.Select(Element)]);

    public static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
