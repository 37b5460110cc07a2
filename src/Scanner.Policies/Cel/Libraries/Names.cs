namespace Scanner.Policies.Cel.Libraries;

/// <summary>The names of Kubernetes, checked as <c>apimachinery/pkg/util/validation</c> does, and in its words.</summary>
internal static class Names
{
    private const string LabelWords =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character"
        + " (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string SubdomainWords =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric"
        + " character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const string Label1035Words =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric"
        + " character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    private const string ValueWords =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric"
        + " character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private const string NameWords =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',"
        + "  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    public static List<string> Label(string text) => Checked(text, 63, IsLabel(text), LabelWords);

    public static List<string> Subdomain(string text) => Checked(text, 253, text.Split('.').All(IsLabel), SubdomainWords);

    public static List<string> Label1035(string text) => Checked(text, 63, IsLabel(text) && char.IsAsciiLetterLower(text[0]), Label1035Words);

    public static List<string> LabelValue(string text) => Checked(text, 63, text.Length == 0 || IsWord(text), ValueWords);

    public static List<string> QualifiedName(string text)
    {
        var parts = text.Split('/');
        if (parts.Length > 2)
            return ["a qualified name " + NameWords["name part ".Length..] + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];
        var wrong = new List<string>();
        if (parts.Length == 2)
            wrong.AddRange(parts[0].Length == 0 ? ["prefix part must be non-empty"] : Subdomain(parts[0]).Select(w => "prefix part " + w));
        var name = parts[^1];
        if (name.Length == 0)
            wrong.Add("name part must be non-empty");
        else if (name.Length > 63)
            wrong.Add("name part must be no more than 63 bytes");
        if (!IsWord(name))
            wrong.Add(NameWords);
        return wrong;
    }

    /// <summary>A prefix of a generated name may end with a dash.</summary>
    public static string WithoutDash(string prefix) => prefix.Length > 1 && prefix.EndsWith('-') ? prefix[..^1] + "a" : prefix;

    public static bool IsUuid(string text)
    {
        var digits = text.Replace("-", "", StringComparison.Ordinal);
        var areDashesRight = text.Length == 32 || Guid.TryParseExact(text, "D", out _);
        return areDashesRight && digits.Length == 32 && digits.All(char.IsAsciiHexDigit);
    }

    public static bool IsBase64(string text) =>
        text.Length > 0 && text.Length % 4 == 0 && Convert.TryFromBase64String(text, new byte[text.Length], out _) && !text.Any(char.IsWhiteSpace);

    private static List<string> Checked(string text, int most, bool isRight, string words)
    {
        var wrong = new List<string>();
        if (text.Length > most)
            wrong.Add($"must be no more than {most} bytes");
        if (!isRight)
            wrong.Add(words);
        return wrong;
    }

    private static bool IsLabel(string text) =>
        text.Length > 0 && text[0] != '-' && text[^1] != '-' && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static bool IsWord(string text) =>
        text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
