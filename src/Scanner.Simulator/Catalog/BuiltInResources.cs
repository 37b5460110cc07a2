using System.Collections.Immutable;
using System.Globalization;

namespace Scanner.Simulator.Catalog;

/// <summary>Reads the embedded table of built-in resources for one Kubernetes version.</summary>
internal static class BuiltInResources
{
    private static readonly ImmutableArray<string> AllVerbs =
        ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>In the order of the table, which is the order of discovery.</summary>
    public static ImmutableArray<ResourceType> Read(KubernetesVersion version, bool betaAdmissionPolicies)
    {
        var types = new List<ResourceType>();
        var subresources = new List<(string ApiVersion, string Resource, SubresourceType Type)>();
        foreach (var line in EmbeddedText.Lines("resources.txt"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var attributes = words[5..].Select(w => w.Split('=', 2)).ToDictionary(p => p[0], p => p.Length > 1 ? p[1] : "");
            if (!IsServed(attributes, (int)version, betaAdmissionPolicies))
                continue;

            var slash = words[1].IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
                types.Add(ReadType(words, attributes, version));
            else
                subresources.Add((words[0], words[1][..slash], ReadSubresource(words, attributes, slash)));
        }

        return [.. types.Select(t => t with
        {
            Subresources = [.. subresources.Where(s => s.ApiVersion == t.ApiVersion && s.Resource == t.Resource).Select(s => s.Type)],
        })];
    }

    private static bool IsServed(Dictionary<string, string> attributes, int minor, bool beta) =>
        minor >= Number(attributes, "since", 0) && minor <= Number(attributes, "until", int.MaxValue)
        && (beta || !attributes.ContainsKey("beta"));

    private static ResourceType ReadType(string[] words, Dictionary<string, string> attributes, KubernetesVersion version)
    {
        var (group, apiVersion) = SplitApiVersion(words[0]);
        return new ResourceType(group, apiVersion, words[1], words[2], words[3] == "namespaced")
        {
            // Singular names came to discovery with 1.27.
            Singular = version < KubernetesVersion.V1_28 ? "" : words[2].ToLowerInvariant(),
            Verbs = Verbs(words[4]),
            ShortNames = Names(attributes, "short"),
            Categories = Names(attributes, "categories"),
            StorageVersionHash = attributes.GetValueOrDefault("hash"),
            HasGeneration = (int)version >= Number(attributes, "generation", int.MaxValue),
        };
    }

    private static SubresourceType ReadSubresource(string[] words, Dictionary<string, string> attributes, int slash) =>
        new(words[1][(slash + 1)..], words[2], Verbs(words[4]), attributes.GetValueOrDefault("as"));

    private static ImmutableArray<string> Verbs(string text) => text switch
    {
        "all" => AllVerbs,
        "all-deletecollection" => AllVerbs.Remove("deletecollection"),
        _ => [.. text.Split(',')],
    };

    private static ImmutableArray<string> Names(Dictionary<string, string> attributes, string key) =>
        attributes.TryGetValue(key, out var text) ? [.. text.Split(',')] : [];

    private static int Number(Dictionary<string, string> attributes, string key, int otherwise) =>
        attributes.TryGetValue(key, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    internal static (string Group, string Version) SplitApiVersion(string apiVersion)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? ("", apiVersion) : (apiVersion[..slash], apiVersion[(slash + 1)..]);
    }
}
