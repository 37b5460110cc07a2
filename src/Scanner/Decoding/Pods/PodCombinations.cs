using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Scanner.Core.Cluster;

namespace Scanner.Decoding.Pods;

/// <summary>The numbers of <see cref="PodCombination"/> of parts that pods share, each made once while their objects are the same. Not for concurrent use.</summary>
internal sealed class PodCombinations(StringPool strings)
{
    // Objects that are never met again must not fill the memory.
    private const int Most = 4096;

    private readonly Dictionary<Parts, ulong> _known = [];

    public ulong OfPod(PodSecurityFacts pod)
    {
        var access = Access(pod);
        var parts = new Parts(pod.SecurityContext, ImmutableCollectionsMarshal.AsArray(pod.Sysctls), access);
        return _known.TryGetValue(parts, out var number) ? number : Add(parts, PodCombination.OfPod(pod.SecurityContext, pod.Sysctls, access));
    }

    public ulong OfContainer(ContainerFacts container)
    {
        var registry = strings.Get(PodCombination.RegistryOf(container.Image));
        var parts = new Parts(container.SecurityContext, registry, -1);
        return _known.TryGetValue(parts, out var number) ? number : Add(parts, PodCombination.OfContainer(container.SecurityContext, registry));
    }

    private static int Access(PodSecurityFacts pod) =>
        (pod.HostUsersFalse ? 1 : 0) | (pod.HostNamespaces ? 2 : 0) | (pod.HostPathVolume ? 4 : 0) | (pod.RestrictedVolume ? 8 : 0);

    private ulong Add(Parts parts, ulong number)
    {
        if (_known.Count >= Most)
            _known.Clear();
        _known.Add(parts, number);
        return number;
    }

    /// <summary>Equal when the objects are the same.</summary>
    /// <param name="access">Of a pod, from 0; -1 for a container.</param>
    private readonly struct Parts(SecurityContextFacts context, object? other, int access) : IEquatable<Parts>
    {
        private readonly object _context = context;
        private readonly object? _other = other;
        private readonly int _access = access;

        public bool Equals(Parts other) => ReferenceEquals(_context, other._context) && ReferenceEquals(_other, other._other) && _access == other._access;

        public override bool Equals(object? obj) => obj is Parts other && Equals(other);

        public override int GetHashCode() => (((RuntimeHelpers.GetHashCode(_context) * 31) + RuntimeHelpers.GetHashCode(_other)) * 31) + _access;
    }
}
