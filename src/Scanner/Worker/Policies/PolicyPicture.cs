using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Remedies;

namespace Scanner.Worker.Policies;

/// <summary>What the policies of the cluster were found to do.</summary>
/// <param name="Outdated">Versions with a hole of their own.</param>
/// <param name="Unread">Kinds of policies that may not be listed.</param>
internal sealed record PolicyPicture(
    ImmutableArray<EngineFacts> Engines,
    ImmutableArray<OutdatedVersion> Outdated,
    ImmutableArray<PolicyCoverage> Policies,
    ImmutableArray<OpenWebhook> OpenWebhooks,
    ImmutableArray<MissingPermission> Unread)
{
    /// <summary>Before anything was read.</summary>
    public static PolicyPicture None { get; } = new([], [], [], [], []);

    /// <summary>Says the same.</summary>
    public bool IsAs(PolicyPicture other) =>
        Engines.SequenceEqual(other.Engines) && Outdated.SequenceEqual(other.Outdated) && Unread.SequenceEqual(other.Unread)
        && Policies.SequenceEqual(other.Policies) && OpenWebhooks.SequenceEqual(other.OpenWebhooks);
}
