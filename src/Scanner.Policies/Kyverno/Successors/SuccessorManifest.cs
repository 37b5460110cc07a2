using System.Text.Json.Nodes;
using Scanner.Core;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Successors;

/// <summary>
/// A ValidatingPolicy that denies settings of containers. It judges containers that an update brings or gives another image, because those
/// that were there before cannot be changed otherwise. <c>policies.kyverno.io/v1</c> is served from Kyverno 1.17 on
/// (https://kyverno.io/docs/policy-types/validating-policy/).
/// </summary>
internal static class SuccessorManifest
{
    private const string Suffix = "-validating";

    private const string Before = "request.operation == 'UPDATE' ? " + Lists + " : []";

    private const string Added = "(" + ListsNow + ").filter(c, !variables.before.exists(b, b.name == c.name && b.image == c.image))";

    private const string Lists =
        "oldObject.spec.containers + oldObject.spec.?initContainers.orValue([]) + oldObject.spec.?ephemeralContainers.orValue([])";

    private const string ListsNow = "object.spec.containers + object.spec.?initContainers.orValue([]) + object.spec.?ephemeralContainers.orValue([])";

    /// <summary>Null where no object can have the name.</summary>
    public static string? NameFor(CelValue policy) => Tree.Text(policy, "metadata", "name") + Suffix is var name && DnsName.IsSubdomain(name) ? name : null;

    public static string KindFor(CelValue policy) => Tree.Text(policy, "kind") == "Policy" ? "NamespacedValidatingPolicy" : "ValidatingPolicy";

    /// <param name="validations">The condition that every container meets, and what is said of one that does not.</param>
    public static JsonObject Make(CelValue policy, string name, JsonObject constraints, bool isEnforced, bool failsOpen, IEnumerable<(string Holds, string Message)> validations)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (Tree.Text(policy, "metadata", "namespace") is { Length: > 0 } space)
            metadata["namespace"] = space;
        return new JsonObject
        {
            ["apiVersion"] = "policies.kyverno.io/v1",
            ["kind"] = KindFor(policy),
            ["metadata"] = metadata,
            ["spec"] = new JsonObject
            {
                ["validationActions"] = new JsonArray(isEnforced ? "Deny" : "Audit"),
                ["failurePolicy"] = failsOpen ? "Ignore" : "Fail",
                ["matchConstraints"] = constraints,
                ["variables"] = new JsonArray(Named("before", Before), Named("added", Added)),
                ["validations"] = new JsonArray([.. validations.Select(v => new JsonObject
                {
                    ["expression"] = $"variables.added.all(c, {v.Holds})",
                    ["message"] = v.Message,
                })]),
            },
        };
    }

    private static JsonObject Named(string name, string expression) => new() { ["name"] = name, ["expression"] = expression };
}
