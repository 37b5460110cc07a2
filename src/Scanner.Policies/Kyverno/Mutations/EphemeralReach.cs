using System.Text.RegularExpressions;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Patterns;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Mutations;

/// <summary>
/// Whether a mutation may change ephemeral containers, told from what it is written to change: of an update that adds one the server keeps
/// nothing else. What is written in variables may be anything.
/// </summary>
internal static class EphemeralReach
{
    private const string Field = "ephemeralContainers";
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>The places of a JSON patch, in JSON or in YAML.</summary>
    private static readonly Regex s_places = new(@"(^|[^A-Za-z])(path|from)[""']?\s*:\s*[""']?(?<place>[^\s""',}]*)", Options);

    /// <summary>A place in the metadata, or one in a field of the spec that is written out.</summary>
    private static readonly Regex s_elsewhere = new(@"^/(metadata(/|$)|spec/(?<field>[A-Za-z]+)(/|$))", Options);

    public static bool Of(CelValue? mutate)
    {
        var merge = Tree.Get(mutate, "patchStrategicMerge");
        return (merge is not null && Merges(merge))
            || (Tree.Get(mutate, "patchesJson6902") is { } patch && (patch as CelString is not { Value: var text } || Patches(text)))
            || Array.Exists(Tree.Items(mutate, "foreach"), Of);
    }

    private static bool Merges(CelValue merge) =>
        merge is not CelMap || Tree.Entries(merge).Any(e => IsVariable(e.Key) || (Anchor.KeyOf(e.Key) == "spec" && MergesSpec(e.Value)));

    private static bool MergesSpec(CelValue spec) => spec is not CelMap || Tree.Entries(spec).Any(e => IsVariable(e.Key) || Anchor.KeyOf(e.Key) == Field);

    private static bool Patches(string text)
    {
        var places = s_places.Matches(text).Select(m => s_elsewhere.Match(m.Groups["place"].Value)).ToList();
        return places.Count == 0 || !places.TrueForAll(p => p.Success && p.Groups["field"].Value != Field);
    }

    private static bool IsVariable(string key) => key.Contains("{{", StringComparison.Ordinal);
}
