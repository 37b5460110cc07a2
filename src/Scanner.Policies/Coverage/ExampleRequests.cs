using System.Collections.Immutable;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Coverage;

/// <summary>
/// The requests about examples. Most policies have the same ones, and to make requests costs more than to answer them. Not for concurrent use.
/// </summary>
internal sealed class ExampleRequests(RequestUser user)
{
    /// <summary>Examples of which the requests are kept: those of one example take a megabyte once policies have read them.</summary>
    private const int MostKept = 8;

    private readonly Dictionary<string, VariantRequests> _known = [];

    /// <param name="labels">Of the pod.</param>
    public VariantRequests Get(ScopeExample example, ImmutableDictionary<string, string> labels)
    {
        var key = $"{Text(labels)} {Text(example.NamespaceLabels)} {example.Namespace}";
        if (_known.TryGetValue(key, out var known))
            return known;
        if (_known.Count >= MostKept)
            _known.Clear();
        return _known[key] = VariantRequests.Of(MadeUpPod.In(example.Namespace, labels), example.NamespaceLabels, user);
    }

    /// <summary>With lengths, because a selector of a policy may hold any text.</summary>
    private static string Text(ImmutableDictionary<string, string> labels) =>
        string.Concat(labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key.Length}:{l.Key}{l.Value.Length}:{l.Value}"));
}
