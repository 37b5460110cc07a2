using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;

namespace Scanner.Core.Posture.Composing;

/// <summary>What is known of one namespace before any finding.</summary>
/// <param name="EphemeralContainers">In order of pods' names, then as the pod lists them.</param>
public sealed record NamespaceParts(NamespacePosture Posture, ImmutableArray<EphemeralContainerRecord> EphemeralContainers)
{
    /// <param name="pods">Of the namespace, in any order; those without ephemeral containers may be left out.</param>
    public static NamespaceParts Of(NamespacePosture posture, IEnumerable<PodFacts> pods) => new(
        posture,
        [
            .. from pod in pods
               where !pod.EphemeralContainers.IsEmpty
               orderby pod.Name
               from container in pod.EphemeralContainers
               select new EphemeralContainerRecord(pod.Namespace, pod.Name, pod.Workload.ToString(), container),
        ]);

    public bool Equals(NamespaceParts? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Posture.Equals(other.Posture) && EphemeralContainers.SequenceEqual(other.EphemeralContainers));

    public override int GetHashCode() => Posture.GetHashCode();
}
