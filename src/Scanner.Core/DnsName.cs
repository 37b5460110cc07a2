namespace Scanner.Core;

/// <summary>Names of Kubernetes objects (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/).</summary>
public static class DnsName
{
    /// <summary>RFC 1123 label: namespaces.</summary>
    public static bool IsLabel(string name) =>
        name.Length is > 0 and <= 63 && name.All(IsPart) && name[0] != '-' && name[^1] != '-';

    /// <summary>RFC 1123 subdomain: pods.</summary>
    public static bool IsSubdomain(string name) => name.Length <= 253 && Array.TrueForAll(name.Split('.'), IsLabelOfAnyLength);

    private static bool IsLabelOfAnyLength(string name) => name.Length > 0 && name.All(IsPart) && name[0] != '-' && name[^1] != '-';

    private static bool IsPart(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-';
}
