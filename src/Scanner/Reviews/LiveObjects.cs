using System.Collections.Immutable;
using System.Text.Json;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Transport;
using Scanner.Decoding.Objects;
using Scanner.Inventory;

namespace Scanner.Reviews;

/// <summary>What a review needs of a cluster.</summary>
/// <param name="Minor">Of the server's version 1.x; null where it does not say.</param>
/// <param name="Pod">Null where none was asked for, or none was found.</param>
/// <param name="PodProblem">Why it was not found.</param>
internal sealed record LiveObjects(PolicyInventory Policies, JsonElement? Namespace, ImmutableArray<string> Errors, int? Minor, JsonElement? Pod, string? PodProblem)
{
    public IEnumerable<JsonElement> Objects => Namespace is { } space ? [.. Policies.Objects, space] : Policies.Objects;

    /// <param name="ns">The namespace that the request is in; empty for none.</param>
    /// <param name="pod">Null for none.</param>
    public static async Task<LiveObjects> GatherAsync(IApiServerReader cluster, string ns, string? pod, CancellationToken cancellationToken)
    {
        var version = await cluster.GetVersionAsync(cancellationToken);
        if (version is ApiAnswer<ServerVersion>.Failed)
            return new LiveObjects(PolicyInventory.None, null, [$"connect: {version.Describe()}"], null, null, version.Describe());
        int? minor = version is ApiAnswer<ServerVersion>.Ok { Value: { Major: 1, Minor: > 0 and var found } } ? found : null;
        var policies = await new PolicyGatherer(cluster).GatherAsync(cancellationToken);
        var (space, _) = await GetAsync(cluster, ResourcePath.Core("namespaces", name: ns), "Namespace", ns.Length > 0, cancellationToken);
        var (target, problem) = await GetAsync(cluster, ResourcePath.Core("pods", ns, pod), "Pod", pod is not null, cancellationToken);
        return new LiveObjects(
            policies,
            space,
            [
                .. policies.Errors.Select(e => $"{e.Step}: {e.Message}"),
                .. policies.Missing.Select(m => $"{m.Resource}{(m.Group.Length > 0 ? "." + m.Group : "")} may not be listed: grant the rule {m.Rule}"),
            ],
            minor,
            target,
            problem);
    }

    private static async Task<(JsonElement? Item, string? Problem)> GetAsync(
        IApiServerReader cluster, ResourcePath path, string kind, bool wanted, CancellationToken cancellationToken)
    {
        if (!wanted)
            return (null, null);
        var answer = await cluster.GetAsync(path, new WholeObjectReader("v1", kind), cancellationToken);
        return answer is ApiAnswer<JsonElement>.Ok { Value: var item } ? (item, null) : (null, answer.Describe());
    }
}
