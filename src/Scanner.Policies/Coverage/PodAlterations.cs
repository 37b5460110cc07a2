using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Coverage;

/// <summary>
/// What may make a pod comply with a policy that refuses the made-up one: what policies of public libraries ask for, with the users, images,
/// capabilities and labels that the policy itself names.
/// </summary>
internal static class PodAlterations
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private const int MostImages = 6;
    private const int MostNumbers = 8;
    private const int MostNames = 12;

    /// <summary>A value of labels and annotations that patterns for versions match too.</summary>
    private const string Value = "\"v1.2.3\"";

    private static readonly Regex s_quoted = new("""['"`](?<text>[^'"`]{1,200})['"`]""", Options);
    internal static readonly Regex Image = new(@"^[a-z0-9*?][a-z0-9._*?-]*([.:/*][a-z0-9._*?/:-]*)$", Options);
    private static readonly Regex s_repository = new("^[a-z][a-z0-9-]*$", Options);
    private static readonly Regex s_number = new(@"(^|[^\w.])(?<number>[1-9][0-9]{0,8})($|[^\w.])", Options);
    private static readonly Regex s_capability = new("^([A-Z]+(_[A-Z]+)*|[a-z]+(_[a-z]+)+)$", Options);
    private static readonly Regex s_profile = new("^localhost/[a-zA-Z0-9._/-]+$", Options);
    private static readonly Regex s_name = new("^[a-z0-9]([a-zA-Z0-9.-]*[a-z0-9])?/[a-zA-Z0-9._-]+$", Options);

    private static readonly ImmutableArray<PodAlteration> s_usual =
    [
        Pod("spec.securityContext.supplementalGroups", null),
        Pod("spec.securityContext.fsGroup", null),
        Pod("spec.priorityClassName", "\"made-up\""),
        Pod("spec.tolerations", null),
        Pod("spec.volumes", """[{"name":"made-up","emptyDir":{}}]"""),
        Pod("metadata.ownerReferences", """[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web","uid":"0","controller":true}]"""),
        new([], []) { AddsInitContainer = true },
        Container("securityContext.procMount", "\"Default\""),
        Container("resources.limits.cpu", null),
        Container("resources.limits.ephemeral-storage", "\"1Mi\""),
        AppArmor("runtime/default", """{"type":"RuntimeDefault"}"""),
        new([new(["metadata", "annotations", "seccomp.security.alpha.kubernetes.io/pod"], "\"runtime/default\"")], []),
        new([FieldChange.At("spec.securityContext.seccompProfile", null)], [FieldChange.At("securityContext.seccompProfile", null)]),
    ];

    public static IEnumerable<PodAlteration> For(IPolicy policy)
    {
        string[] words = policy is IWordedPolicy worded ? [.. worded.Words.SelectMany(Parts).Distinct()] : [];
        var profiles = words.Where(w => s_profile.IsMatch(w)).Take(MostImages)
            .Select(p => AppArmor(p, $$"""{"type":"Localhost","localhostProfile":"{{p[10..]}}"}"""));
        return [.. s_usual, .. profiles, .. Users(words), .. Capabilities(words), .. Names(words), .. Images(words)];
    }

    /// <summary>What a text has in quotes.</summary>
    internal static IEnumerable<string> Quoted(string text) => s_quoted.Matches(text).Select(m => m.Groups["text"].Value);

    /// <summary>A text, what it quotes, and what it offers for choice.</summary>
    private static IEnumerable<string> Parts(string word) =>
        Quoted(word).Prepend(word)
            .SelectMany(t => t.Split(['|', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<PodAlteration> Users(string[] words)
    {
        var numbers = words.SelectMany(w => s_number.Matches(w).Select(m => m.Groups["number"].Value)).Distinct().Take(MostNumbers).ToList();
        foreach (var number in numbers)
        {
            yield return OfBoth(("runAsUser", number), ("runAsGroup", number), ("fsGroup", number), ("supplementalGroups", $"[{number}]"));
            yield return OfBoth(("runAsUser", number));
            yield return OfBoth(("runAsGroup", number));
            yield return OfBoth(("fsGroup", number));
            yield return OfBoth(("supplementalGroups", $"[{number}]"));
        }
    }

    private static PodAlteration OfBoth(params ReadOnlySpan<(string Field, string Value)> fields)
    {
        var pod = ImmutableArray.CreateBuilder<FieldChange>();
        var containers = ImmutableArray.CreateBuilder<FieldChange>();
        foreach (var (field, value) in fields)
        {
            pod.Add(FieldChange.At("spec.securityContext." + field, value));
            if (field.StartsWith("runAs", StringComparison.Ordinal))
                containers.Add(FieldChange.At("securityContext." + field, value));
        }

        return new PodAlteration(pod.DrainToImmutable(), containers.DrainToImmutable());
    }

    private static IEnumerable<PodAlteration> Capabilities(string[] words)
    {
        var named = words.Where(w => w.Length > 2 && w != "ALL" && s_capability.IsMatch(w)).Take(MostNames).ToList();
        foreach (var dropped in (IEnumerable<string>[])[named, named.Prepend("ALL")])
        {
            if (named.Count > 0)
                yield return Container("securityContext.capabilities.drop", $"[{string.Join(',', dropped.Select(c => $"\"{c}\""))}]");
        }
    }

    /// <summary>Labels and annotations by their names.</summary>
    private static IEnumerable<PodAlteration> Names(string[] words)
    {
        var names = words.Where(w => s_name.IsMatch(w)).Take(MostNames).ToList();
        foreach (var field in (string[])["labels", "annotations"])
        {
            if (names.Count > 0)
                yield return new PodAlteration([.. names.Select(n => new FieldChange(["metadata", field, n], Value))], []);
        }
    }

    private static IEnumerable<PodAlteration> Images(string[] words)
    {
        const string digest = "@sha256:8b1a9953c4611296a827abf8c47804d7e6c49c6b97d1a4d5e3f2c8b7a6959483";
        // A single word is most often the name of a field.
        var plain = words.Where(w => s_repository.IsMatch(w)).ToList();
        var named = words.Where(w => Image.IsMatch(w)).Concat(plain.Count <= MostNames ? plain : [])
            .SelectMany(Made).Distinct().Take(MostImages).Append("ghcr.io/acme/app:1.2.3");
        return named.SelectMany(i => (string[])[i, i + digest]).Where(i => i != "ghcr.io/acme/app:1.2.3").Select(i => Container("image", $"\"{i}\""));
    }

    /// <summary>Images that a pattern matches, or that begin with a text.</summary>
    internal static IEnumerable<string> Made(string pattern)
    {
        var text = pattern.Replace("*", "app", StringComparison.Ordinal).Replace('?', 'a').TrimEnd(':', '@');
        if (text.EndsWith('/'))
            return [text + "app:1.2.3"];
        var isTagged = text.LastIndexOf(':') > text.LastIndexOf('/');
        string[] made = [text + ":1.2.3", text + "/app:1.2.3"];
        return isTagged ? [text] : pattern.Contains('/', StringComparison.Ordinal) ? made : Enumerable.Reverse(made);
    }

    /// <summary>As it was written before 1.30, and as it is now.</summary>
    private static PodAlteration AppArmor(string annotation, string profile) => new(
        [new(["metadata", "annotations", "container.apparmor.security.beta.kubernetes.io/x"], $"\"{annotation}\"")],
        [FieldChange.At("securityContext.appArmorProfile", profile)]);

    private static PodAlteration Pod(string path, string? value) => new([FieldChange.At(path, value)], []);

    private static PodAlteration Container(string path, string? value) => new([], [FieldChange.At(path, value)]);
}
