using Scanner.ApiServer.Wire;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Decoding.Rbac;

/// <summary>Reads the name of a <c>core/v1 ServiceAccount</c>, whole or as metadata only.</summary>
internal sealed class ServiceAccountReader : IObjectReader<ObjectName>
{
    private static readonly FieldTable s_object = new((1, "metadata"));
    private static readonly FieldTable s_meta = new((1, "name"), (3, "namespace"));

    private readonly StringPool _strings = new();

    public ObjectName Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (name, ns) = ("", "");
        var scope = reader.Enter();
        while (reader.Next(s_object, out _))
        {
            var meta = reader.Enter();
            while (reader.Next(s_meta, out var field))
            {
                if (field == 1)
                    name = _strings.Get(reader.ReadUtf8());
                else
                    ns = _strings.Get(reader.ReadUtf8());
            }

            reader.Leave(meta);
        }

        reader.Leave(scope);
        return new ObjectName(ns, name);
    }
}
