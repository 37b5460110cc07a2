using System.Collections.Immutable;
using System.Text;

namespace Scanner.ApiServer.Answers;

/// <summary>Reads <c>Warning</c> headers: <c>299 - "text"</c> with quotes and backslashes escaped (RFC 7234 section 5.5).</summary>
internal static class WarningHeader
{
    public static ImmutableArray<string> Read(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Warning", out var values))
            return [];
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var value in values)
            Parse(value, texts);
        return texts.ToImmutable();
    }

    /// <summary>One header line may hold several warnings, separated by commas outside the quotes.</summary>
    internal static void Parse(string value, ImmutableArray<string>.Builder texts)
    {
        var at = 0;
        while ((at = value.IndexOf('"', at)) >= 0)
        {
            var text = new StringBuilder();
            for (at++; at < value.Length && value[at] != '"'; at++)
            {
                if (value[at] == '\\' && at + 1 < value.Length)
                    at++;
                text.Append(value[at]);
            }

            texts.Add(text.ToString());
            at = AfterDate(value, Math.Min(at + 1, value.Length));
        }
    }

    // A warning may end in a quoted date; it is not a text of its own.
    private static int AfterDate(string value, int at)
    {
        var rest = at;
        while (rest < value.Length && value[rest] == ' ')
            rest++;
        if (rest >= value.Length || value[rest] != '"')
            return at;
        var end = value.IndexOf('"', rest + 1);
        return end < 0 ? value.Length : end + 1;
    }
}
