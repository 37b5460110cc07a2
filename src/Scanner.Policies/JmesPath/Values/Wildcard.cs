namespace Scanner.Policies.JmesPath.Values;

/// <summary>Patterns with <c>*</c> for any characters and <c>?</c> for one, as Kyverno's <c>ext/wildcard</c> has them.</summary>
public static class Wildcard
{
    /// <summary>Takes time in proportion to the product of the lengths at worst.</summary>
    public static bool Matches(string pattern, string text)
    {
        var (p, t, star, from) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, from) = (p++, t);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++from;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).Trim('*').IsEmpty;
    }

    public static bool IsIn(string pattern) => pattern.AsSpan().ContainsAny('*', '?');
}
