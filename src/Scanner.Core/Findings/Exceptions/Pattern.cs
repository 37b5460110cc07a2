namespace Scanner.Core.Findings.Exceptions;

/// <summary>Patterns in which <c>*</c> stands for any characters, also for none; nothing else is special, and case matters.</summary>
internal static class Pattern
{
    /// <summary>Takes time in the order of the two lengths multiplied at most, whatever the pattern.</summary>
    public static bool Matches(string pattern, string text)
    {
        var (p, t, star, resume) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, resume, p) = (p, t, p + 1);
            else if (p < pattern.Length && pattern[p] == text[t])
                (p, t) = (p + 1, t + 1);
            else if (star >= 0)
                (p, t) = (star + 1, ++resume);
            else
                return false;
        }

        return pattern.AsSpan(p).IndexOfAnyExcept('*') < 0;
    }
}
