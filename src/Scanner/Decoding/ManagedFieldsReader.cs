using System.Text;
using System.Text.Json;
using Scanner.ApiServer.Wire;

namespace Scanner.Decoding;

/// <summary>
/// Finds who put each ephemeral container into a pod: the field manager that owns the key <c>k:{"name":"NAME"}</c> below
/// <c>f:ephemeralContainers</c>, and the time of its entry (https://kubernetes.io/docs/reference/using-api/server-side-apply/).
/// </summary>
internal static class ManagedFieldsReader
{
    /// <summary>Manager and time by container name; reads a whole pod, nothing but its <c>managedFields</c>.</summary>
    public static Dictionary<string, (string Manager, DateTimeOffset? Time)> Read<TReader>(ref TReader pod)
        where TReader : struct, IWireReader, allows ref struct
    {
        var owners = new Dictionary<string, (string, DateTimeOffset?)>();
        var scope = pod.Enter();
        while (pod.Next(PodFields.Pod, out var field))
        {
            if (field == PodFields.Metadata)
                ReadMetadata(ref pod, owners);
            else
                pod.Skip();
        }

        pod.Leave(scope);
        return owners;
    }

    private static void ReadMetadata<TReader>(ref TReader reader, Dictionary<string, (string, DateTimeOffset?)> owners)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(PodFields.ObjectMetaHistory, out _))
            ReadEntry(ref reader, owners);
        reader.Leave(scope);
    }

    private static void ReadEntry<TReader>(ref TReader reader, Dictionary<string, (string, DateTimeOffset?)> owners)
        where TReader : struct, IWireReader, allows ref struct
    {
        var manager = "";
        DateTimeOffset? time = null;
        List<string> containers = [];
        var scope = reader.Enter();
        while (reader.Next(PodFields.ManagedFieldsEntry, out var field))
        {
            if (field == 1)
                manager = reader.ReadString();
            else if (field == 4)
                time = reader.ReadTime();
            else
                containers = OwnedContainers(reader.ReadRawJson());
        }

        reader.Leave(scope);
        foreach (var container in containers)
        {
            // Several managers may own parts of one container; the earliest entry is nearest to its addition.
            if (!owners.TryGetValue(container, out var known) || time < known.Item2)
                owners[container] = (manager, time);
        }
    }

    private static List<string> OwnedContainers(ReadOnlySpan<byte> fieldsV1)
    {
        var names = new List<string>();
        var json = new Utf8JsonReader(fieldsV1);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            if (json.CurrentDepth == 1 && !json.ValueTextEquals("f:spec"u8))
                json.Skip();
            else if (json.CurrentDepth == 2 && !json.ValueTextEquals("f:ephemeralContainers"u8))
                json.Skip();
            else if (json.CurrentDepth == 3)
                AddName(ref json, names);
        }

        return names;
    }

    private static void AddName(ref Utf8JsonReader json, List<string> names)
    {
        var key = json.GetString()!;
        json.Skip();
        if (!key.StartsWith("k:", StringComparison.Ordinal))
            return;
        var parts = new JsonWireReader(Encoding.UTF8.GetBytes(key[2..]));
        names.Add(SecurityContextReader.ReadName(ref parts, PodFields.Sysctl));
    }
}
