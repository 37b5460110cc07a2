using System.Collections.Immutable;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Reflectors;

namespace Scanner.Worker.Caches;

/// <summary>What one look at the server's discovery showed of the resources that decide about admission.</summary>
/// <param name="Served">By <see cref="WatchTarget.Name"/>, in the version that the server prefers.</param>
/// <param name="Unread">Groups of which the server did not say what is in them; their resources may be there all the same.</param>
/// <param name="Problem">One line about what the server did not say; null when it said all, so that what is missing is not served.</param>
internal sealed record GuardLook(
    ImmutableSortedDictionary<string, WatchTarget> Served, ImmutableHashSet<string> Unread, string? Problem)
{
    /// <summary>All that the server serves; default when it did not say, or not all.</summary>
    public ImmutableArray<ApiGroup> Groups { get; init; }

    /// <summary>Whether the look shows that the server does not serve a resource.</summary>
    public bool Lacks(WatchTarget target) =>
        !Served.ContainsKey(target.Name) && !AdmissionTargets.IsAlwaysServed(target.Path.Group)
        && (Problem is null || (!Unread.IsEmpty && !Unread.Contains(target.Path.Group)));
}
