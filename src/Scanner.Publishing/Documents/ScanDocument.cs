using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Scanner.Core;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Targets;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Rbac.Escalations;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Publishing.Documents;

/// <summary>A scan as <c>-o json</c> and <c>-o yaml</c> write it. Names and shapes are a public contract: see docs/output.md.</summary>
public sealed record ScanDocument(
    int SchemaVersion,
    ScanDocument.ClusterPart Cluster,
    ScanDocument.ScanPart Scan,
    ScanDocument.SummaryPart Summary,
    IEnumerable<ScanDocument.NamespacePart> Namespaces,
    IEnumerable<ScanDocument.EphemeralContainerPart> EphemeralContainers,
    ScanDocument.RbacPart Rbac,
    IEnumerable<ScanDocument.ExposurePart> Exposures,
    IEnumerable<ScanDocument.EnginePart> Engines,
    IEnumerable<ScanDocument.PolicyPart> Policies,
    IEnumerable<ScanDocument.FindingPart> Findings)
{
    public sealed record ClusterPart(string Server, string? Version, string? Context, SourceKind Source);

    public enum SourceKind
    {
        Live,
        Offline,
    }

    public sealed record ScanPart(
        DateTimeOffset StartedAt,
        double DurationSeconds,
        int Requests,
        bool Complete,
        IEnumerable<ErrorPart> Errors,
        IEnumerable<KindCountPart> NotRead,
        IEnumerable<MissingPermissionPart>? MissingPermissions = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IEnumerable<MissingPermissionPart>? PoliciesNotRead = null);

    public sealed record ErrorPart(string Step, string Message);

    /// <summary>A rule of RBAC that the scanner lacked.</summary>
    /// <param name="Namespace">Where it is needed; null for everywhere.</param>
    /// <param name="RefusedIn">How many namespaces refused it, of which <paramref name="First"/> is the first; 0 where it was not refused by namespace.</param>
    public sealed record MissingPermissionPart(string ApiGroup, string Resource, string Verb, string? Namespace, int RefusedIn, string? First);

    public sealed record KindCountPart(string ApiVersion, string Kind, int Count);

    public sealed record SummaryPart(
        int Namespaces,
        IReadOnlyDictionary<Verdict, int> Verdicts,
        IReadOnlyDictionary<Severity, int> Findings,
        int EphemeralContainers,
        int RbacSubjects);

    public sealed record NamespacePart(
        string Name,
        Verdict Verdict,
        UnknownReason? UnknownBecause,
        string? UnknownMessage,
        DeniedBy? DeniedBy,
        RegularControl RegularControl,
        DeniedBy? RegularControlDeniedBy,
        WorkloadCounts Workloads,
        IEnumerable<TargetPart> Targets,
        ImmutableArray<SkippedPod> SkippedPods,
        PredictionPart? Predicted,
        int? ExposedSubjects,
        ImmutableArray<string> Findings,
        Verdict? EarlierVerdict = null,
        DateTimeOffset? JudgedAt = null,
        string? NotRenewedBecause = null,
        PodSamplePart? PodsBelowBaseline = null,
        NotListedPart? PodsNotListed = null);

    /// <param name="First">Some of them by name.</param>
    public sealed record PodSamplePart(int Count, ImmutableArray<string> First);

    /// <summary>Why the pods of a namespace are not known.</summary>
    /// <param name="Verb">What RBAC refused, in <paramref name="Namespace"/> (null: everywhere); null where something else went wrong.</param>
    public sealed record NotListedPart(string? Verb, string? Namespace);

    public sealed record TargetPart(string Pod, string Workload, Verdict Verdict, UnknownReason? UnknownBecause, IEnumerable<ProbePart> Probes);

    /// <param name="Image">That of the pod, where policy refuses the scanner's; null where the probe named the scanner's.</param>
    public sealed record ProbePart(
        ProbeProfile Profile,
        ProbeOutcome Outcome,
        Layer? Layer,
        DeniedBy? DeniedBy,
        int Status,
        string? Message,
        string? Image,
        ImmutableArray<string> Warnings);

    /// <summary>A verdict told from configuration alone.</summary>
    public sealed record PredictionPart(Verdict Verdict, string Because);

    public sealed record EphemeralContainerPart(
        string Namespace,
        string Pod,
        string Workload,
        string Name,
        string? Image,
        string? TargetContainer,
        ContainerState State,
        DateTimeOffset? StartedAt,
        DateTimeOffset? FinishedAt,
        bool Privileged,
        PodSecurityLevel PodSecurityLevel,
        string? Manager,
        DateTimeOffset? AddedAt);

    public sealed record RbacPart(IEnumerable<RbacSubjectPart> Subjects, IEnumerable<EscalationPart> Escalations);

    /// <param name="Namespace">Of a service account; null for users and groups.</param>
    public sealed record RbacSubjectPart(SubjectKind Kind, string Name, string? Namespace, bool System, Severity Risk, IEnumerable<GrantPart> Grants);

    /// <param name="Namespace">Null for every namespace.</param>
    /// <param name="Pods">Null for every pod.</param>
    public sealed record GrantPart(string? Namespace, IEnumerable<string> Verbs, ImmutableArray<string>? Pods, string Binding, string Role);

    /// <param name="Namespace">Where the step can be taken; null for every namespace.</param>
    /// <param name="Reaches">Where the right would hold then.</param>
    /// <param name="Through">Whose rights, or which roles, lead there; the first of <paramref name="ThroughCount"/>.</param>
    public sealed record EscalationPart(
        SubjectPart Subject,
        bool System,
        string? Namespace,
        EscalationKind How,
        string Binding,
        string Role,
        ReachPart Reaches,
        ImmutableArray<string> Through,
        int ThroughCount);

    public sealed record SubjectPart(SubjectKind Kind, string Name, string? Namespace);

    /// <param name="Namespaces">Empty when cluster-wide.</param>
    public sealed record ReachPart(bool ClusterWide, IEnumerable<string> Namespaces);

    /// <summary>A subject and a namespace whose verdict is Unprotected, or Unknown: the latter is only possible.</summary>
    public sealed record ExposurePart(SubjectPart Subject, string Namespace, Verdict Verdict);

    public sealed record FindingPart(
        string Id,
        string Rule,
        string Title,
        Severity Severity,
        ResourceReference Resource,
        string Message,
        string Remediation,
        string Docs,
        AppliedException? Accepted,
        string? Subject,
        IEnumerable<CommandPart> Commands,
        string SeverityBecause,
        string Cause = "",
        string Note = "",
        string Brief = "",
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RemedyPart? Alternative = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RemedyPart? Anywhere = null);

    /// <summary>What to do, in the forms in which a finding has it.</summary>
    public sealed record RemedyPart(string Remediation, IEnumerable<CommandPart> Commands, string Note, string Brief);

    /// <summary>One command of a remediation, for programs: nothing is quoted.</summary>
    /// <param name="Placeholders">Indexes in <paramref name="Argv"/> of what the reader must choose.</param>
    /// <param name="Stdin">What it reads; null for nothing.</param>
    /// <param name="NamespaceAt">Indexes of a namespace in the place of which the command takes any other that has the same finding.</param>
    public sealed record CommandPart(IEnumerable<string> Argv, IEnumerable<int> Placeholders, string? Stdin, IEnumerable<int>? NamespaceAt = null);

    /// <param name="Version">Null where it is not known.</param>
    /// <param name="Healthy">Whether somebody answers its webhooks; null where that is not known, or it has none.</param>
    /// <param name="FailOpen">Whether requests pass when it cannot be called; null likewise.</param>
    public sealed record EnginePart(string Name, bool Installed, string? Version, bool? Healthy, bool? FailOpen);

    /// <param name="Namespace">Null for objects of the cluster.</param>
    /// <param name="Denies">Settings of an ephemeral container that it denies.</param>
    /// <param name="Misses">Settings that it denies of a regular container and not of an ephemeral one.</param>
    public sealed record PolicyPart(
        string Engine,
        string Kind,
        string Name,
        string? Namespace,
        CoverageKind Coverage,
        bool Enforced,
        ImmutableArray<string> EnforcedNamespaces,
        int EnforcedNamespaceCount,
        string Reason,
        ImmutableArray<string> Denies,
        ImmutableArray<string> Misses);
}
