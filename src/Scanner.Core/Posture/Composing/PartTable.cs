using System.Collections.Immutable;
using Scanner.Core.Findings;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Posture.Composing;

/// <summary>
/// Findings about things of one kind, in groups. A group that is as before keeps its findings; of another one only what is new in it is judged,
/// because one of ten thousand things may have changed.
/// </summary>
/// <typeparam name="TSource">What a group is made of.</typeparam>
/// <typeparam name="T">One thing. Of equal ones the same is found.</typeparam>
internal sealed class PartTable<TKey, TSource, T>
    where TKey : notnull
    where T : class, IEquatable<T>
{
    private readonly Dictionary<TKey, Group> _groups = [];
    private readonly List<PartFindings> _gone = [];
    private readonly List<PartFindings> _come = [];

    /// <param name="sources">The groups.</param>
    /// <param name="things">Those of a group, in an order that does not change.</param>
    /// <param name="judge">What is found about one.</param>
    /// <param name="before">The table before this one; null for none.</param>
    /// <param name="alike">It was judged by the same rules and facts, so that its findings can be used again.</param>
    public PartTable(
        IEnumerable<KeyValuePair<TKey, TSource>> sources, Func<TSource, IEnumerable<T>> things, Func<TKey, T, PartFindings> judge,
        PartTable<TKey, TSource, T>? before, bool alike = true)
    {
        foreach (var (key, source) in sources)
        {
            var known = before?._groups.GetValueOrDefault(key);
            var same = alike && known is not null && EqualityComparer<TSource>.Default.Equals(known.Source, source);
            _groups.Add(key, same ? known! : Judge(source, [.. things(source)], t => judge(key, t), alike ? known : Take(known)));
        }

        foreach (var (_, gone) in before?._groups.Where(g => !_groups.ContainsKey(g.Key)) ?? [])
            Take(gone);
    }

    public IEnumerable<PartFindings> Parts => _groups.Values.SelectMany(g => g.Findings);

    /// <summary>What was found before, and is not now.</summary>
    public IEnumerable<Finding> Gone => _gone.SelectMany(p => p.Findings);

    /// <summary>What is found now, and was not before.</summary>
    public IEnumerable<Finding> Come => _come.SelectMany(p => p.Findings);

    /// <summary>Nothing of it is left.</summary>
    private Group? Take(Group? gone)
    {
        _gone.AddRange(gone?.Findings ?? []);
        return null;
    }

    private Group Judge(TSource source, ImmutableArray<T> things, Func<T, PartFindings> judge, Group? before)
    {
        before ??= new Group(source, [], []);
        // Most often one has come, gone or changed, and all before and after it are the same.
        var (start, end) = InOrder.CommonEnds(before.Things.AsSpan(), things.AsSpan());
        var known = new Dictionary<T, PartFindings>();
        for (var i = start; i < before.Things.Length - end; i++)
        {
            if (!known.TryAdd(before.Things[i], before.Findings[i]))
                _gone.Add(before.Findings[i]);
        }

        var findings = new PartFindings[things.Length];
        before.Findings.AsSpan(..start).CopyTo(findings);
        before.Findings.AsSpan(^end..).CopyTo(findings.AsSpan(^end..));
        for (var i = start; i < things.Length - end; i++)
        {
            if (!known.Remove(things[i], out var same))
                _come.Add(same = judge(things[i]));
            findings[i] = same;
        }

        _gone.AddRange(known.Values);
        return new Group(source, things, findings);
    }

    /// <param name="Findings">Of each thing.</param>
    private sealed record Group(TSource Source, ImmutableArray<T> Things, PartFindings[] Findings);
}
