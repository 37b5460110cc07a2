using System.Collections.Immutable;
using Scanner.Core;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Index;

namespace Scanner.Publishing.Terminal;

/// <summary>
/// Names with blanks in them, as directories and RBAC allow (<c>CN=Jane Doe,OU=Platform</c>). In prose they look like words, so whoever breaks
/// or cuts prose has to know them.
/// </summary>
internal sealed class WholeNames
{
    // Text that is one line holds no such blank: PlainText takes it for white space.
    private const char Kept = '\u00a0';

    private readonly ImmutableArray<string> _names;

    private WholeNames(IEnumerable<string> names) =>
        // The longest first: one may be a part of another.
        _names = [.. names.Select(PlainText.OneLine).Where(n => n.Contains(' ')).Distinct().OrderByDescending(n => n.Length).ThenBy(n => n, StringComparer.Ordinal)];

    public static WholeNames None { get; } = new([]);

    public static WholeNames Of(ScanResult result) => new(
        result.Findings.SelectMany(f => new[] { f.Resource.Name, f.Subject?.Name ?? "" })
            .Concat(result.Rbac is { } rbac ? NamesOf(rbac) : []));

    /// <summary>The words of one line; a name is one word.</summary>
    public IEnumerable<string> Words(string line) => Keep(line).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Replace(Kept, ' '));

    /// <summary>As <see cref="PlainText.Shorten"/>, with no name cut unless there is nothing else.</summary>
    public string Shorten(string text, int length)
    {
        var line = PlainText.OneLine(text);
        return line.Length <= length ? line : PlainText.CutBetweenWords(Keep(line), length).Replace(Kept, ' ');
    }

    private static IEnumerable<string> NamesOf(RbacPosture rbac) => rbac.Subjects.Values
        .SelectMany(s => s.Grants.SelectMany(g => new[] { g.BindingText, g.RoleText }).Append(s.Subject.Name))
        .Concat(rbac.Escalations.Values.SelectMany(e => e).SelectMany(e => new[] { e.Subject.Name, e.BindingText, e.RoleText }));

    private string Keep(string line) => _names.Aggregate(line, (text, name) => text.Replace(name, name.Replace(' ', Kept), StringComparison.Ordinal));
}
