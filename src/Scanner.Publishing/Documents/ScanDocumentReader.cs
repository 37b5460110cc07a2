using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Remedies;

namespace Scanner.Publishing.Documents;

/// <summary>
/// Makes a result of a document that a scanner wrote, so that it can be shown in every format. What is printed of it is what that scanner would
/// have printed; what only the making of findings needs is not in it.
/// </summary>
public static class ScanDocumentReader
{
    /// <summary>Longer than any scan; a number beyond it is nonsense.</summary>
    private const double LongestScan = 1e9;

    /// <exception cref="JsonException">It is no result of this version of the document, or contradicts itself; says how, in words of our own.</exception>
    public static ScanResult Read(ScanDocument document)
    {
        if (document.SchemaVersion != ScanDocumentBuilder.SchemaVersion)
            throw new JsonException($"its schemaVersion is {document.SchemaVersion}, and this program knows {ScanDocumentBuilder.SchemaVersion}");
        try
        {
            return Result(document);
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    private static ScanResult Result(ScanDocument document)
    {
        var (cluster, scan) = (document.Cluster, document.Scan);
        var namespaces = DocumentList.Read(document.Namespaces, NamespacePartReader.Read);
        var rbac = RbacPartReader.Read(document.Rbac) with { IsWhole = document.Namespaces.Any(n => n.ExposedSubjects is not null) };
        return new ScanResult
        {
            Cluster = new ClusterReference(cluster.Server, cluster.Version, cluster.Context, cluster.Source == ScanDocument.SourceKind.Offline),
            StartedAt = scan.StartedAt,
            Duration = TimeSpan.FromSeconds(Math.Clamp(scan.DurationSeconds, 0, LongestScan)),
            Requests = scan.Requests,
            Errors = DocumentList.Read(scan.Errors, e => new ScanError(ScanStep.Told(e.Step), e.Message)),
            NotRead = DocumentList.Read(scan.NotRead, k => new KindCount(k.ApiVersion, k.Kind, k.Count)),
            Namespaces = namespaces,
            EphemeralContainers = DocumentList.Read(document.EphemeralContainers, Container),
            Engines = DocumentList.Read(document.Engines, e => new EngineFacts(e.Name, e.Installed, e.Version, e.Healthy, e.FailOpen)),
            Policies = DocumentList.Read(document.Policies, PolicyDocument.Read),
            UnreadPolicies = DocumentList.Read(scan.PoliciesNotRead ?? [], m => Missing(m).Permission),
            Rbac = rbac,
            Exposures = RbacPartReader.Exposures(document.Exposures, rbac),
            Findings = DocumentList.Read(document.Findings, FindingPartReader.Read),
            BlindSpots = DocumentList.Read(scan.MissingPermissions ?? [], Missing),
        };
    }

    private static BlindSpot Missing(ScanDocument.MissingPermissionPart part) =>
        new(new MissingPermission(part.Verb, part.Resource, part.Namespace, part.ApiGroup), part.RefusedIn, part.First);

    private static EphemeralContainerRecord Container(ScanDocument.EphemeralContainerPart part) => new(
        part.Namespace,
        part.Pod,
        part.Workload,
        new EphemeralContainerFacts
        {
            Name = part.Name,
            Image = part.Image,
            TargetContainer = part.TargetContainer,
            State = DocumentList.Known(part.State),
            StartedAt = part.StartedAt,
            FinishedAt = part.FinishedAt,
            Privileged = part.Privileged,
            PodSecurityLevel = DocumentList.Known(part.PodSecurityLevel),
            Manager = part.Manager,
            AddedAt = part.AddedAt,
        });
}
