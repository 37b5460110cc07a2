using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.JsonPatches;
using Scanner.Policies.Requests;

namespace Scanner.Policies.MutatingPolicies;

/// <summary>Evaluates one mutation and applies what it comes to.</summary>
internal static class MutationEvaluation
{
    /// <param name="values">Of the variables of the expression.</param>
    /// <returns>The object after it, null for one that stays; and why it could not be made, null where it could.</returns>
    public static (JsonElement? Object, PolicyDecision? Problem) Apply(CompiledMutation mutation, AdmissionRequest request, CelValue[] values)
    {
        // The server took the expression: that it does not compile here says nothing of what it would do there.
        if (mutation.Program is not { } program)
            return (null, new PolicyDecision.Unknown($"what a mutation does whose expression is not understood: {mutation.Error}"));
        if (request.Object is not { } item)
            return (null, null);
        var value = program.Evaluate(values);
        if (value is CelUnknown unknown)
            return (null, new PolicyDecision.Unknown(unknown.What));
        if (value is CelError failure)
            return (null, Failed($"expression '{mutation.Facts.Expression}' resulted in error: {failure.Message}"));
        var (node, problem) = JsonValues.ToNode(value);
        if (problem is not null)
            return (null, Failed(problem));
        if (!mutation.Facts.IsPatch)
            return Merged(item, node, request.Kind);
        if (JsonValues.Parse(node?.ToJsonString() ?? "") is not CelList operations)
            return (null, Failed("the expression gives no list of operations"));
        var (patched, error) = CelPatch.Strict.Apply(request.ObjectValue!, operations);
        if (error is not null)
            return (null, Failed($"JSON Patch: {error}"));
        return (patched is null ? null : JsonValues.ToElement(patched), null);
    }

    private static (JsonElement?, PolicyDecision?) Merged(JsonElement item, JsonNode? configuration, GroupVersionKind kind)
    {
        if (kind is not { Group: "", Kind: "Pod" })
            return (null, new PolicyDecision.Unknown($"which lists of a {kind.Kind} have keys"));
        if (configuration is not JsonObject changes)
            return (null, Failed("the expression gives no object"));
        var copy = JsonObject.Create(item.Clone())!;
        return PodMerge.Apply(copy, changes) is { } error ? (null, Failed(error)) : (JsonValues.ToElement(copy), null);
    }

    private static PolicyDecision.Failed Failed(string error) => new(error, IsDenied: true);
}

