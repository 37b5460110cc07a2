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
    private static readonly OneField s_metadata = new(1, "metadata");
    private static readonly OneField s_managedFields = new(17, "managedFields");
    private static readonly Fields<EntryField> s_entry = new();
    private static readonly OneField s_keyName = new(1, "name");

    private enum EntryField
    {
        Manager = 1,
        Time = 4,
        FieldsV1 = 7,
    }

    /// <summary>Manager and time by container name; reads a whole pod, nothing but its <c>managedFields</c>.</summary>
    public static Dictionary<string, (string Manager, DateTimeOffset? Time)> Read<TReader>(ref TReader pod)
        where TReader : struct, IWireReader, allows ref struct
    {
        var owners = new Dictionary<string, (string, DateTimeOffset?)>();
        var scope = pod.Enter();
        while (pod.Next(s_metadata))
            ReadMetadata(ref pod, owners);
        pod.Leave(scope);
        return owners;
    }

    private static void ReadMetadata<TReader>(ref TReader reader, Dictionary<string, (string, DateTimeOffset?)> owners)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(s_managedFields))
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
        while (reader.Next(s_entry, out var field))
        {
            switch (field)
            {
                case EntryField.Manager:
                    manager = reader.ReadString();
                    break;
                case EntryField.Time:
                    time = reader.ReadTime();
                    break;
                case EntryField.FieldsV1:
                    containers = OwnedContainers(reader.ReadRawJson());
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        foreach (var container in containers)
        {
            // Several managers may own parts of one container; the earliest entry is nearest to its addition.
            if (!owners.TryGetValue(container, out var known) || time < known.Item2)
                owners[container] = (manager, time);
        }
    }

    // Whoever may change a pod may write anything here. A history that says nothing must not keep the pod itself from being read.
    private static List<string> OwnedContainers(ReadOnlySpan<byte> fieldsV1)
    {
        var names = new List<string>();
        try
        {
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
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or a key that is not Unicode: what was found before it stands.
        }

        return names;
    }

    private static void AddName(ref Utf8JsonReader json, List<string> names)
    {
        var key = json.GetString()!;
        json.Skip();
        if (!key.StartsWith("k:", StringComparison.Ordinal))
            return;
        try
        {
            var parts = new JsonWireReader(Encoding.UTF8.GetBytes(key[2..]));
            names.Add(SecurityContextReader.ReadText(ref parts, s_keyName));
        }
        catch (WireFormatException)
        {
            // A key that names no container.
        }
    }
}
