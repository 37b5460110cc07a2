using Scanner.Policies.Decisions;
using Scanner.Policies.Kyverno;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Kyverno;

/// <summary>Where the labels of a namespace are not known, a selector of namespaces is neither met nor not met.</summary>
public sealed class NamespaceSelectorTests
{
    private const string Deny = """{"message":"no","allowExistingViolations":false,"deny":{}}""";
    private const string Prod = """{"matchLabels":{"env":"prod"} }""";

    private const string Valid = """
        {"apiVersion":"policies.kyverno.io/v1","kind":"ValidatingPolicy","metadata":{"name":"p"},"spec":{"validations":[{"expression":"false","message":"no"}],
         "matchConstraints":{"namespaceSelector":SELECTOR,"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["UPDATE"],"resources":["pods/ephemeralcontainers"]}]} } }
        """;

    [Fact]
    public void Match_IsUnknown() => Check(Matching(Prod), known: "NotMatched", unknown: "Unknown", labelled: "Denied");

    [Fact]
    public void Exclude_IsUnknown() => Check(
        Policies.Cluster(Deny, $$"""  "exclude":{"any":[{"resources":{"namespaceSelector":{{Prod}} } }]},"""), known: "Denied", unknown: "Unknown", labelled: "NotMatched");

    [Fact]
    public void Override_IsUnknown() => Check(
        Policies.Cluster(Deny, spec: $$""" "validationFailureActionOverrides":[{"action":"Audit","namespaceSelector":{{Prod}} }],"""), known: "Denied", unknown: "Unknown", labelled: "Reported");

    [Fact]
    public void ValidatingPolicy_IsUnknown() => Check(Valid.Replace("SELECTOR", Prod, StringComparison.Ordinal), known: "NotMatched", unknown: "Unknown", labelled: "Denied");

    /// <summary>Every namespace has its name as a label.</summary>
    [Fact]
    public void Name_IsKnown() => Check(Matching("""{"matchLabels":{"kubernetes.io/metadata.name":"shop"} }"""), known: "Denied", unknown: "Denied", labelled: "Denied");

    private static string Matching(string selector) => Policies.Cluster(Deny).Replace("\"kinds\":[\"Pod\"]", $"\"kinds\":[\"Pod\"],\"namespaceSelector\":{selector}", StringComparison.Ordinal);

    private static void Check(string policy, string known, string unknown, string labelled)
    {
        var request = Policies.Request("""{"name":"dbg","image":"b"}""", RequestChannel.Ephemeral) with { NamespaceLabels = new Dictionary<string, string>() };
        var compiled = Assert.Single(KyvernoEngine.Compile(Policies.Objects(policy), 36));
        string Decision(AdmissionRequest asked) => Assert.Single(compiled.Decide(asked)).Decision.GetType().Name;
        Assert.Equal(known, Decision(request));
        Assert.Equal(unknown, Decision(request with { AreNamespaceLabelsKnown = false }));
        Assert.Equal(labelled, Decision(request with { NamespaceLabels = new Dictionary<string, string> { ["env"] = "prod" }, AreNamespaceLabelsKnown = false }));
    }
}
