using System.Text.RegularExpressions;

namespace Scanner.Policies.Matching;

/// <summary>
/// What code that is not CEL may read of a namespace and of a pod's metadata, told from its text. Whatever the text does not rule out counts
/// as read: too much costs time only.
/// </summary>
/// <param name="ofNamespace">The namespace of the request, or anything of the object of that name.</param>
/// <param name="ofPod">Labels or annotations of the pod. Its name is not among them: it decides nothing that is asked.</param>
internal readonly struct MetadataReads(bool ofNamespace, bool ofPod)
{
    public bool Namespace { get; } = ofNamespace;

    public bool PodMetadata { get; } = ofPod;

    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>Metadata of which more is read than the name.</summary>
    private static readonly Regex s_metadata = new(@"metadata(\.[A-Za-z]*|[^.]|$)", Options);

    public static MetadataReads operator |(MetadataReads first, MetadataReads second) =>
        new(first.Namespace || second.Namespace, first.PodMetadata || second.PodMetadata);

    /// <param name="text">Without comments or with them; they count like code.</param>
    /// <param name="root">What the request is called: <c>review</c> in Gatekeeper, <c>request</c> in Kyverno.</param>
    public static MetadataReads Of(string text, string root)
    {
        var isWhole = ReadsWhole(text, root);
        return new MetadataReads(
            isWhole || text.Contains("namespace", StringComparison.OrdinalIgnoreCase) || text.Contains("inventory", StringComparison.Ordinal) || ReadsMetadata(text),
            isWhole || text.Contains("labels", StringComparison.Ordinal) || text.Contains("annotations", StringComparison.Ordinal) || ReadsMetadata(text));
    }

    private static bool ReadsMetadata(string text) => s_metadata.Matches(text).Any(m => m.Value is not ("metadata.name" or "metadata.generateName" or "metadata.namespace"));

    /// <summary>The request or its object is used other than by a field that has no metadata in it.</summary>
    private static bool ReadsWhole(string text, string root)
    {
        for (var at = text.IndexOf(root, StringComparison.Ordinal); at >= 0; at = text.IndexOf(root, at + 1, StringComparison.Ordinal))
        {
            if ((at > 0 && IsInName(text[at - 1])) || (at + root.Length < text.Length && IsInName(text[at + root.Length])))
                continue;
            if (!IsNarrow(text.AsSpan(at + root.Length)))
                return true;
        }

        return false;
    }

    /// <param name="rest">What stands behind the name of the request.</param>
    private static bool IsNarrow(ReadOnlySpan<char> rest)
    {
        if (Field(ref rest) is not { Length: > 0 } field)
            return false;
        return field is not ("object" or "oldObject") || Field(ref rest) is "spec" or "metadata" or "kind" or "apiVersion" or "status";
    }

    private static string Field(ref ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || rest[0] != '.')
            return "";
        var length = 1;
        while (length < rest.Length && IsInName(rest[length]))
            length++;
        var field = rest[1..length].ToString();
        rest = rest[length..];
        return field;
    }

    private static bool IsInName(char sign) => char.IsAsciiLetterOrDigit(sign) || sign == '_';
}
