using System.Collections.Concurrent;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Decoding;
using Scanner.Worker.Work;

namespace Scanner.Worker.Policies;

/// <summary>What is known of the policies of the cluster. Thread-safe.</summary>
internal sealed class KnownPolicies(WorkSignals signals)
{
    private readonly ConcurrentDictionary<string, Outlook> _outlooks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _doubts = new(StringComparer.Ordinal);
    private volatile PolicyPicture _picture = PolicyPicture.None;
    private volatile ScanError? _trouble;

    /// <summary>The same object until something about it changes.</summary>
    public PolicyPicture Picture => _picture;

    /// <summary>Why the picture may be of earlier; null when it is of now.</summary>
    public ScanError? Trouble => _trouble;

    public void Show(PolicyPicture picture)
    {
        if (picture.IsAs(_picture))
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
        ForgetOutlooks();
        _doubts.Clear();
        Show(PolicyPicture.None);
        Show((ScanError?)null);
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
