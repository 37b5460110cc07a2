namespace Scanner.Simulator.Structured;

/// <summary>Which elements of two lists belong together, and in which order the merged list has them.</summary>
/// <param name="live">Identities of the stored elements; some may be there twice.</param>
/// <param name="config">Identities of the applied elements, all different.</param>
internal sealed class ListMerge(string[] live, string[] config)
{
    private readonly HashSet<string> _merged = new(StringComparer.Ordinal);

    /// <summary>Positions in the two lists; at most one of a pair is null.</summary>
    public IEnumerable<(int? Live, int? Config)> Pairs()
    {
        var shared = new Queue<string>(config.Where(e => live.Contains(e, StringComparer.Ordinal)));
        var next = Take(shared);
        for (var (l, c) = (0, 0); l < live.Length || c < config.Length;)
        {
            if (l < live.Length && c < config.Length && live[l] == config[c])
            {
                yield return Both(config[c], c++);
                l++;
                next = Take(shared);
            }
            else if (l < live.Length && c < config.Length && config.Contains(live[l], StringComparer.Ordinal) && next is not null && next != live[l])
            {
                l++; // the configuration has it, but in another place
            }
            else if (l < live.Length && !config.Contains(live[l], StringComparer.Ordinal))
            {
                yield return (l++, null);
            }
            else
            {
                if (l < live.Length && _merged.Contains(live[l]))
                    l++;
                if (c >= config.Length)
                    continue;
                if (config[c] == next)
                    next = Take(shared);
                yield return Both(config[c], c++);
            }
        }
    }

    private (int? Live, int? Config) Both(string element, int at)
    {
        _merged.Add(element);
        // What is there twice merges with nothing: the applied element replaces both.
        var first = Array.IndexOf(live, element);
        return (first >= 0 && first == Array.LastIndexOf(live, element) ? first : null, at);
    }

    private static string? Take(Queue<string> queue) => queue.TryDequeue(out var element) ? element : null;
}
