using System.Collections.Immutable;
using System.Text;
using Scanner.Core.Cluster;

namespace Scanner.Decoding.Pods;

/// <summary>
/// Numbers for the parts of a pod that policies can tell pods apart by. The sum of all of them stands for their combination: it does not
/// depend on the order of the keys of a map. Seeded anew in each process, so that nobody can make two combinations meet.
/// </summary>
internal static class PodCombination
{
    /// <summary>Labels and annotations that controllers and networks give each pod, or each generation of pods, a value of its own for.</summary>
    private static readonly ImmutableArray<byte[]> s_ofOnePod =
    [
        .. new[]
        {
            "pod-template-hash", "rollouts-pod-template-hash", "controller-revision-hash", "pod-template-generation",
            "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index",
            "controller-uid", "batch.kubernetes.io/controller-uid", "job-name", "batch.kubernetes.io/job-name",
            "batch.kubernetes.io/job-completion-index", "batch.kubernetes.io/job-index-failure-count",
            "batch.kubernetes.io/job-index-ignored-failure-count",
            "jobset.sigs.k8s.io/job-index", "jobset.sigs.k8s.io/job-global-index", "jobset.sigs.k8s.io/job-key",
            "leaderworkerset.sigs.k8s.io/worker-index", "leaderworkerset.sigs.k8s.io/group-index", "training.kubeflow.org/replica-index",
            "kubectl.kubernetes.io/last-applied-configuration",
            "k8s.v1.cni.cncf.io/network-status", "k8s.v1.cni.cncf.io/networks-status", "k8s.ovn.org/pod-networks", "vpc.amazonaws.com/pod-eni",
            "ovn.kubernetes.io/ip_address", "ovn.kubernetes.io/mac_address",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>The bit of each length that one of them has: most keys have another.</summary>
    private static readonly ulong s_lengths = s_ofOnePod.Aggregate(0UL, static (lengths, key) => lengths | (1UL << key.Length));

    private enum Part
    {
        Label,
        Annotation,
        ServiceAccount,
        Pod,
        Container,
    }

    public static ulong OfLabel(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => IsOfOnePod(key) ? 0 : Of(Part.Label, key, value);

    public static ulong OfAnnotation(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        IsOfOnePod(key) || key.StartsWith("cni.projectcalico.org/"u8) ? 0 : Of(Part.Annotation, key, value);

    /// <param name="name">Empty for the default one, which admission fills in.</param>
    public static ulong OfServiceAccount(ReadOnlySpan<byte> name) =>
        name.IsEmpty || name.SequenceEqual("default"u8) ? 0 : Of(Part.ServiceAccount, name, []);

    /// <param name="access">What else a pod has of its own: a bit each.</param>
    public static ulong OfPod(SecurityContextFacts context, ImmutableArray<string> sysctls, int access)
    {
        var (one, other) = (Begin(Part.Pod, 0), Begin(Part.Pod, 1));
        Add(ref one, context);
        Add(ref other, context);
        one.Add(access);
        other.Add(access);
        AddSet(ref one, sysctls);
        AddSet(ref other, sysctls);
        return Join(one, other);
    }

    /// <param name="registry">That of its image, as <see cref="RegistryOf"/> gives it.</param>
    public static ulong OfContainer(SecurityContextFacts context, string registry)
    {
        var (one, other) = (Begin(Part.Container, 0), Begin(Part.Container, 1));
        Add(ref one, context);
        Add(ref other, context);
        one.Add(registry);
        other.Add(registry);
        return Join(one, other);
    }

    /// <summary>As container runtimes read references: what stands before the first slash is a host only if it looks like one.</summary>
    public static ReadOnlySpan<char> RegistryOf(ReadOnlySpan<char> image)
    {
        var slash = image.IndexOf('/');
        var host = slash > 0 ? image[..slash] : [];
        return host.ContainsAny('.', ':') || host is "localhost" ? host : "docker.io";
    }

    /// <summary>Whether controllers and networks give each pod, or each generation of pods, a value of its own for this label or annotation.</summary>
    public static bool IsOfOnePod(ReadOnlySpan<byte> key)
    {
        if (key.Length >= 64 || (s_lengths >> key.Length & 1) == 0)
            return false;
        foreach (var other in s_ofOnePod)
        {
            if (key.SequenceEqual(other))
                return true;
        }

        return false;
    }

    private static ulong Of(Part part, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var (one, other) = (Begin(part, 0), Begin(part, 1));
        one.Add(key.Length);
        one.AddBytes(key);
        one.AddBytes(value);
        other.Add(key.Length);
        other.AddBytes(key);
        other.AddBytes(value);
        return Join(one, other);
    }

    private static HashCode Begin(Part part, int half)
    {
        var hash = default(HashCode);
        hash.Add(part);
        hash.Add(half);
        return hash;
    }

    private static ulong Join(HashCode one, HashCode other) => ((ulong)(uint)one.ToHashCode() << 32) | (uint)other.ToHashCode();

    private static void Add(ref HashCode hash, SecurityContextFacts context)
    {
        hash.Add((context.Privileged, context.AllowPrivilegeEscalation, context.RunAsNonRoot, context.RunAsUser, context.HostProcess));
        hash.Add((context.ProcMount, context.SeccompProfile, context.AppArmorProfile, context.SeLinux));
        AddSet(ref hash, context.AddedCapabilities);
        AddSet(ref hash, context.DroppedCapabilities);
    }

    private static void AddSet(ref HashCode hash, ImmutableArray<string> values)
    {
        hash.Add(values.Length);
        foreach (var value in values.Length > 1 ? values.Sort(StringComparer.Ordinal) : values)
            hash.Add(value);
    }
}
