using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Policies.Decisions;
using Scanner.Policies.Gatekeeper;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Gatekeeper;

/// <summary>Objects of a cluster as JSON, and what Gatekeeper says there.</summary>
internal static class Cluster
{
    /// <summary>Denies privileged containers of the three lists.</summary>
    public const string Rego = """
        package privileged

        violation[{"msg": msg}] {
          c := input.review.object.spec[lists[_]][_]
          c.securityContext.privileged
          msg := sprintf("%v is privileged", [c.name])
        }

        lists := {"containers", "initContainers", "ephemeralContainers"}
        """;

    private const string Pod = """{"metadata":{"name":"web","namespace":"shop","labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"a"}]}}""";

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <param name="rego">In the syntax before OPA 1.0.</param>
    public static JsonElement Template(string rego = Rego, string status = "{}", string schema = "{}") => Json($$"""
        {"apiVersion":"templates.gatekeeper.sh/v1","kind":"ConstraintTemplate","metadata":{"name":"privileged"},
        "spec":{"crd":{"spec":{"names":{"kind":"Privileged"},"validation":{"openAPIV3Schema":{{schema}} } } },
        "targets":[{"target":"admission.k8s.gatekeeper.sh","rego":{{JsonSerializer.Serialize(rego)}} }]},"status":{{status}} }
        """);

    public static JsonElement Constraint(string spec = "{}", string status = "{}") => Json(
        $$"""{"apiVersion":"constraints.gatekeeper.sh/v1beta1","kind":"Privileged","metadata":{"name":"one"},"spec":{{spec}},"status":{{status}} }""");

    /// <summary>What comes of one more container in a pod, as texts.</summary>
    public static string Decide(
        IEnumerable<JsonElement> objects,
        RequestChannel channel = RequestChannel.Ephemeral,
        string container = """{"name":"dbg","image":"b","securityContext":{"privileged":true}}""",
        Func<string, string, bool>? isKnown = null,
        string user = "eve",
        bool areLabelsKnown = true)
    {
        var labels = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = "shop", ["env"] = "prod" };
        var request = PodRequests.Make(Json(Pod), Json(container), channel, labels, new RequestUser(user, [])) with { AreNamespaceLabelsKnown = areLabelsKnown };
        var policies = GatekeeperEngine.Compile(new PolicyObjects(objects, isKnown), minor: 36);
        return string.Join("\n", policies.SelectMany(p => p.Decide(request)).Select(d => Text(d.Decision)));
    }

    public static string Text(PolicyDecision decision) => decision switch
    {
        PolicyDecision.NotMatched not => "not matched: " + not.Why,
        PolicyDecision.Denied denied => "denied: " + denied.Message,
        PolicyDecision.Reported reported => $"{string.Join('+', reported.Actions)}: {reported.Message}",
        PolicyDecision.Failed failed => $"failed {(failed.IsDenied ? "closed" : "open")}: {failed.Error}",
        PolicyDecision.Unknown unknown => "unknown: " + string.Join(", ", unknown.What),
        _ => "allowed",
    };
}
