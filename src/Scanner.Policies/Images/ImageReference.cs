namespace Scanner.Policies.Images;

/// <summary>The name of an image in its parts, as Kyverno reads it with its default registry.</summary>
/// <param name="Path">The repository: <c>library/nginx</c>.</param>
/// <param name="Name">The last part of it.</param>
/// <param name="Tag"><c>latest</c> where there is neither tag nor digest.</param>
/// <param name="Digest"><c>sha256:…</c>, or empty.</param>
public sealed record ImageReference(string Registry, string Path, string Name, string Tag, string Digest)
{
    private const int LongestName = 255;
    private const int LongestTag = 128;

    public const string DefaultRegistry = "docker.io";

    /// <summary>The name in full, with the digest where there is one, else with the tag.</summary>
    public string Reference => Digest.Length > 0 ? $"{Registry}/{Path}@{Digest}" : ReferenceWithTag;

    public string ReferenceWithTag => $"{Registry}/{Path}:{Tag}";

    /// <returns>Null for a text that names no image.</returns>
    public static ImageReference? Parse(string text)
    {
        var full = HasRegistry(text) ? text : $"{DefaultRegistry}/{text}";
        var at = full.IndexOf('@', StringComparison.Ordinal);
        var digest = at < 0 ? "" : full[(at + 1)..];
        var named = at < 0 ? full : full[..at];
        var colon = named.LastIndexOf(':');
        var hasTag = colon > named.LastIndexOf('/');
        var tag = hasTag ? named[(colon + 1)..] : "";
        var slash = named.IndexOf('/', StringComparison.Ordinal);
        var (registry, path) = (named[..slash], named[(slash + 1)..(hasTag ? colon : named.Length)]);
        if (!IsPath(path) || (hasTag && !IsTag(tag)) || (at >= 0 && !IsDigest(digest)) || !IsRegistry(registry))
            return null;
        return new ImageReference(registry, path, path[(path.LastIndexOf('/') + 1)..], tag.Length == 0 && at < 0 ? "latest" : tag, digest);
    }

    private static bool HasRegistry(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return false;
        var first = text[..slash];
        return first.AsSpan().ContainsAny('.', ':') || first == "localhost" || first.Any(char.IsAsciiLetterUpper);
    }

    private static bool IsRegistry(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '-' or '[' or ']' or '_');

    private static bool IsPath(string path) => path.Length is > 0 and <= LongestName && path.Split('/').All(part =>
        part.Length > 0
        && IsLowerOrDigit(part[0])
        && IsLowerOrDigit(part[^1])
        && part.All(c => IsLowerOrDigit(c) || c is '.' or '_' or '-'));

    private static bool IsLowerOrDigit(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);

    private static bool IsTag(string tag) =>
        tag.Length is > 0 and <= LongestTag && (char.IsAsciiLetterOrDigit(tag[0]) || tag[0] == '_') && tag.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private static bool IsDigest(string digest)
    {
        var colon = digest.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && digest.Length - colon > 32 && digest[(colon + 1)..].All(char.IsAsciiHexDigit);
    }
}
