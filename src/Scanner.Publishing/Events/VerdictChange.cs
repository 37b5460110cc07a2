using System.Text;
using Scanner.Core;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Remedies;

namespace Scanner.Publishing.Events;

/// <summary>A namespace that gave another answer than before, as an event tells it.</summary>
/// <param name="Before">Neither it nor the present verdict is Unknown: that is no answer.</param>
public sealed record VerdictChange(Verdict Before, NamespacePosture After)
{
    /// <summary>Bytes of UTF-8 that an API server takes as a note.</summary>
    public const int LongestNote = 1024;

    private const string Ellipsis = "…";

    public string Namespace => After.Name;

    /// <summary>One of a closed set: <c>ProtectionLost</c>, or the name of the verdict.</summary>
    public string Reason => IsLoss(Before, After.Verdict) ? "ProtectionLost" : After.Verdict.ToString();

    /// <summary>Something gets in that should not, or may soon: everything but a denial by policy.</summary>
    public bool IsWarning => After.Verdict is not (Verdict.Protected or Verdict.Blocked);

    /// <summary>One line in which nothing is hidden, of at most <see cref="LongestNote"/> bytes.</summary>
    public string Note => Cut(PlainText.OneLine($"was {Before}, is {After.Verdict}: {NamespaceExplanation.Cause(After)}"));

    /// <summary>As rule ES106 has it.</summary>
    public static bool IsLoss(Verdict before, Verdict now) => now == Verdict.Unprotected && before is Verdict.Protected or Verdict.Blocked;

    // Between characters: half of one is no UTF-8.
    private static string Cut(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= LongestNote)
            return text;
        var (length, end) = (Encoding.UTF8.GetByteCount(Ellipsis), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if ((length += rune.Utf8SequenceLength) > LongestNote)
                break;
            end += rune.Utf16SequenceLength;
        }

        return text[..end] + Ellipsis;
    }
}
