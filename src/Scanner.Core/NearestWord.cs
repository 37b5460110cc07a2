namespace Scanner.Core;

/// <summary>The word that somebody meant.</summary>
public static class NearestWord
{
    /// <returns>Null where none is near.</returns>
    public static string? Of(string word, IEnumerable<string> known)
    {
        var most = Math.Max(1, word.TrimStart('-').Length / 3);
        return known.Select(k => (Word: k, Distance: Distance(word.ToLowerInvariant(), k.ToLowerInvariant()))).Where(k => k.Distance <= most).OrderBy(k => k.Distance).FirstOrDefault().Word;
    }

    // Letters to add, take away or change, or neighbours to swap.
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(change, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
