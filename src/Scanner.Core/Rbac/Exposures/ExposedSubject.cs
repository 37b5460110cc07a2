using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Rbac.Exposures;

/// <summary>A subject that can add ephemeral containers in a namespace, and what of it matters there: rights elsewhere change nothing here.</summary>
/// <param name="Namespace">Where; null for every namespace in which it has no more rights than in all.</param>
/// <param name="Risk">How bad it is that it has the right, wherever that leads.</param>
/// <param name="IsClusterWide">It has the right in every namespace.</param>
/// <param name="Grant">What gives it the right here: for every pod, if there is such a grant.</param>
/// <param name="MayDoAnything">It has the right to every pod here among everything else.</param>
/// <param name="CreatesPods">Whether it can create pods here.</param>
public sealed record ExposedSubject(
    Subject Subject, string? Namespace, Severity Risk, bool IsClusterWide, RbacGrant Grant, bool MayDoAnything, bool CreatesPods);
