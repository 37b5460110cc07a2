using System.Collections.Immutable;
using Scanner.Core.Findings;
using Scanner.Core.Findings.Exceptions;

namespace Scanner.Core.Posture.Composing;

/// <summary>The findings about one part, marked where an exception accepts them.</summary>
/// <param name="Used">The exceptions that matched one of them.</param>
internal sealed record PartFindings(ImmutableArray<Finding> Findings, ImmutableArray<ExceptionEntry> Used)
{
    public static PartFindings None { get; } = new([], []);
}
