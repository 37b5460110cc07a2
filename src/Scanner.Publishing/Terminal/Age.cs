namespace Scanner.Publishing.Terminal;

/// <summary>Ages as kubectl prints them.</summary>
public static class Age
{
    /// <summary>For example <c>45s</c>, <c>12m</c>, <c>5h</c>, <c>3d</c>; <c>unknown</c> without a time.</summary>
    public static string Of(DateTimeOffset? since, DateTimeOffset now)
    {
        if (since is not { } start)
            return "unknown";
        var age = now - start;
        return age switch
        {
            { Ticks: <= 0 } => "0s",
            { TotalMinutes: < 2 } => $"{(int)age.TotalSeconds}s",
            { TotalHours: < 3 } => $"{(int)age.TotalMinutes}m",
            { TotalDays: < 2 } => $"{(int)age.TotalHours}h",
            _ => $"{(int)age.TotalDays}d",
        };
    }
}
