using System.Collections.Immutable;
using Scanner.ApiServer;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Transport;
using Scanner.Core.Cluster;

namespace Scanner.Worker.Caches;

/// <summary>Asks the server which of the resources that decide about admission it serves.</summary>
/// <param name="turned">Called before each request.</param>
internal sealed class GuardDiscovery(IApiServerReader cluster, Action turned)
{
    private static readonly GuardLook s_nothing = new(ImmutableSortedDictionary.Create<string, WatchTarget>(StringComparer.Ordinal), [], null);

    public async Task<GuardLook> LookAsync(CancellationToken cancellationToken)
    {
        turned();
        var answer = await cluster.GetGroupsAsync(cancellationToken);
        if (answer is not ApiAnswer<ImmutableArray<ApiGroup>>.Ok { Value: var groups })
            return s_nothing with { Problem = answer.Describe() };
        var look = s_nothing;
        foreach (var group in groups.Where(g => AdmissionKinds.IsGroup(g.Name)))
        {
            // The first version is the one the server prefers.
            foreach (var version in group.Versions)
                look = await AddAsync(look, group.Name, version, cancellationToken);
        }

        // Every server has it. One that has just started names its groups one by one as they get ready.
        return groups.Any(g => AdmissionTargets.IsAlwaysServed(g.Name))
            ? look with { Groups = groups }
            : look with { Unread = [], Problem = $"of {groups.Length} API groups it names, none is {AdmissionTargets.BuiltIn}: it is starting, or hides some" };
    }

    private async Task<GuardLook> AddAsync(GuardLook look, string group, string version, CancellationToken cancellationToken)
    {
        turned();
        var answer = await cluster.GetResourcesAsync(group, version, cancellationToken);
        if (answer is not ApiAnswer<ImmutableArray<ApiResource>>.Ok { Value: var resources })
            return look with { Unread = look.Unread.Add(group), Problem = look.Problem ?? $"{group}/{version}: {answer.Describe()}" };
        var targets = resources
            .Where(r => AdmissionKinds.Find(group, r.Name) is not null && r.Verbs.Contains("watch"))
            .Select(r => new WatchTarget(new ResourcePath(group, version, r.Name)) { MetadataOnly = true, IsAlwaysServed = AdmissionTargets.IsAlwaysServed(group) })
            .Where(t => !look.Served.ContainsKey(t.Name))
            .DistinctBy(t => t.Name);
        return look with { Served = look.Served.AddRange(targets.Select(t => KeyValuePair.Create(t.Name, t))) };
    }
}
