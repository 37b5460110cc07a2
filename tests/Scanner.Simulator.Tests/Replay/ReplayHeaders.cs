namespace Scanner.Simulator.Tests.Replay;

/// <summary>The headers that recordings keep.</summary>
internal static class ReplayHeaders
{
    public static string Of(HttpResponseMessage response)
    {
        var kept = response.Headers.Concat(response.Content.Headers)
            .Select(h => (Name: h.Key.ToLowerInvariant(), Text: string.Join(" | ", h.Value)))
            .Where(h => h.Name is "content-type" or "retry-after" or "warning")
            .OrderBy(h => h.Name, StringComparer.Ordinal);
        return string.Join('\n', kept.Select(h => $"{h.Name}: {h.Text}"));
    }
}
