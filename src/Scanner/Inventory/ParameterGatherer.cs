using System.Collections.Immutable;
using System.Text.Json;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Transport;
using Scanner.Decoding.Objects;

namespace Scanner.Inventory;

/// <summary>
/// Lists what admission policies take as parameters, which may be of any kind. Those that may not be read, and Secrets, which are never read, are
/// unknown to the policies and no error of the whole.
/// </summary>
/// <param name="turned">Called before each request; null for nothing.</param>
internal sealed class ParameterGatherer(IApiServerReader cluster, Action? turned = null)
{
    /// <summary>
    /// Kinds that could not be read, and perhaps can be at the next look. A kind that is not served is one, for its definition may come; a kind for
    /// which a right is missing is none.
    /// </summary>
    public HashSet<(string Group, string Kind)> Failed { get; } = [];

    /// <returns>What was found, and the kinds of which that is all that is referred to.</returns>
    public async Task<(ImmutableArray<JsonElement> Objects, ImmutableArray<(string Group, string Kind)> Kinds)> GatherAsync(
        IEnumerable<ParameterKind> wanted, CancellationToken cancellationToken)
    {
        var (objects, kinds) = (ImmutableArray.CreateBuilder<JsonElement>(), ImmutableArray.CreateBuilder<(string, string)>());
        foreach (var parameters in wanted.Where(p => p is not { Group: "", Kind: "Secret" }))
        {
            turned?.Invoke();
            var answer = await cluster.GetResourcesAsync(parameters.Group, parameters.Version, cancellationToken);
            var resource = answer is ApiAnswer<ImmutableArray<ApiResource>>.Ok { Value: var resources }
                ? resources.FirstOrDefault(r => r.Kind == parameters.Kind && !r.Name.Contains('/', StringComparison.Ordinal) && r.Verbs.Contains("list"))
                : null;
            if (resource is null)
                NoteUnread(parameters, answer);
            else if (await AreListedAsync(parameters, resource, objects, cancellationToken))
                kinds.Add((parameters.Group, parameters.Kind));
        }

        return (objects.ToImmutable(), kinds.ToImmutable());
    }

    private async Task<bool> AreListedAsync(
        ParameterKind parameters, ApiResource resource, ImmutableArray<JsonElement>.Builder objects, CancellationToken cancellationToken)
    {
        foreach (var reference in parameters.References)
        {
            turned?.Invoke();
            var path = new ResourcePath(parameters.Group, parameters.Version, resource.Name, resource.Namespaced ? reference.Namespace : null);
            var request = new ListRequest(path) { FieldSelector = reference.FieldSelector, LabelSelector = reference.LabelSelector };
            var list = new CollectedList<JsonElement>();
            var answer = await cluster.ListAsync(request, new WholeObjectReader(parameters.ApiVersion, resource.Kind), list, cancellationToken);
            objects.AddRange(list.Items);
            if (answer is ApiAnswer<ListResult>.Ok)
                continue;
            NoteUnread(parameters, answer);
            return false;
        }

        return true;
    }

    private void NoteUnread<T>(ParameterKind parameters, ApiAnswer<T> answer)
    {
        if (answer is not ApiAnswer<T>.Refused { Status.Code: 403 })
            Failed.Add((parameters.Group, parameters.Kind));
    }
}
