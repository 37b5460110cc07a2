using Scanner.ApiServer.Connections.Nodes;

namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>
/// The entries of all kubeconfig files together: of entries with one name, and of several current contexts, the first file's wins.
/// An entry without a name has the empty one, and so has a cluster, user or context that is not named where it is asked for.
/// </summary>
internal sealed class Kubeconfig
{
    private readonly Dictionary<string, ConfigMap> _contexts = [];
    private readonly Dictionary<string, ConfigMap> _clusters = [];
    private readonly Dictionary<string, ConfigMap> _users = [];

    /// <summary>Merges files in the order of their precedence.</summary>
    public static Kubeconfig Merge(IEnumerable<ConfigMap> files)
    {
        var merged = new Kubeconfig();
        foreach (var file in files)
            merged.Add(file);
        return merged;
    }

    /// <summary>The context to use unless told otherwise.</summary>
    public ConfigText? CurrentContext { get; private set; }

    public IReadOnlyDictionary<string, ConfigMap> Contexts => _contexts;

    public IReadOnlyDictionary<string, ConfigMap> Clusters => _clusters;

    public IReadOnlyDictionary<string, ConfigMap> Users => _users;

    /// <summary>Whether it says nothing at all; kubectl then looks for a pod's service account.</summary>
    public bool IsEmpty => CurrentContext is null && _contexts.Count + _clusters.Count + _users.Count == 0;

    /// <summary>Whether it says which cluster is meant without being asked for a context.</summary>
    public bool HasDefault => CurrentContext is not null || _contexts.ContainsKey("") || _clusters.ContainsKey("");

    /// <summary>The names of entries for a message: <c>contexts: a, b</c>, or that there are none.</summary>
    public static string List(string what, IReadOnlyDictionary<string, ConfigMap> entries)
    {
        const int most = 20;
        if (entries.Count == 0)
            return $"there are no {what}";
        var all = entries.Keys.Select(name => name.Length == 0 ? "one without a name" : name);
        var names = string.Join(", ", all.Order(StringComparer.Ordinal).Take(most));
        return entries.Count > most ? $"{what}: {names} and {entries.Count - most} more" : $"{what}: {names}";
    }

    private static void AddEntries(Dictionary<string, ConfigMap> all, ConfigMap file, string list, string kind)
    {
        var here = new HashSet<string>();
        foreach (var entry in file.Maps(list))
        {
            var name = entry.Text("name")?.Value ?? "";
            var subject = name.Length == 0 ? $"the {kind} without a name" : $"{kind} \"{name}\"";
            if (!here.Add(name))
                throw entry.Location.Error($"{subject} stands twice in {list}; remove one of them");
            all.TryAdd(name, entry.Map(kind, subject) ?? entry.Nothing(subject));
        }
    }

    private void Add(ConfigMap file)
    {
        CurrentContext ??= file.Text("current-context");
        AddEntries(_contexts, file, "contexts", "context");
        AddEntries(_clusters, file, "clusters", "cluster");
        AddEntries(_users, file, "users", "user");
    }
}
