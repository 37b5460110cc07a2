namespace Scanner.Policies.Rego.Builtins;

/// <summary>Whether two simple patterns (characters, dots, classes, <c>*</c> and <c>+</c>) have a text in common that is not empty.</summary>
internal static class GlobIntersection
{
    private const int MostTokens = 1_000;

    private sealed record Part(Func<char, bool>? Set, char[] Characters, char Repeat);

    /// <summary>Null where one of them is no such pattern.</summary>
    public static bool? Meets(string left, string right)
    {
        if (Read(left) is not { } a || Read(right) is not { } b)
            return null;
        if (a.Count == 0 || b.Count == 0)
            return a.Count == b.Count;
        return Meets(a, b);
    }

    /// <summary>Over all pairs of positions, once each.</summary>
    private static bool Meets(List<Part> a, List<Part> b)
    {
        var seen = new HashSet<(int, int)>();
        var open = new Stack<(int A, int B)>();
        open.Push((0, 0));
        while (open.TryPop(out var at))
        {
            if (!seen.Add(at))
                continue;
            if (at == (a.Count, b.Count))
                return true;
            if (at.A < a.Count && a[at.A].Repeat == '*')
                open.Push((at.A + 1, at.B));
            if (at.B < b.Count && b[at.B].Repeat == '*')
                open.Push((at.A, at.B + 1));
            if (at.A == a.Count || at.B == b.Count || !Overlap(a[at.A], b[at.B]))
                continue;
            open.Push((at.A + 1, at.B + 1));
            if (a[at.A].Repeat != ' ')
                open.Push((at.A, at.B + 1));
            if (b[at.B].Repeat != ' ')
                open.Push((at.A + 1, at.B));
        }

        return false;
    }

    private static bool Overlap(Part a, Part b) => a.Set is null || b.Set is null || Array.Exists(a.Characters, c => b.Set(c));

    private static List<Part>? Read(string text)
    {
        var parts = new List<Part>();
        for (var at = 0; at < text.Length; at++)
        {
            char[] characters = [text[at]];
            var isAny = text[at] == '.';
            if (text[at] == '[')
            {
                var end = text.IndexOf(']', at);
                if (end < 0 || Class(text[(at + 1)..end]) is not { } read)
                    return null;
                (characters, at) = (read, end);
            }
            else if (text[at] == '\\' && at + 1 < text.Length)
            {
                characters = [text[++at]];
            }
            else if (text[at] is '*' or '+' or ']')
            {
                return null;
            }

            var repeat = at + 1 < text.Length && text[at + 1] is '*' or '+' ? text[++at] : ' ';
            parts.Add(new Part(isAny ? null : c => Array.IndexOf(characters, c) >= 0, characters, repeat));
        }

        return parts.Count > MostTokens ? null : parts;
    }

    private static char[]? Class(string text)
    {
        var characters = new List<char>();
        for (var at = 0; at < text.Length; at++)
        {
            if (at + 2 < text.Length && text[at + 1] == '-')
            {
                if (text[at] > text[at + 2])
                    return null;
                for (var c = text[at]; c <= text[at + 2]; c++)
                    characters.Add(c);
                at += 2;
            }
            else
            {
                characters.Add(text[at]);
            }
        }

        return [.. characters];
    }
}
