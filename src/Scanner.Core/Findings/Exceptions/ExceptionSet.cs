using System.Collections.Immutable;

namespace Scanner.Core.Findings.Exceptions;

/// <summary>The exceptions of a scan.</summary>
/// <param name="Entries">In the order in which they were written.</param>
/// <param name="SeesEverything">
/// The scan is not narrowed down to some namespaces, and probes: an exception that matches nothing then has nothing to accept.
/// </param>
public sealed record ExceptionSet(ImmutableArray<ExceptionEntry> Entries, bool SeesEverything)
{
    public static ExceptionSet None { get; } = new([], SeesEverything: false);

    public bool Equals(ExceptionSet? other) => other is not null && SeesEverything == other.SeesEverything && Entries.SequenceEqual(other.Entries);

    public override int GetHashCode() => HashCode.Combine(SeesEverything, Entries.Length);
}
