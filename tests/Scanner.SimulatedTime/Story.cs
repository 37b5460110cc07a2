using Scanner.SimulatedTime.Clocks;

namespace Scanner.SimulatedTime;

/// <summary>What happened in a run, for whoever reads how it failed.</summary>
internal sealed class Story(World world)
{
    private readonly List<string> _lines = [];
    private ulong _hash = 14695981039346656037;

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Of all that was told and all that was sent: equal in two runs that went the same way.</summary>
    public ulong Hash => _hash;

    /// <summary>How often each fault was begun.</summary>
    public SortedDictionary<string, int> Faults { get; } = new(StringComparer.Ordinal);

    public void Tell(string what)
    {
        _lines.Add($"{world.Now:d\\.hh\\:mm\\:ss\\.fff} {what}");
        Note(what);
    }

    public void Begin(string fault, string what)
    {
        Faults[fault] = Faults.GetValueOrDefault(fault) + 1;
        Tell($"{fault}: {what}");
    }

    /// <summary>Too much to tell, but it must be the same each time.</summary>
    public void Note(string what)
    {
        Mix((ulong)world.Now.Ticks);
        foreach (var c in what)
            Mix(c);
    }

    private void Mix(ulong value) => _hash = (_hash ^ value) * 1099511628211;
}
