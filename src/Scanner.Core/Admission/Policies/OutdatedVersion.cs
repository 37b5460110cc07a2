namespace Scanner.Core.Admission.Policies;

/// <summary>
/// A version that is known to let ephemeral containers past something. Vendors mend under numbers of their own, so that it is so "by its
/// version" and no more.
/// </summary>
/// <param name="Component">The API server, or an engine as <see cref="EngineNames"/> has it.</param>
/// <param name="Id">The CVE, or the version that mends it.</param>
/// <param name="What">What gets past, in words that go on after the version.</param>
/// <param name="OnlyWhere">What must hold for it to matter; empty where it always does.</param>
/// <param name="Holds">Whether that is so here; null where it cannot be seen.</param>
public sealed record OutdatedVersion(string Component, string Version, string Id, string What, string OnlyWhere, bool? Holds)
{
    /// <summary>The nearest version that mends it, as <c>1.26.6</c>; null where there is none that is known.</summary>
    public string? Mended { get; init; }
}
