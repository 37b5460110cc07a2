using System.Collections.Immutable;
using Scanner.Core.Findings;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Posture.Composing;

/// <summary>
/// Findings about things of one kind, by the subject that they are about. Where all that is known of a subject is as before its findings are kept;
/// otherwise only what is new is judged, because one of ten thousand things may have changed.
/// </summary>
/// <typeparam name="TSource">What is known of a subject: another object when anything of it has changed.</typeparam>
/// <typeparam name="T">One thing. Of equal ones the same is found.</typeparam>
internal sealed class PartTable<TSource, T>
    where TSource : class
    where T : class, IEquatable<T>
{
    private readonly Dictionary<Subject, Group> _groups = [];
    private readonly List<PartFindings> _gone = [];
    private readonly List<PartFindings> _come = [];

    /// <param name="things">Those of a source, in an order that does not change.</param>
    /// <param name="judge">What is found about one.</param>
    /// <param name="before">The table before this one; null for none.</param>
    /// <param name="alike">It was judged by the same rules and facts, so that its findings can be used again.</param>
    public PartTable(
        IEnumerable<KeyValuePair<Subject, TSource>> sources, Func<TSource, IEnumerable<T>> things, Func<Subject, T, PartFindings> judge,
        PartTable<TSource, T>? before, bool alike = true)
    {
        foreach (var (subject, source) in sources)
        {
            var known = before?._groups.GetValueOrDefault(subject);
            var same = alike && known is not null && ReferenceEquals(known.Source, source);
            _groups.Add(subject, same ? known! : Judge(source, [.. things(source)], t => judge(subject, t), alike ? known : Take(known)));
        }

        if (before is null)
            return;
        foreach (var (subject, gone) in before._groups)
        {
            if (!_groups.ContainsKey(subject))
                Take(gone);
        }
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
