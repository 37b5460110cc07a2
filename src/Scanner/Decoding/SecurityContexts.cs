using System.Collections.Immutable;
using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>
/// Reads security contexts, of which a cluster has a few for all its pods: one that comes again in the same encoding is the same object.
/// Not for concurrent use.
/// </summary>
internal sealed class SecurityContexts
{
    private static readonly SecurityContextReader s_ofContainer = new();
    private static readonly PodSecurityContextReader s_ofPod = new();

    private readonly KnownMessages<SecurityContextFacts> _ofContainers = new();
    private readonly KnownMessages<(SecurityContextFacts Context, ImmutableArray<string> Sysctls)> _ofPods = new();

    public SecurityContextFacts ReadOfContainer<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct => _ofContainers.Read(ref reader, s_ofContainer);

    public (SecurityContextFacts Context, ImmutableArray<string> Sysctls) ReadOfPod<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct => _ofPods.Read(ref reader, s_ofPod);
}
