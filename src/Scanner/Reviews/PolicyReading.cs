using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;

namespace Scanner.Reviews;

/// <summary>What the policies of a cluster or of files do about ephemeral containers.</summary>
/// <param name="Policies">In order of engine, kind, namespace and name; those that are not run come last.</param>
internal sealed record PolicyReading(ImmutableArray<PolicyCoverage> Policies, ImmutableArray<OpenWebhook> OpenWebhooks);
