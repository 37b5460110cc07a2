using Scanner.Usage;

namespace Scanner.Worker.Settings;

/// <summary>A text that nobody may read by accident: it is printed as <c>***</c>. From a file it is read anew each time, so that it can be replaced.</summary>
/// <param name="Path">Null where the text itself was given.</param>
internal sealed record SecretText(string? Path, string? Value)
{
    /// <summary>Without blanks and line breaks around it.</summary>
    /// <exception cref="UsageException">The file cannot be read; says which, and nothing of what is in it.</exception>
    public string Read()
    {
        if (Path is null)
            return (Value ?? "").Trim();
        try
        {
            return File.ReadAllText(Path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{Path} cannot be read: {e.Message}", e);
        }
    }

    public override string ToString() => "***";
}
