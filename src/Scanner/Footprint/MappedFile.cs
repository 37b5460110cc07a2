using System.Globalization;

namespace Scanner.Footprint;

/// <summary>A part of a file in the memory of a process, as an entry of <c>/proc/PID/smaps</c> has it (proc_pid_smaps(5)).</summary>
/// <param name="Start">Address of its first byte.</param>
/// <param name="End">Address after its last byte.</param>
/// <param name="Permissions">As <c>r-xp</c>.</param>
/// <param name="Path">Of the file.</param>
/// <param name="AnonymousKilobytes">How much of it is no copy of the file any more. Relocations write into what may be only read later.</param>
internal sealed record MappedFile(ulong Start, ulong End, string Permissions, string Path, long AnonymousKilobytes)
{
    /// <summary>Nobody can have written to it: what is dropped of it is read from the file again.</summary>
    public bool IsAsOnDisk => Permissions is "r-xp" or "r--p" && AnonymousKilobytes == 0;

    /// <summary>Entries of files; those without a file are passed over.</summary>
    public static IEnumerable<MappedFile> Read(IEnumerable<string> smaps)
    {
        MappedFile? current = null;
        foreach (var line in smaps)
        {
            if (line.StartsWith("Anonymous:", StringComparison.Ordinal))
            {
                if (current is not null && Kilobytes(line) is { } anonymous)
                    yield return current with { AnonymousKilobytes = anonymous };
                current = null;
            }
            else if (Head(line) is { } head)
            {
                current = head;
            }
        }
    }

    // "55d0c8a00000-55d0c98e0000 r-xp 00e6f000 08:01 1234   /usr/bin/scanner"
    private static MappedFile? Head(string line)
    {
        if (!char.IsAsciiHexDigitLower(line.FirstOrDefault()) || line.IndexOf('/', StringComparison.Ordinal) is not (> 0 and var path))
            return null;
        var parts = line[..path].Split([' ', '-'], 4, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 2 && Address(parts[0]) is { } start && Address(parts[1]) is { } end
            ? new MappedFile(start, end, line.Split(' ', 3)[1], line[path..], 0)
            : null;
    }

    private static ulong? Address(string text) => ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address) ? address : null;

    private static long? Kilobytes(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var number, "kB"] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes)
            ? kilobytes
            : null;
}
