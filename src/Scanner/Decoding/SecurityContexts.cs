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
    private readonly KnownMessages<SecurityContextFacts> _ofContainers = new();
    private readonly KnownMessages<(SecurityContextFacts Context, ImmutableArray<string> Sysctls)> _ofPods = new();

    public SecurityContextFacts ReadOfContainer<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        if (!reader.TryPeekEncoding(out var encoding))
            return SecurityContextReader.Read(ref reader);
        if (!_ofContainers.TryGet(encoding, out var context))
            return _ofContainers.Add(encoding, SecurityContextReader.Read(ref reader));
        reader.Skip();
        return context;
    }

    public (SecurityContextFacts Context, ImmutableArray<string> Sysctls) ReadOfPod<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        if (!reader.TryPeekEncoding(out var encoding))
            return PodSecurityContextReader.Read(ref reader);
        if (!_ofPods.TryGet(encoding, out var context))
            return _ofPods.Add(encoding, PodSecurityContextReader.Read(ref reader));
        reader.Skip();
        return context;
    }
}
