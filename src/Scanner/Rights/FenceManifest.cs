using Scanner.Core;
using Scanner.Core.Rbac.Facts;
using Scanner.Usage;

namespace Scanner.Rights;

/// <summary>The admission policy that keeps the scanner's account to dry runs, as YAML: the file that the chart installs, for one account.</summary>
internal static class FenceManifest
{
    private const string Resource = "fence.yaml";
    private const string Placeholder = "@USERNAME@";

    /// <exception cref="UsageException">The account is none that a policy can name by its user name.</exception>
    public static string For(Subject account)
    {
        if (account.UserName is not { } name)
            throw new UsageException("--fence: a group is no account, give ServiceAccount:NAMESPACE/NAME or User:NAME");
        // It stands in a string of CEL in a text of YAML, and in a comment.
        if (!PlainText.IsVisible(name) || name.AsSpan().ContainsAny("\"\\"))
            throw new UsageException($"--fence {PlainText.Visible(name)}: give a name without quotes, backslashes and characters that cannot be seen");
        using var stream = typeof(FenceManifest).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace(Placeholder, name, StringComparison.Ordinal);
    }
}
