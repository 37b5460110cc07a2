using System.Text;
using System.Text.RegularExpressions;

namespace Scanner.Simulator.Objects;

/// <summary>The syntax of names, label keys and label values, with the words of a refusal (k8s.io/apimachinery/pkg/util/validation).</summary>
internal static partial class NameSyntax
{
    private const string QualifiedFormat = "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'";
    private const string QualifiedCharacters =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is " + QualifiedFormat + ")";

    private const string Subdomain =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'example.com', regex used for validation is "
        + @"'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const string Label =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an "
        + "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string Value =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
        + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    /// <summary>What is wrong with a DNS subdomain, the usual form of an object's name.</summary>
    public static IEnumerable<string> SubdomainErrors(string name) => [.. TooLong(name, 253), .. SubdomainPattern().IsMatch(name) ? Array.Empty<string>() : [Subdomain]];

    /// <summary>What is wrong with a DNS label, the form of a namespace's name.</summary>
    public static IEnumerable<string> LabelErrors(string name) => [.. TooLong(name, 63), .. LabelPattern().IsMatch(name) ? Array.Empty<string>() : [Label]];

    /// <summary>What is wrong with the name of a role or binding, which may be anything that a path can hold.</summary>
    public static IEnumerable<string> PathSegmentErrors(string name)
    {
        if (name is "." or "..")
            return [$"may not be '{name}'"];
        return new[] { "/", "%" }.Where(c => name.Contains(c, StringComparison.Ordinal)).Select(c => $"may not contain '{c}'");
    }

    /// <summary>What is wrong with the key of a label or annotation, or the name of a finalizer.</summary>
    public static IEnumerable<string> KeyErrors(string key)
    {
        var parts = key.Split('/');
        if (parts.Length > 2)
        {
            yield return $"a valid label key {QualifiedCharacters} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            yield break;
        }

        if (parts.Length == 2)
        {
            foreach (var error in parts[0].Length == 0 ? ["must be non-empty"] : SubdomainErrors(parts[0]))
                yield return "prefix part " + error;
        }

        var name = parts[^1];
        if (name.Length == 0)
            yield return "name part must be non-empty";
        foreach (var error in TooLong(name, 63))
            yield return "name part " + error;
        if (!QualifiedPattern().IsMatch(name))
            yield return "name part " + QualifiedCharacters;
    }

    /// <summary>What is wrong with the value of a label.</summary>
    public static IEnumerable<string> ValueErrors(string value) =>
        [.. TooLong(value, 63), .. value.Length == 0 || QualifiedPattern().IsMatch(value) ? Array.Empty<string>() : [Value]];

    private static string[] TooLong(string text, int most) => Encoding.UTF8.GetByteCount(text) > most ? [$"must be no more than {most} bytes"] : [];

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QualifiedPattern();
}
