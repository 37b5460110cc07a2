using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>
/// Finds one container, regular or ephemeral, in a pod that a dry run returned; null when it is not there.
/// Mutation shows as a difference between this and what was asked for.
/// </summary>
internal sealed class ProbedContainerReader(string containerName) : IObjectReader<SecurityContextFacts?>
{
    private static readonly FieldTable s_pod = new((2, "spec"));
    private static readonly FieldTable s_spec = new((2, "containers"), (34, "ephemeralContainers"));

    private readonly StringPool _strings = new();

    public SecurityContextFacts? Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        SecurityContextFacts? found = null;
        var scope = reader.Enter();
        while (reader.Next(s_pod, out _))
            found = ReadSpec(ref reader);
        reader.Leave(scope);
        return found;
    }

    private SecurityContextFacts? ReadSpec<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        SecurityContextFacts? found = null;
        var scope = reader.Enter();
        while (reader.Next(s_spec, out var field))
        {
            var (name, context) = field == 34 ? Ephemeral(ref reader) : Regular(ref reader);
            if (name == containerName)
                found = context;
        }

        reader.Leave(scope);
        return found;
    }

    private (string Name, SecurityContextFacts Context) Ephemeral<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var draft = EphemeralContainerReader.Read(ref reader, _strings);
        return (draft.Name, draft.SecurityContext);
    }

    private (string Name, SecurityContextFacts Context) Regular<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var container = ContainerReader.Read(ref reader, _strings);
        return (container.Name, container.SecurityContext);
    }
}
