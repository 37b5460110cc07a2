using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Writes;

/// <summary>Of what was written, its <c>metadata.resourceVersion</c>; empty when there is none.</summary>
internal sealed class ResourceVersionReader : IObjectReader<string>
{
    public static readonly ResourceVersionReader Instance = new();

    private static readonly OneField s_metadata = new(1, "metadata");
    private static readonly OneField s_resourceVersion = new(6, "resourceVersion");

    public bool JsonOnly => true;

    public string Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var version = "";
        var scope = reader.Enter();
        while (reader.Next(s_metadata))
        {
            var inner = reader.Enter();
            while (reader.Next(s_resourceVersion))
                version = reader.ReadString();
            reader.Leave(inner);
        }

        reader.Leave(scope);
        return version;
    }
}
