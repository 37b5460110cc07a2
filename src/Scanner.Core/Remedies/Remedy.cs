using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Cluster;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Remedies;

/// <summary>
/// What mends a finding or a verdict, as data. <c>RemedyText</c> puts it into words that hold for everybody. How the
/// scanner itself is told something else differs between its command line and the worker's settings, so each of those two words the
/// remedies about the scanner for its own readers.
/// </summary>
public abstract record Remedy
{
    private Remedy()
    {
    }

    /// <summary>Label the namespace so that Pod Security enforces the Baseline standard.</summary>
    /// <param name="Namespace">Null for one that the reader chooses.</param>
    public sealed record EnforceBaseline(string? Namespace, BaselineReason Because = BaselineReason.NothingDenies) : Remedy
    {
        /// <summary>Pods of the namespace that violate Baseline themselves, and would be refused when they are made again.</summary>
        public PodSample Violating { get; init; } = PodSample.None;
    }

    /// <summary>Deny what Baseline forbids of ephemeral containers by an admission policy of its own (<c>GuardPolicy</c>).</summary>
    /// <param name="Namespaces">Where; empty for one that the reader chooses.</param>
    public sealed record DenyByPolicy(ImmutableArray<string> Namespaces) : Remedy
    {
        public bool Equals(DenyByPolicy? other) => other is not null && Namespaces.SequenceEqual(other.Namespaces);

        public override int GetHashCode() => Namespaces.Length;
    }

    /// <summary>What mends it takes somebody's thought; until then something else closes the door.</summary>
    public sealed record CloseMeanwhile(Remedy Mend, Remedy Close) : Remedy;

    /// <summary>Let the policy that denies regular containers judge ephemeral ones too.</summary>
    /// <param name="By">That policy, by its denial.</param>
    public sealed record ExtendPolicy(DeniedBy By) : Remedy
    {
        /// <summary>Changes that do so, as they were tried; empty where none is known.</summary>
        public ImmutableArray<ObjectPatch> Mends { get; init; } = [];
    }

    /// <summary>Let the policy that denies in one pod deny in <paramref name="Pod"/> as well.</summary>
    public sealed record ExtendToPod(DeniedBy By, string Namespace, string Pod) : Remedy;

    /// <summary>Let a policy that misses ephemeral containers see, read and judge them.</summary>
    public sealed record ExtendCoverage(PolicyCoverage Policy) : Remedy;

    /// <summary>Let a policy deny what it only reports.</summary>
    public sealed record EnforcePolicy(PolicyCoverage Policy) : Remedy;

    /// <summary>Let the server refuse what a webhook cannot be asked about.</summary>
    public sealed record CloseWebhook(OpenWebhook Webhook) : Remedy;

    /// <summary>Let a policy look where it is told not to.</summary>
    /// <param name="Where">As of <see cref="PolicyExemption.Where"/>; or what is exempt, as it goes on after "those".</param>
    public sealed record EndExemption(string Where) : Remedy
    {
        /// <summary>False for an exemption of users, images or pods.</summary>
        public bool IsOfNamespaces { get; init; } = true;
    }

    /// <summary>Run a version without the hole.</summary>
    public sealed record Upgrade(OutdatedVersion Outdated) : Remedy;

    public sealed record RepairWebhook(string Webhook) : Remedy;

    /// <summary>An admission policy of the API server's own cannot do its work: its parameters are absent, or its expressions fail.</summary>
    public sealed record RepairPolicy(DeniedBy By) : Remedy;

    /// <summary>Delete the pod: an ephemeral container stays in its spec for good.</summary>
    public sealed record ReplacePod(string Namespace, string Pod) : Remedy;

    /// <summary>Delete a binding that leads nowhere else.</summary>
    public sealed record DeleteBinding(ObjectName Binding) : Remedy;

    /// <summary>Take a right away from one subject.</summary>
    /// <param name="SharedIndex">Where the binding lists the subject, if it lists others too: they keep their rights. Null deletes the binding.</param>
    public sealed record Withdraw(ObjectName Binding, Subject Subject, int? SharedIndex, GrantCost Cost) : Remedy;

    /// <summary>Give the subject this right alone in one namespace, and take the wide one away once that works.</summary>
    public sealed record NarrowGrant(RbacGrant Grant, Subject Subject) : Remedy;

    /// <summary>Stop a ClusterRole from handing the right on.</summary>
    public sealed record StopAggregation(AggregatedSource Source) : Remedy;

    public sealed record GrantPermission(MissingPermission Permission) : Remedy;

    /// <summary>The permission to probe, which looks like one to write.</summary>
    public sealed record GrantProbing : Remedy;

    public sealed record RenewCredentials : Remedy;

    /// <summary>Have the API server refuse every real write of the scanner's account.</summary>
    public sealed record RaiseFence : Remedy;

    /// <summary>Remove or correct an exception that matches nothing, or renew one that has expired.</summary>
    public sealed record ReviewException(bool Expired) : Remedy;

    /// <summary>Let the scanner wait longer for one answer.</summary>
    public sealed record AllowMoreTime : Remedy;

    public sealed record EnableProbing : Remedy;

    /// <summary>Files were read: ask the cluster itself.</summary>
    /// <param name="Namespace">Null for one that the reader chooses.</param>
    public sealed record AskCluster(string? Namespace) : Remedy;

    /// <summary>Ask again, and look at request and answer if nothing changes.</summary>
    /// <param name="Namespace">Null for one that the reader chooses.</param>
    public sealed record AskAgain(string? Namespace) : Remedy;

    /// <summary>There is nothing to do.</summary>
    /// <param name="Because">What leaves the verdict open.</param>
    public sealed record Nothing(UnknownReason Because) : Remedy;

    /// <summary>As a result says it that was read back: it holds the words and commands, not what they were made of.</summary>
    /// <param name="General">The same for a namespace that the reader chooses; equal to <paramref name="Advice"/> where it names none.</param>
    public sealed record AsTold(Advice Advice, Advice General) : Remedy;

    /// <summary>The same for a namespace that the reader chooses; itself where it names none.</summary>
    public Remedy Anywhere() => this switch
    {
        AsTold told => new AsTold(told.General, told.General),
        EnforceBaseline { Violating.IsEmpty: true } enforce => enforce with { Namespace = null },
        DenyByPolicy => new DenyByPolicy([]),
        CloseMeanwhile meanwhile => new CloseMeanwhile(meanwhile.Mend.Anywhere(), meanwhile.Close.Anywhere()),
        AskCluster => new AskCluster(null),
        AskAgain => new AskAgain(null),
        _ => this,
    };
}
