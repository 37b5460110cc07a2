using System.Collections.Immutable;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;

namespace Scanner.Core.Posture.Composing;

/// <summary>The namespaces of a result, in name order.</summary>
internal sealed class ComposedNamespaces
{
    private readonly List<ComposedNamespace> _gone = [];
    private readonly List<ComposedNamespace> _come = [];

    /// <param name="before">Whose namespaces can be used again; null for none.</param>
    /// <param name="changed">Namespaces for which RBAC may come to something else than before; null for any.</param>
    public ComposedNamespaces(ImmutableArray<NamespaceParts> parts, ComposedRbac rbac, PartJudge judge, ComposedNamespaces? before, HashSet<string>? changed)
    {
        var known = before?.All ?? [];
        var next = 0;
        var all = ImmutableArray.CreateBuilder<ComposedNamespace>(parts.Length);
        foreach (var part in InOrder(parts))
        {
            // Both are in name order: what is passed over exists no more.
            while (next < known.Length && string.CompareOrdinal(known[next].Posture.Name, part.Posture.Name) < 0)
                _gone.Add(known[next++]);
            var same = next < known.Length && known[next].Posture.Name == part.Posture.Name ? known[next++] : null;
            // To look at thousands again in which nothing changed costs more than all the rest.
            var stays = same is not null && changed is not null && !changed.Contains(part.Posture.Name) && same.IsOf(part, judge.Now);
            all.Add(stays ? same! : Compose(part, rbac, judge, same));
        }

        _gone.AddRange(known.AsSpan(next..));
        All = all.MoveToImmutable();
    }

    public ImmutableArray<ComposedNamespace> All { get; }

    /// <summary>Findings that those before had, and these do not.</summary>
    public IEnumerable<Finding> Gone => _gone.SelectMany(n => n.Own.Findings);

    /// <summary>Findings that those before did not have.</summary>
    public IEnumerable<Finding> Come => _come.SelectMany(n => n.Own.Findings);

    public IEnumerable<EphemeralContainerRecord> EphemeralContainers =>
        All.Where(n => !n.EphemeralContainers.IsEmpty).SelectMany(n => n.EphemeralContainers);

    private ComposedNamespace Compose(NamespaceParts parts, ComposedRbac rbac, PartJudge judge, ComposedNamespace? before)
    {
        var exposure = rbac.ExposureOf(parts.Posture);
        var bindings = rbac.In(parts.Posture.Name);
        if (before is not null && before.IsOf(parts, judge.Now) && before.Fits(exposure, bindings))
            return before;
        var composed = new ComposedNamespace(parts, exposure, bindings, judge);
        _come.Add(composed);
        if (before is not null)
            _gone.Add(before);
        return composed;
    }

    // A worker's caches are in order already, and sorting thousands of names costs more than all the rest of a small change.
    private static IEnumerable<NamespaceParts> InOrder(ImmutableArray<NamespaceParts> parts)
    {
        for (var i = 1; i < parts.Length; i++)
        {
            if (string.CompareOrdinal(parts[i - 1].Posture.Name, parts[i].Posture.Name) > 0)
                return parts.OrderBy(p => p.Posture.Name, StringComparer.Ordinal);
        }

        return parts;
    }
}
