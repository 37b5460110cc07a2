using System.Collections.Concurrent;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Decoding;
using Scanner.Worker.Work;

namespace Scanner.Worker.Policies;

/// <summary>What is known of the policies of the cluster. Thread-safe.</summary>
internal sealed class KnownPolicies(WorkSignals signals)
{
    // A namespace whose policies nobody has read would pass for one that has none.
    private static readonly ScanError s_notYetRead = new(ScanStep.List("policies"), "policies have not been read yet, so that why something is admitted is not known");

    private readonly ConcurrentDictionary<string, Outlook> _outlooks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _doubts = new(StringComparer.Ordinal);
    private volatile PolicyPicture? _picture;
    private volatile ScanError? _trouble;

    /// <summary>The same object until something about it changes; an empty one before policies were read for the first time.</summary>
    public PolicyPicture Picture => _picture ?? PolicyPicture.None;

    /// <summary>Why the picture may be of earlier, or there is none; null when it is of now.</summary>
    /// <remarks>Who wants both takes this one first: what is mended between the two is then named as a trouble, and not passed over.</remarks>
    public ScanError? Trouble => _trouble ?? (_picture is null ? s_notYetRead : null);

    public void Show(PolicyPicture picture)
    {
        if (_picture is { } before && picture.IsAs(before))
            return;
        _picture = picture;
        signals.Changed.Set();
    }

    /// <returns>Whether that is new.</returns>
    public bool Show(ScanError? trouble)
    {
        if (trouble == _trouble)
            return false;
        _trouble = trouble;
        signals.Changed.Set();
        return true;
    }

    public Outlook? Find(string ns) => _outlooks.GetValueOrDefault(ns);

    public void Expect(Outlook outlook)
    {
        _outlooks[outlook.Namespace.Facts.Name] = outlook;
        signals.Changed.Set();
    }

    /// <summary>Forgets what is expected of namespaces that are not among these.</summary>
    public void Keep(IEnumerable<WatchedNamespace> namespaces)
    {
        var there = namespaces.Select(n => n.Facts.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var ns in _outlooks.Keys.Where(ns => !there.Contains(ns)))
            _outlooks.TryRemove(ns, out _);
    }

    /// <summary>What was expected is not to be relied on.</summary>
    public void ForgetOutlooks()
    {
        if (_outlooks.IsEmpty)
            return;
        _outlooks.Clear();
        signals.Changed.Set();
    }

    /// <summary>Nothing is known, as at first.</summary>
    public void Forget()
    {
        _outlooks.Clear();
        _doubts.Clear();
        (_picture, _trouble) = (null, null);
        signals.Changed.Set();
    }

    /// <summary>What is to be set beside a verdict; null while it is not known.</summary>
    public Prediction? Beside(Outlook? outlook, NamespacePosture ns)
    {
        if (outlook is null)
            return null;
        var prediction = outlook.Beside(ns);
        if (prediction is null && _doubts.TryAdd(ns.Name, true))
            signals.Policies.Set();
        return prediction;
    }

    /// <summary>Namespaces in which policies and probes say different things, and pods are to be read. Whoever takes one has it to settle.</summary>
    public IEnumerable<string> TakeDoubts()
    {
        foreach (var ns in _doubts.Keys.Order(StringComparer.Ordinal))
        {
            if (_doubts.TryRemove(ns, out _))
                yield return ns;
        }
    }

    /// <summary>For the next time.</summary>
    public void StillDoubt(string ns) => _doubts.TryAdd(ns, true);
}
