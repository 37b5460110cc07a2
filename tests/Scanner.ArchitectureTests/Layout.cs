using System.Collections.Frozen;

namespace Scanner.ArchitectureTests;

/// <summary>
/// The plan of the house: each folder below <c>src</c> and the folders that it may use. docs/architecture.md draws it.
/// <c>rooms.txt</c> holds the table: a folder, a colon, and what it may use, separated by blanks.
/// </summary>
internal static class Layout
{
    /// <summary>Those whose name begins with another's come first.</summary>
    private static readonly string[] s_projects =
        ["Scanner.ApiServer", "Scanner.Core", "Scanner.Demo", "Scanner.Policies", "Scanner.Publishing", "Scanner.Simulator", "Scanner"];

    // A tool for tests and the demo, in which no reader looks for the product's design.
    private const string Simulator = "Scanner.Simulator";

    public static FrozenDictionary<string, FrozenSet<string>> Allowed { get; } = File
        .ReadLines(Path.Combine(SourceTree.Root, "tests", "Scanner.ArchitectureTests", "rooms.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(':', 2))
        .ToFrozenDictionary(row => row[0], row => row[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet());

    /// <summary>Uses between rooms that the table does not allow.</summary>
    public static IEnumerable<Use> Forbidden(IEnumerable<Use> uses) => uses.Where(use =>
        use.Room.Length > 0 && use.Room != use.File.Room && !(Allowed.TryGetValue(use.File.Room, out var allowed) && allowed.Contains(use.Room)));

    /// <summary>Namespaces are folders, but for the dots in the name of a project; empty for what is not ours.</summary>
    public static string RoomOf(string ns)
    {
        var project = Array.Find(s_projects, p => ns == p || ns.StartsWith(p + ".", StringComparison.Ordinal));
        if (project is null)
            return "";
        return ns == project || project == Simulator ? project : project + "/" + ns[(project.Length + 1)..].Replace('.', '/');
    }

    /// <summary>A way from a room back to itself; empty when there is none.</summary>
    public static string[] FindCycle(IReadOnlyDictionary<string, FrozenSet<string>> table)
    {
        var done = new HashSet<string>();
        var way = new List<string>();
        return table.Keys.Select(Visit).FirstOrDefault(cycle => cycle.Length > 0) ?? [];

        string[] Visit(string room)
        {
            if (way.IndexOf(room) is >= 0 and var start)
                return [.. way[start..], room];
            if (!done.Add(room))
                return [];
            way.Add(room);
            foreach (var next in table.GetValueOrDefault(room, FrozenSet<string>.Empty))
            {
                if (Visit(next) is { Length: > 0 } cycle)
                    return cycle;
            }

            way.RemoveAt(way.Count - 1);
            return [];
        }
    }
}
